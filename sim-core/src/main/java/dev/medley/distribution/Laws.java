package dev.medley.distribution;

import java.time.Duration;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.util.FastMath;

/** Formulas several laws share. All transcendental functions are StrictMath or FastMath. */
final class Laws {
  static final double NANOS_PER_SECOND = 1e9;
  private static final double SQRT2 = 1.4142135623730951;
  private static final double SQRT_TWO_PI = 2.5066282746310002;

  private Laws() {}

  /** A duration of at most 100 years as nanoseconds. */
  static double nanos(Duration duration) {
    return duration.toNanos();
  }

  /** A duration in seconds. */
  static double seconds(Duration duration) {
    return duration.toNanos() / NANOS_PER_SECOND;
  }

  /** Whether a mean fits what a law may have; false for not-a-number. */
  static boolean isSaneMean(double nanos) {
    // The slack is for a mean of exactly 100 years that went through a logarithm and back.
    return nanos <= DurationLaw.MAX_SECONDS * NANOS_PER_SECOND * (1 + 1e-9);
  }

  /** Refuses what is no probability. */
  static void checkProbability(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("p must be >= 0 and <= 1 (was " + p + ")");
    }
  }

  /** Phi(x) = P(Z <= x) of the standard normal law. */
  static double normalCdf(double x) {
    return 0.5 * Erf.erfc(-x / SQRT2);
  }

  /** The standard normal density. */
  static double normalDensity(double x) {
    return StrictMath.exp(-0.5 * x * x) / SQRT_TWO_PI;
  }

  /** The inverse of {@link #normalCdf}. */
  static double normalQuantile(double p) {
    return SQRT2 * Erf.erfInv(2 * p - 1);
  }

  /** ln Gamma(x). */
  static double logGamma(double x) {
    return org.apache.commons.math3.special.Gamma.logGamma(x);
  }

  /** Gamma(x). */
  static double gamma(double x) {
    return FastMath.exp(logGamma(x));
  }

  /**
   * The least x in [low, high] with cdf(x) >= p, to the last bit, by bisection.
   *
   * @param cdf non-decreasing, with cdf(high) >= p
   */
  static double inverse(DoubleUnaryOperator cdf, double p, double low, double high) {
    if (cdf.applyAsDouble(low) >= p) {
      return low;
    }
    double below = low;
    double atOrAbove = high;
    while (true) {
      // Far apart: halve the exponent, so that tiny quantiles are found to full relative precision.
      double middle =
          below > 0 && atOrAbove > 4 * below
              ? Math.sqrt(below) * Math.sqrt(atOrAbove)
              : below + (atOrAbove - below) / 2;
      if (middle <= below || middle >= atOrAbove) {
        return atOrAbove;
      }
      if (cdf.applyAsDouble(middle) >= p) {
        atOrAbove = middle;
      } else {
        below = middle;
      }
    }
  }
}
