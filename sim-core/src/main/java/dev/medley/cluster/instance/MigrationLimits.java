package dev.medley.cluster.instance;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;

/**
 * How many live migrations may be under way at once; defaults of KubeVirt (user guide, live
 * migration).
 *
 * @param parallel in the cluster
 * @param outbound from one host
 */
@Doc("How many live migrations may be under way at once; further ones wait in order")
public record MigrationLimits(
    @Doc("In the cluster (KubeVirt: 5)") @Range(min = 1, max = 1_000_000) @Default("5")
        int parallel,
    @Doc("From one host (KubeVirt: 2)") @Range(min = 1, max = 1_000_000) @Default("2")
        int outbound) {
  /** What KubeVirt does. */
  public static final MigrationLimits KUBEVIRT = new MigrationLimits(5, 2);

  /** Checks every component. */
  public MigrationLimits {
    Checks.of(MigrationLimits.class)
        .with("parallel", parallel)
        .with("outbound", outbound)
        .orThrow();
  }
}
