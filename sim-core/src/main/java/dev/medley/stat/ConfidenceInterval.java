package dev.medley.stat;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * What replications say about a mean: mean +- half-width, which covers the true mean with the
 * stated confidence when the values are independent and about normal.
 *
 * <p>Half-width = t s / sqrt(n), with s the standard deviation (n - 1 below) and t the quantile (1
 * + confidence) / 2 of Student's law with n - 1 degrees of freedom. With one value nothing is known
 * about the spread: half-width and standard deviation are NaN, which stands for "unknown".
 *
 * @param mean the mean of the values
 * @param halfWidth half the length of the interval; NaN when n is 1
 * @param confidence the stated confidence, in (0, 1)
 * @param n how many values
 * @param standardDeviation of the values; NaN when n is 1
 * @param min the least value
 * @param max the greatest value
 */
public record ConfidenceInterval(
    double mean,
    double halfWidth,
    double confidence,
    int n,
    double standardDeviation,
    double min,
    double max) {

  /**
   * The interval of some values; NaN among them makes every result NaN.
   *
   * @param values one per replication, at least one
   * @param confidence for example 0.95
   * @throws IllegalArgumentException without values, or when the confidence is not in (0, 1)
   */
  public static ConfidenceInterval of(double[] values, double confidence) {
    if (values.length == 0) {
      throw new IllegalArgumentException("an interval needs at least one value");
    }
    Tally tally = new Tally();
    for (double value : values) {
      tally.add(value);
    }
    double quantile = values.length == 1 ? Double.NaN : tQuantile(values.length - 1, confidence);
    return new ConfidenceInterval(
        tally.mean(),
        quantile * tally.standardDeviation() / Math.sqrt(values.length),
        checked(confidence),
        values.length,
        tally.standardDeviation(),
        tally.min(),
        tally.max());
  }

  /**
   * The t with P(-t <= T <= t) = confidence for Student's law.
   *
   * @param degreesOfFreedom at least 1
   * @param confidence in (0, 1)
   * @throws IllegalArgumentException otherwise
   */
  public static double tQuantile(int degreesOfFreedom, double confidence) {
    if (degreesOfFreedom < 1) {
      throw new IllegalArgumentException(
          "degrees of freedom must be >= 1 (was " + degreesOfFreedom + ")");
    }
    // Null: a generator would be seeded from the clock, and none is needed.
    return new TDistribution(null, degreesOfFreedom)
        .inverseCumulativeProbability(0.5 + checked(confidence) / 2);
  }

  /** The lower end; NaN when n is 1. */
  public double low() {
    return mean - halfWidth;
  }

  /** The upper end; NaN when n is 1. */
  public double high() {
    return mean + halfWidth;
  }

  /** Whether the interval is known and contains a value; ends included. */
  public boolean contains(double value) {
    return low() <= value && value <= high();
  }

  /**
   * Half-width divided by the magnitude of the mean; NaN when n is 1, infinite when the mean is 0.
   */
  public double relativeHalfWidth() {
    return halfWidth == 0 ? 0 : halfWidth / Math.abs(mean);
  }

  private static double checked(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence must be > 0 and < 1 (was " + confidence + ")");
    }
    return confidence;
  }
}
