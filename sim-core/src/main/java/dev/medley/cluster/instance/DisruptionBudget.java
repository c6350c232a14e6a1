package dev.medley.cluster.instance;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.cluster.resource.Portion;
import org.jspecify.annotations.Nullable;

/**
 * How many instances of a service evictions may take away at once: a Kubernetes
 * PodDisruptionBudget. Percentages are of the replicas asked for and round up, in both directions,
 * as Kubernetes rounds them.
 *
 * @param minAvailable instances that must stay ready, or null
 * @param maxUnavailable instances that may be missing, or null
 */
@Doc(
    "How many instances evictions may take away: a Kubernetes PodDisruptionBudget. An eviction that"
        + " would leave fewer ready is refused and tried again; scaling in, updates and failures are"
        + " not asked")
public record DisruptionBudget(
    @Doc(
            "Ready instances that evictions must leave: a number, or a percentage of the replicas"
                + " asked for, rounded up")
        @Nullable Portion minAvailable,
    @Doc(
            "Instances that may be missing from the replicas asked for: a number, or a percentage,"
                + " rounded up")
        @Nullable Portion maxUnavailable) {
  /** Checks that there is exactly one of them. */
  public DisruptionBudget {
    Checks.of(DisruptionBudget.class)
        .require(
            (minAvailable == null) != (maxUnavailable == null),
            "",
            "must have either minAvailable or maxUnavailable"
                + (minAvailable == null ? "" : ", not both"))
        .orThrow();
  }

  /**
   * Ready instances that must stay.
   *
   * @param desired replicas asked for
   */
  public int desiredHealthy(int desired) {
    if (minAvailable != null) {
      return minAvailable.roundedUp(desired);
    }
    return maxUnavailable == null ? 0 : Math.max(0, desired - maxUnavailable.roundedUp(desired));
  }
}
