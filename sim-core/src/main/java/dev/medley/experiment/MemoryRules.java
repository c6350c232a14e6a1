package dev.medley.experiment;

import dev.medley.check.Decimals;
import dev.medley.check.Problem;
import dev.medley.cluster.host.HostSpec;
import dev.medley.cluster.host.NodePressure;
import dev.medley.cluster.instance.Density;
import dev.medley.cluster.instance.MemoryUse;
import dev.medley.cluster.metric.MetricFamily;
import dev.medley.cluster.resource.Bytes;
import java.util.List;

/** What must hold between the memory that a scenario's instances use and everything else. */
final class MemoryRules {
  private MemoryRules() {}

  /** Whether a scenario says anything of memory that is really used. */
  static boolean isWatched(Scenario scenario) {
    return scenario.eviction() != null
        || scenario.services().values().stream().anyMatch(service -> service.memory() != null);
  }

  /** Whether a figure is emitted only when memory is watched. */
  static boolean isOfMemory(MetricFamily family) {
    return switch (family) {
      case HOST_MEMORY_RESERVED,
          HOST_MEMORY_UTILIZATION,
          HOST_MEMORY_UTILIZATION_MAX,
          INSTANCE_OOM_KILLS,
          INSTANCE_OOM_KILLS_HOST,
          INSTANCE_EVICTIONS,
          INSTANCE_LEAK_LIFE ->
          true;
      default -> false;
    };
  }

  /**
   * Adds what does not hold.
   *
   * @param kinds one host of each group
   */
  static void check(Scenario scenario, List<HostSpec> kinds, List<Problem> problems) {
    scenario.services().forEach((name, spec) -> checkUse(name, spec, problems));
    NodePressure eviction = scenario.eviction();
    if (eviction == null) {
      return;
    }
    long wanted = eviction.available().bytes() + eviction.reclaim().bytes();
    for (HostSpec host : kinds) {
      Bytes has = host.type().memory();
      if (wanted >= has.bytes()) {
        problems.add(
            new Problem(
                "eviction.available",
                "available and reclaim together must be < the memory of every host (were "
                    + new Bytes(wanted)
                    + ", "
                    + host.groupName()
                    + " has "
                    + has
                    + ")"));
      }
    }
  }

  /**
   * Tells how many instances memory allows where pages are shared.
   *
   * @param overheadBytes memory that the runtime adds to each instance
   */
  static void tellDensity(
      Scenario scenario,
      String name,
      MemoryUse memory,
      long overheadBytes,
      List<HostSpec> kinds,
      List<String> notices) {
    if (memory.sharedBytes() == 0) {
      return;
    }
    double own = overheadBytes + (double) memory.use().bytes() - memory.library().bytes();
    double alone = Density.needs(own, memory.library().bytes(), 0);
    double shared = Density.needs(own, memory.library().bytes(), memory.shared());
    NodePressure eviction = scenario.eviction();
    for (HostSpec host : kinds) {
      double has = host.type().memory().bytes();
      double kept = eviction == null ? 0 : eviction.available().bytes() / has;
      notices.add(
          name
              + ": by its use, the memory of a host of "
              + host.groupName()
              + " holds "
              + (long) Density.instances(has, kept, shared)
              + " instances, "
              + (long) Density.instances(has, kept, alone)
              + " without shared pages (N = M / (v + r (1 - f))); the sources also report "
              + Density.REPORTED_UNSHARED
              + " -> "
              + Density.REPORTED_SHARED
              + " for f = 0 -> "
              + Density.REPORTED_RATIO
              + ", which the formula cannot give: at most "
              + Decimals.shortest(
                  Math.round(100 * Density.greatestGain(Density.REPORTED_RATIO)) / 100.0)
              + " times");
    }
  }

  private static void checkUse(String name, ServiceSpec spec, List<Problem> problems) {
    MemoryUse memory = spec.memory();
    Bytes limit = spec.resources().limits().memory();
    if (memory != null && limit != null && memory.use().bytes() > limit.bytes()) {
      problems.add(
          new Problem(
              "services." + name + ".memory.use",
              "must be <= resources.limits.memory "
                  + limit
                  + " (was "
                  + memory.use()
                  + "): every instance would be killed at once"));
    }
  }
}
