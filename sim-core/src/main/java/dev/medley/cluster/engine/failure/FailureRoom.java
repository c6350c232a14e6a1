package dev.medley.cluster.engine.failure;

import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.instance.InstanceRecovery;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.Failures;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.kernel.Simulation;
import dev.medley.random.StreamTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** All that fails in one replication, and the control plane that reacts. */
public final class FailureRoom {
  private final List<Runnable> starts = new ArrayList<>();
  private final HostStates states;

  /** Prepares the failures; registers event types after all others, and draws nothing yet. */
  public FailureRoom(
      Simulation simulation,
      ClusterModel model,
      Failures failures,
      List<ServiceRun> services,
      InstanceLifecycle lifecycle,
      RequestFlow flow,
      StreamTree streams) {
    InstanceRecovery recovery = lifecycle.recovery();
    StreamTree own = streams.child("failures");
    NodeLifecycle control =
        new NodeLifecycle(simulation, recovery, model.hosts(), failures.detection());
    this.states = new HostStates(simulation, model, recovery, control);
    for (int i = 0; i < failures.hosts().size(); i++) {
      Failures.HostCrashes entry = failures.hosts().get(i);
      Alternation crashes =
          new Alternation(
              simulation,
              "host-crashed-" + i,
              "host-repaired-" + i,
              HostTargets.of(model, entry.group(), entry.zone()),
              entry.between(),
              entry.repair(),
              own.child("hosts/" + i),
              states::down,
              states::up);
      starts.add(crashes::start);
    }
    for (int i = 0; i < failures.outages().size(); i++) {
      addOutages(simulation, model, failures.outages().get(i), i, own.child("outages"));
    }
    for (int i = 0; i < failures.bursts().size(); i++) {
      Failures.Bursts entry = failures.bursts().get(i);
      int[] targets = HostTargets.of(model, entry.group(), entry.zone());
      starts.add(
          new HostBursts(simulation, states, entry, i, targets, own.child("bursts/" + i))::start);
    }
    addSlowHosts(simulation, model, failures.slow(), flow, own.child("slow"));
    addSlowRegistries(simulation, failures.registries(), lifecycle, own.child("registries"));
    if (!failures.instances().isEmpty()) {
      lifecycle.listen(
          new InstanceCrashes(
              simulation,
              lifecycle,
              recovery,
              services,
              failures.instances(),
              own.child("instances")));
    }
  }

  private void addOutages(
      Simulation simulation,
      ClusterModel model,
      Failures.ZoneOutages entry,
      int number,
      StreamTree own) {
    int[] targets = HostTargets.of(model, null, entry.zone());
    Alternation outages =
        new Alternation(
            simulation,
            "zone-failed-" + number,
            "zone-repaired-" + number,
            new int[] {number},
            entry.between(),
            entry.duration(),
            own,
            zone -> forEach(targets, states::down),
            zone -> forEach(targets, states::up));
    Duration at = entry.at();
    starts.add(at == null ? outages::start : () -> outages.startAt(at.toNanos()));
  }

  private static void forEach(int[] hosts, IntConsumer action) {
    for (int host : hosts) {
      action.accept(host);
    }
  }

  private void addSlowHosts(
      Simulation simulation,
      ClusterModel model,
      List<Failures.SlowHosts> entries,
      RequestFlow flow,
      StreamTree own) {
    double[] paces = entries.stream().mapToDouble(Failures.SlowHosts::pace).toArray();
    Slowdowns hosts = new Slowdowns(flow.cpu()::pace, paces, model.hosts().size());
    for (int i = 0; i < paces.length; i++) {
      Failures.SlowHosts entry = entries.get(i);
      int number = i;
      Alternation slow =
          new Alternation(
              simulation,
              "host-slowed-" + i,
              "host-quickened-" + i,
              HostTargets.of(model, entry.group(), entry.zone()),
              entry.between(),
              entry.duration(),
              own.child(String.valueOf(i)),
              host -> hosts.set(number, host, true),
              host -> hosts.set(number, host, false));
      starts.add(slow::start);
    }
  }

  private void addSlowRegistries(
      Simulation simulation,
      List<Failures.SlowRegistries> entries,
      InstanceLifecycle lifecycle,
      StreamTree own) {
    List<String> names =
        entries.stream().map(Failures.SlowRegistries::registry).distinct().toList();
    Slowdowns registries =
        new Slowdowns(
            (registry, share) -> lifecycle.setRegistryShare(names.get(registry), share),
            entries.stream().mapToDouble(Failures.SlowRegistries::share).toArray(),
            names.size());
    for (int i = 0; i < entries.size(); i++) {
      Failures.SlowRegistries entry = entries.get(i);
      int number = i;
      Alternation slow =
          new Alternation(
              simulation,
              "registry-slowed-" + i,
              "registry-quickened-" + i,
              new int[] {names.indexOf(entry.registry())},
              entry.between(),
              entry.duration(),
              own.child(String.valueOf(i)),
              registry -> registries.set(number, registry, true),
              registry -> registries.set(number, registry, false));
      Duration at = entry.at();
      starts.add(at == null ? slow::start : () -> slow.startAt(at.toNanos()));
    }
  }

  /** Schedules the first failures. */
  public void start() {
    starts.forEach(Runnable::run);
  }

  /** What hosts went through. */
  public HostStates states() {
    return states;
  }
}
