package dev.medley.experiment;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.cluster.workload.Arrivals;
import dev.medley.cluster.workload.Jobs;
import dev.medley.cluster.workload.Starts;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one service has to do: requests, batch jobs or starts.
 *
 * @param arrivals how requests arrive, or null with another
 * @param jobs batch jobs, or null with another
 * @param starts starts of instances, or null with another
 */
@Doc("What one service has to do: one of `arrivals` of requests, batch `jobs` and `starts`")
public record WorkloadSpec(
    @Doc("How requests arrive: exactly one kind") @Nullable Arrivals arrivals,
    @Doc("A finite set of batch jobs") @Nullable Jobs jobs,
    @Doc("Starts of instances in a closed loop, or a boot storm") @Nullable Starts starts) {
  /** Checks that there is exactly one of them. */
  public WorkloadSpec {
    Checks.of(WorkloadSpec.class)
        .require(
            Stream.of(arrivals, jobs, starts).filter(Objects::nonNull).count() == 1,
            "",
            "must have exactly one of arrivals, jobs and starts")
        .orThrow();
  }

  /** Requests or batch jobs. */
  public WorkloadSpec(@Nullable Arrivals arrivals, @Nullable Jobs jobs) {
    this(arrivals, jobs, null);
  }
}
