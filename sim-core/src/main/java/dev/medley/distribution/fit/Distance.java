package dev.medley.distribution.fit;

import java.util.function.DoubleUnaryOperator;

/**
 * How far samples lie from a law.
 *
 * <p>With F the law's distribution function at the sorted samples x(1) .. x(n): Kolmogorov and
 * Smirnov's D = max(i/n - F(x(i)), F(x(i)) - (i - 1)/n); Anderson and Darling's A^2 = -n - (1/n)
 * sum of (2i - 1) (ln F(x(i)) + ln(1 - F(x(n+1-i)))), which weighs both tails. Probabilities below
 * 2^-54 count as 2^-54, as a double holds none nearer to 1: a law that far off has a smaller A^2
 * than it should, still far beyond any critical value. Source: M. A. Stephens, "EDF statistics for
 * goodness of fit and some comparisons", JASA 69, 1974.
 *
 * @param kolmogorov D, in [0, 1]
 * @param atNanos the sample where the two differ by D
 * @param sampleBelowLaw whether at that place fewer samples lie below than the law has
 * @param andersonDarling A^2, at least 0; not-a-number for a law whose ends are samples
 */
public record Distance(
    double kolmogorov, double atNanos, boolean sampleBelowLaw, double andersonDarling) {
  private static final double LEAST = 0x1p-54;

  /**
   * Of samples from a law.
   *
   * @param cdf non-decreasing, from 0 to 1
   * @param endsAtSamples whether A^2 is not defined
   */
  static Distance of(Samples samples, DoubleUnaryOperator cdf, boolean endsAtSamples) {
    int n = samples.count();
    double[] f = new double[n];
    double greatest = -1;
    int at = 0;
    boolean below = false;
    for (int i = 0; i < n; i++) {
      f[i] =
          i > 0 && samples.nanos(i) == samples.nanos(i - 1)
              ? f[i - 1]
              : cdf.applyAsDouble(samples.nanos(i));
      double over = (i + 1.0) / n - f[i];
      double under = f[i] - (double) i / n;
      if (Math.max(over, under) > greatest) {
        greatest = Math.max(over, under);
        at = i;
        below = under > over;
      }
    }
    return new Distance(
        greatest, samples.nanos(at), below, endsAtSamples ? Double.NaN : andersonDarling(f));
  }

  private static double andersonDarling(double[] f) {
    int n = f.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum +=
          (2 * i + 1.0)
              * (StrictMath.log(Math.max(LEAST, f[i]))
                  + StrictMath.log(Math.max(LEAST, 1 - f[n - 1 - i])));
    }
    return -n - sum / n;
  }
}
