package dev.medley.cluster.engine.state;

import dev.medley.cluster.host.HostSpec;
import dev.medley.cluster.host.Maintenance;
import dev.medley.cluster.host.NodePressure;
import dev.medley.cluster.image.ImageDelivery;
import dev.medley.cluster.instance.MigrationLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs: hosts, services, prices and periods, everything resolved and checked.
 *
 * @param durationNanos simulated time
 * @param warmupNanos time before which nothing is measured
 * @param stepNanos grid of figures over time
 * @param hosts every host
 * @param groups names of the host groups, by index
 * @param services every service
 * @param control periods of the metrics pipeline
 * @param prices what things cost, or null when nobody said
 * @param objectives SLOs that can be judged step by step
 * @param notices domain outcomes of assembly, for example a refused bitstream
 * @param recordNanos interval at which every instance is recorded, or {@link #NO_RECORD}
 * @param refusedCards hosts whose card did not load its bitstream, by group
 * @param images how images get to nodes, or null for each by itself at full rate
 * @param eviction when hosts evict instances for their memory, or null for never
 * @param failures what fails, or null for nothing
 * @param maintenance hosts that are emptied and given back, and when
 * @param migrations live migrations at once
 */
public record ClusterModel(
    long durationNanos,
    long warmupNanos,
    long stepNanos,
    List<HostSpec> hosts,
    List<String> groups,
    List<ServiceModel> services,
    ControlPeriods control,
    @Nullable PriceList prices,
    List<StepObjective> objectives,
    List<String> notices,
    long recordNanos,
    List<Integer> refusedCards,
    @Nullable ImageDelivery images,
    @Nullable NodePressure eviction,
    @Nullable Failures failures,
    List<Maintenance> maintenance,
    MigrationLimits migrations) {
  /** A cluster in which nothing fails, memory is never scarce and images move by themselves. */
  public ClusterModel(
      long durationNanos,
      long warmupNanos,
      long stepNanos,
      List<HostSpec> hosts,
      List<String> groups,
      List<ServiceModel> services,
      ControlPeriods control,
      @Nullable PriceList prices,
      List<StepObjective> objectives,
      List<String> notices,
      long recordNanos,
      List<Integer> refusedCards) {
    this(
        durationNanos,
        warmupNanos,
        stepNanos,
        hosts,
        groups,
        services,
        control,
        prices,
        objectives,
        notices,
        recordNanos,
        refusedCards,
        null,
        null,
        null,
        List.of(),
        MigrationLimits.KUBEVIRT);
  }

  /** Instances are not recorded one by one. */
  public static final long NO_RECORD = Long.MAX_VALUE;

  /** Whether anything is said of memory that is really used. */
  public boolean watchesMemory() {
    return eviction != null
        || services.stream().anyMatch(service -> service.instance().memory() != null);
  }

  /** Number of steps, the last perhaps shorter. */
  public int steps() {
    return Math.toIntExact((durationNanos + stepNanos - 1) / stepNanos);
  }
}
