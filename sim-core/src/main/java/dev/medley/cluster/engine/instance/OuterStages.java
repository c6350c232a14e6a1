package dev.medley.cluster.engine.instance;

import dev.medley.cluster.engine.state.Provisioning;
import dev.medley.cluster.engine.state.Scheduler;
import dev.medley.cluster.instance.Readiness;
import dev.medley.distribution.Draws;
import dev.medley.random.StreamTree;
import dev.medley.stat.LatencyHistogram;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a start that are none of the runtime's: before its path, queue and bind; after it,
 * readiness. With them the stages of a start sum to its whole, from asked for to ready.
 */
final class OuterStages {
  final LatencyHistogram queue = new LatencyHistogram();

  /** Null where binding takes no time. */
  final @Nullable LatencyHistogram bind;

  /** Null where an instance is an endpoint at once. */
  final @Nullable LatencyHistogram readiness;

  private final @Nullable Draws bindLaw;
  private final @Nullable Readiness probe;

  OuterStages(@Nullable Scheduler scheduler, @Nullable Readiness probe, StreamTree own) {
    this.probe = probe;
    this.readiness = probe == null ? null : new LatencyHistogram();
    this.bindLaw =
        scheduler == null
            ? null
            : new Draws(scheduler.bind(), own.stream("start/" + Provisioning.BIND));
    this.bind = scheduler == null ? null : new LatencyHistogram();
  }

  /** Draws how long binding takes for the next instance, nanoseconds. */
  long nextBindNanos() {
    return bindLaw == null ? 0 : bindLaw.nextNanos();
  }

  /**
   * How long an instance that is up waits for a probe, nanoseconds.
   *
   * @param upNanos from the application's begin to when it is up
   */
  long probeWaitNanos(long upNanos) {
    return probe == null ? 0 : probe.waitNanos(upNanos);
  }
}
