package dev.medley.cluster.engine.failure;

import dev.medley.cluster.engine.state.Failures.Bursts;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Sampler;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Several hosts that crash at random times within a window, chosen anew each time. */
final class HostBursts {
  private final Simulation simulation;
  private final HostStates states;
  private final int[] targets;
  private final int count;
  private final long windowNanos;
  private final @Nullable Duration at;
  private final @Nullable Sampler between;
  private final Sampler repair;
  private final RandomStream times;
  private final RandomStream choices;
  private final RandomStream repairs;
  private final EventType began;
  private final EventType crashed;
  private final EventType repaired;

  /**
   * Prepares one entry.
   *
   * @param number of the entry: part of the names of its events
   */
  HostBursts(
      Simulation simulation,
      HostStates states,
      Bursts bursts,
      int number,
      int[] targets,
      StreamTree streams) {
    this.simulation = simulation;
    this.states = states;
    this.targets = targets;
    this.count = Math.min(bursts.hosts(), targets.length);
    this.windowNanos = bursts.within().toNanos();
    this.at = bursts.at();
    DurationLaw law = bursts.between();
    this.between = law == null ? null : law.sampler();
    this.repair = bursts.repair().sampler();
    this.times = streams.stream("times");
    this.choices = streams.stream("choices");
    this.repairs = streams.stream("repairs");
    this.began = simulation.register("burst-began-" + number, this::onBegan);
    this.crashed = simulation.register("burst-host-crashed-" + number, this::onCrashed);
    this.repaired = simulation.register("burst-host-repaired-" + number, states::up);
  }

  void start() {
    if (at != null) {
      simulation.postAt(began, at.toNanos(), 0);
    } else {
      beginLater();
    }
  }

  private void onBegan(int ignored) {
    for (int i = 0; i < count; i++) {
      int other = i + choices.nextInt(targets.length - i);
      int host = targets[other];
      targets[other] = targets[i];
      targets[i] = host;
      simulation.post(crashed, (long) (times.nextDouble() * windowNanos), host);
    }
    beginLater();
  }

  private void onCrashed(int host) {
    simulation.post(repaired, repair.nextNanos(repairs), host);
    states.down(host);
  }

  private void beginLater() {
    if (between != null) {
      simulation.post(began, between.nextNanos(times), 0);
    }
  }
}
