package dev.medley.cluster.workload;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A finite number of instance starts, of which so many are kept in flight: a closed loop.
 *
 * @param count how many in all
 * @param inFlight how many at once, or null for all of them
 * @param at when the first ones begin
 * @param keep whether instances stay when they are ready
 */
@Doc(
    "Starts of instances, in a closed loop: `inFlight` begin together; whenever one is over the"
        + " next begins, until there were `count`. instance.start has the figures")
public record Starts(
    @Doc("Number of starts") @Range(min = 1, max = 10_000_000) int count,
    @Doc("Starts in flight at once; without it all of them: a boot storm")
        @Range(min = 1, max = 10_000_000)
        @Nullable Integer inFlight,
    @Doc("When the first ones begin; not before warm-up is over")
        @Range(min = 0, max = 315_360_000)
        @Default("0s")
        Duration at,
    @Doc(
            "Whether an instance stays once it is ready. Otherwise it exits, and its start is over"
                + " when it has shut down")
        @Default("false")
        boolean keep) {
  /** Checks every component. */
  public Starts {
    Checks.of(Starts.class)
        .with("count", count)
        .with("inFlight", inFlight)
        .with("at", at)
        .require(
            inFlight == null || inFlight <= count,
            "inFlight",
            "must be <= count " + count + " (was " + inFlight + ")")
        .orThrow();
  }

  /** How many at once. */
  public int mostInFlight() {
    return inFlight == null ? count : inFlight;
  }
}
