package dev.medley.experiment;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.cluster.workload.Arrivals;
import dev.medley.cluster.workload.Jobs;
import org.jspecify.annotations.Nullable;

/**
 * What one service has to do: requests or batch jobs.
 *
 * @param arrivals how requests arrive, or null with jobs
 * @param jobs batch jobs, or null with arrivals
 */
@Doc("What one service has to do: either `arrivals` of requests or batch `jobs`")
public record WorkloadSpec(
    @Doc("How requests arrive: exactly one kind") @Nullable Arrivals arrivals,
    @Doc("A finite set of batch jobs") @Nullable Jobs jobs) {
  /** Checks that there is exactly one of them. */
  public WorkloadSpec {
    Checks.of(WorkloadSpec.class)
        .require(
            (arrivals == null) != (jobs == null),
            "",
            "must have either arrivals or jobs" + (jobs == null ? "" : ", not both"))
        .orThrow();
  }
}
