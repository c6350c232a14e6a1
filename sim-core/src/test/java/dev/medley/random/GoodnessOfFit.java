package dev.medley.random;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * Tests of samples against laws. All seeds in tests are fixed, so nothing is flaky; alpha says how
 * often a correct implementation would fail for a seed chosen blindly.
 */
public final class GoodnessOfFit {
  /** The chance that a correct implementation fails one test for a blindly chosen seed. */
  public static final double ALPHA = 1e-4;

  /** The two-sided normal quantile of {@link #ALPHA}. */
  public static final double Z = 3.8906;

  private GoodnessOfFit() {}

  /**
   * Kolmogorov's distance of a sample from a continuous law, times sqrt(n), over its critical value
   * sqrt(-ln(alpha/2) / 2): a correct sampler stays below 1 with probability 1 - alpha.
   */
  public static double kolmogorov(double[] sample, DoubleUnaryOperator cdf) {
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double distance = 0;
    for (int i = 0; i < n; i++) {
      double f = cdf.applyAsDouble(sorted[i]);
      distance = Math.max(distance, Math.max(f - (double) i / n, (i + 1.0) / n - f));
    }
    return distance * Math.sqrt(n) / Math.sqrt(-Math.log(ALPHA / 2) / 2);
  }

  /**
   * As {@link #kolmogorov} for values rounded half up to whole numbers: at each value v the share
   * of the sample up to v is compared with the law at v + 1/2.
   */
  public static double kolmogorovOfRounded(double[] sample, DoubleUnaryOperator cdf) {
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double distance = 0;
    for (int i = 0; i < n; i++) {
      if (i + 1 == n || sorted[i + 1] > sorted[i]) {
        double f = cdf.applyAsDouble(sorted[i] + 0.5);
        distance = Math.max(distance, Math.abs((i + 1.0) / n - f));
      }
    }
    return distance * Math.sqrt(n) / Math.sqrt(-Math.log(ALPHA / 2) / 2);
  }

  /** Pearson's statistic of counts against expectations, over its critical value at alpha. */
  public static double chiSquare(long[] observed, double[] expected) {
    double statistic = 0;
    for (int i = 0; i < observed.length; i++) {
      double distance = observed[i] - expected[i];
      statistic += distance * distance / expected[i];
    }
    return statistic
        / new ChiSquaredDistribution(observed.length - 1).inverseCumulativeProbability(1 - ALPHA);
  }

  /** As {@link #chiSquare(long[], double[])} with all cells equally likely. */
  public static double chiSquare(long[] observed) {
    double[] expected = new double[observed.length];
    Arrays.fill(expected, (double) Arrays.stream(observed).sum() / observed.length);
    return chiSquare(observed, expected);
  }
}
