package dev.medley.distribution;

import dev.medley.random.RandomStream;

/**
 * A cursor over exactly n instants, independent and uniform on [from, to), in increasing order.
 *
 * <p>The instants are made one at a time, without sorting or storing: with m still to come in [t,
 * to), the least of them is t + (to - t) (1 - U^(1/m)), and U^(1/m) = e^(-E/m) with E exponential.
 * Instants are rounded down to whole nanoseconds, so ties are possible and none reaches {@code to}.
 * Reusable, zero allocation, about 6 ns an instant.
 *
 * <p>Source: J. L. Bentley, J. B. Saxe, "Generating sorted lists of random numbers", ACM TOMS 6(3),
 * 1980.
 */
public final class UniformOrderStatistics {
  private long fromNanos;
  private long lastNanos;
  private double widthNanos;
  private double offsetNanos;
  private long remaining;

  /** A cursor with nothing to come; {@link #restart} gives it work. */
  public UniformOrderStatistics() {}

  /**
   * Starts over with another interval and number.
   *
   * @param fromNanos the first possible instant
   * @param toNanos the end, itself not possible; greater than fromNanos unless count is 0
   * @param count how many instants, at least 0
   * @throws IllegalArgumentException when the count is negative, or positive in an empty interval
   */
  public void restart(long fromNanos, long toNanos, long count) {
    if (count < 0 || (count > 0 && toNanos <= fromNanos)) {
      throw new IllegalArgumentException(
          "cannot place " + count + " instants in [" + fromNanos + ", " + toNanos + ") ns");
    }
    this.fromNanos = fromNanos;
    this.lastNanos = toNanos - 1;
    this.widthNanos = toNanos - fromNanos;
    this.offsetNanos = 0;
    this.remaining = count;
  }

  /** How many instants are still to come. */
  public long remaining() {
    return remaining;
  }

  /**
   * The next instant, at least the one before it; {@code Long.MAX_VALUE} when none remains.
   *
   * @param stream the source of randomness
   */
  public long nextNanos(RandomStream stream) {
    if (remaining == 0) {
      return Long.MAX_VALUE;
    }
    offsetNanos += (widthNanos - offsetNanos) * share(stream.nextExponential() / remaining);
    remaining--;
    return Math.min(fromNanos + (long) offsetNanos, lastNanos);
  }

  /** 1 - e^(-y) for y >= 0, without cancellation for small y. */
  static double share(double y) {
    if (y > 0.0625) {
      return 1 - Reproducible.exp(-y);
    }
    // The alternating series of 1 - e^(-y); the first term left out is below y 2^-48.
    return y
        * (1
            - y
                * (1.0 / 2
                    - y
                        * (1.0 / 6
                            - y
                                * (1.0 / 24
                                    - y
                                        * (1.0 / 120
                                            - y
                                                * (1.0 / 720
                                                    - y * (1.0 / 5040 - y * (1.0 / 40320))))))));
  }
}
