package dev.medley.cluster.engine.failure;

import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.instance.InstanceRecovery;
import dev.medley.cluster.engine.state.FailureCause;
import dev.medley.cluster.engine.state.ReadyListener;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Sampler;
import dev.medley.kernel.Calendar;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Processes that crash after a random time of being ready; drawn whenever one becomes ready. */
final class InstanceCrashes implements ReadyListener {
  private final Simulation simulation;
  private final InstanceLifecycle lifecycle;
  private final InstanceRecovery recovery;
  private final List<@Nullable Sampler> samplers = new ArrayList<>();
  private final List<RandomStream> streams = new ArrayList<>();
  private final EventType crashed;
  private long[] tickets = new long[0];

  InstanceCrashes(
      Simulation simulation,
      InstanceLifecycle lifecycle,
      InstanceRecovery recovery,
      List<ServiceRun> services,
      Map<String, DurationLaw> laws,
      StreamTree own) {
    this.simulation = simulation;
    this.lifecycle = lifecycle;
    this.recovery = recovery;
    for (ServiceRun service : services) {
      DurationLaw law = laws.get(service.model.name());
      samplers.add(law == null ? null : law.sampler());
      streams.add(own.stream(service.model.name()));
    }
    this.crashed = simulation.register("instance-crashed", this::onCrashed);
  }

  @Override
  public void onReady(int instance) {
    int service = lifecycle.table().service(instance);
    Sampler sampler = samplers.get(service);
    if (sampler == null) {
      return;
    }
    if (instance >= tickets.length) {
      int old = tickets.length;
      tickets = Arrays.copyOf(tickets, Math.max(instance + 1, Math.max(64, 2 * old)));
      Arrays.fill(tickets, old, tickets.length, Calendar.NO_TICKET);
    }
    // what was drawn for an earlier life of the instance does not count any more
    simulation.cancel(tickets[instance]);
    tickets[instance] =
        simulation.schedule(crashed, sampler.nextNanos(streams.get(service)), instance);
  }

  private void onCrashed(int instance) {
    if (lifecycle.table().state(instance).serves()) {
      recovery.crash(instance, FailureCause.CRASH);
    }
  }
}
