package dev.medley.cluster.runtime;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import java.util.Map;

/**
 * How many of a kernel's system calls a runtime implements.
 *
 * <p>Two runtimes are incompatible by the symmetric difference of their sets over the union. The
 * sources give the sizes of the sets and, for some pairs, the measure; sizes alone leave it open
 * between nested sets and sets that overlap as little as they can. Both bounds are computed, what
 * the sources state stands beside them.
 *
 * @param value calls implemented
 * @param of calls of the kernel
 * @param incompatibility measure against other runtimes as the source states it, in [0, 1]
 * @param source where the numbers come from
 */
@Doc("How many of a kernel's system calls a runtime implements")
public record SystemCalls(
    @Doc("Calls implemented") @Range(min = 0, max = 10_000) int value,
    @Doc("Calls of the kernel they are counted against") @Range(min = 1, max = 10_000) int of,
    @Doc(
            "Other runtime to symmetric difference over union of the two sets, as the source states"
                + " it; 0 the same calls, 1 none in common")
        @Default("{}")
        Map<String, Double> incompatibility,
    @Doc("Where the numbers come from") String source) {

  /** Checks every component. */
  public SystemCalls {
    Checks checks =
        Checks.of(SystemCalls.class)
            .with("value", value)
            .with("of", of)
            .require(value <= of, "value", "must be <= of " + of + " (was " + value + ")");
    incompatibility.forEach(
        (other, measure) ->
            checks.require(
                measure >= 0 && measure <= 1,
                "incompatibility." + other,
                "must be >= 0 and <= 1 (was " + measure + ")"));
    checks.orThrow();
  }

  /**
   * Least incompatibility with another set of the same kernel: one lies inside the other. 220 and
   * 50 calls: 170 / 220 = 0.77.
   */
  public double leastIncompatibility(SystemCalls other) {
    int most = Math.max(value, other.value);
    return most == 0 ? 0 : (double) (most - Math.min(value, other.value)) / most;
  }

  /**
   * Greatest incompatibility with another set of the same kernel: they overlap as little as the
   * kernel's calls allow.
   */
  public double mostIncompatibility(SystemCalls other) {
    int common = Math.max(0, value + other.value - Math.max(of, other.of));
    int union = value + other.value - common;
    return union == 0 ? 0 : (double) (union - common) / union;
  }
}
