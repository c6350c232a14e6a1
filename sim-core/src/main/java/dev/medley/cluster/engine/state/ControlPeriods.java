package dev.medley.cluster.engine.state;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Periods of the metrics pipeline, each with its own random phase per replication, and the
 * scheduler.
 *
 * @param sampling a host samples its instances
 * @param collection samples are collected
 * @param sync autoscalers decide
 * @param scheduler a scheduler that takes time, or null
 */
@Doc(
    "Periods of the metrics pipeline, each with its own random phase in every replication, and the"
        + " scheduler")
public record ControlPeriods(
    @Doc("Hosts sample the CPU of their instances (kubelet housekeeping)")
        @Range(min = 0.01, max = 86_400)
        @Default("10s")
        Duration sampling,
    @Doc("Samples are collected (metrics-server resolution)")
        @Range(min = 0.01, max = 86_400)
        @Default("15s")
        Duration collection,
    @Doc("Autoscalers decide (controller sync period)")
        @Range(min = 0.01, max = 86_400)
        @Default("15s")
        Duration sync,
    @Doc("A scheduler that takes time; without it, instances are placed at once")
        @Nullable Scheduler scheduler) {

  /** Periods with a scheduler that takes no time. */
  public ControlPeriods(Duration sampling, Duration collection, Duration sync) {
    this(sampling, collection, sync, null);
  }

  /** Checks every component. */
  public ControlPeriods {
    Checks.of(ControlPeriods.class)
        .with("sampling", sampling)
        .with("collection", collection)
        .with("sync", sync)
        .orThrow();
  }
}
