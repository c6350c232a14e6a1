package dev.medley.cluster.workload;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import java.time.Duration;

/**
 * A finite set of batch jobs, each of which asks for what the service's demand says.
 *
 * @param count how many
 * @param at when all of them are submitted
 */
@Doc(
    "Batch jobs: a finite set, submitted at once; each takes a slot (`concurrency`) of a ready"
        + " instance, the one with the fewest jobs, computes what `demand.cpu` says and makes room"
        + " for the next; the others wait in order, never rejected, never timed out")
public record Jobs(
    @Doc("Number of jobs") @Range(min = 1, max = 1e9) int count,
    @Doc("When they are submitted; not before warm-up is over")
        @Range(min = 0, max = 315_360_000)
        @Default("0s")
        Duration at) {
  /** Checks every component. */
  public Jobs {
    Checks.of(Jobs.class).with("count", count).with("at", at).orThrow();
  }
}
