package dev.medley.experiment;

import dev.medley.check.Problem;
import dev.medley.cluster.host.HostSpec;
import dev.medley.cluster.host.NodePressure;
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
