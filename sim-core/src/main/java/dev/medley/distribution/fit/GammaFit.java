package dev.medley.distribution.fit;

import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Gamma;
import java.time.Duration;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;
import org.jspecify.annotations.Nullable;

/**
 * The gamma law by its likelihood equation, and its distribution function for large shapes.
 *
 * <p>With r = ln(mean x) - mean(ln x) the shape k solves ln k - psi(k) = r, and the scale is mean /
 * k. Newton's method on 1/k: T. P. Minka, "Estimating a Gamma distribution", 2002. The scale of a
 * law is a whole number of nanoseconds, so samples that vary by a millionth cannot be fitted.
 */
final class GammaFit {
  private static final double LEAST_SCALE_NANOS = 100;
  private static final double LEAST_SHAPE = 0.01;
  private static final double LARGE_SHAPE = 100;
  private static final double SERIES_FROM_SHAPE = 20;
  private static final double SQRT2 = 1.4142135623730951;

  private GammaFit() {}

  static Estimate of(Samples samples, @Nullable DurationLaw near) {
    int n = samples.count();
    double mean = samples.mean();
    double r = 0;
    for (int i = 0; i < n; i++) {
      // Sum of d is 0 but for rounding: taking it away leaves positive terms.
      double d = samples.nanos(i) / mean - 1;
      // Far below the mean d is rounded to -1, whose logarithm it must not be.
      r += d - (d > -0.5 ? StrictMath.log1p(d) : StrictMath.log(samples.nanos(i) / mean));
    }
    r /= n;
    double k = shape(r);
    double exactScale = mean / k;
    if (exactScale < LEAST_SCALE_NANOS) {
      return new Estimate.Refused(
          "its scale would be below 100 ns, too little for whole nanoseconds: the samples vary"
              + " too little for a gamma law");
    }
    if (k < LEAST_SHAPE) {
      return new Estimate.Refused(
          "its shape would be below 0.01: the samples vary too much for a gamma law");
    }
    Duration scale = Digits.nanos(exactScale, exactScale / Math.sqrt(k * n));
    double theta = scale.toNanos();
    k = Digits.rounded(mean / theta, Math.sqrt(k / n));
    double meanLog = StrictMath.log(mean) - r;
    double logTheta = StrictMath.log(theta);
    double logLikelihood =
        n
            * ((k - 1) * (meanLog - logTheta)
                - mean / theta
                - (logTheta - ClosedForms.LOG_NANOS_PER_SECOND)
                - org.apache.commons.math3.special.Gamma.logGamma(k));
    return new Estimate.Fitted(new Gamma(k, scale), logLikelihood, "");
  }

  private static double shape(double r) {
    double k = (3 - r + Math.sqrt((r - 3) * (r - 3) + 24 * r)) / (12 * r);
    for (int i = 0; i < 50; i++) {
      double score = logMinusDigamma(k) - r;
      double slope = k * k * slope(k);
      double next = 1 / (1 / k - score / slope);
      if (Math.abs(next - k) <= 1e-12 * k) {
        return next;
      }
      k = next;
    }
    return k;
  }

  /** ln k - psi(k); by its asymptotic series where the two nearly cancel. */
  private static double logMinusDigamma(double k) {
    if (k < SERIES_FROM_SHAPE) {
      return StrictMath.log(k) - org.apache.commons.math3.special.Gamma.digamma(k);
    }
    double square = 1 / (k * k);
    return 1 / (2 * k) + square * (1.0 / 12 - square * (1.0 / 120 - square / 252));
  }

  /** The derivative by 1/k of ln k - psi(k), divided by k^2: psi'(k) - 1/k. */
  private static double slope(double k) {
    if (k < SERIES_FROM_SHAPE) {
      return org.apache.commons.math3.special.Gamma.trigamma(k) - 1 / k;
    }
    double square = 1 / (k * k);
    return square * (0.5 + (1.0 / 6 - square * (1.0 / 30 - square / 42)) / k);
  }

  /**
   * The distribution function in constant time: from shape 100 on the first terms of the uniform
   * expansion, whose error there is below 10^-6.
   *
   * <p>With l = x / (shape scale), e^2 / 2 = l - 1 - ln l and e of the sign of l - 1: 1 - F =
   * erfc(e sqrt(shape / 2)) / 2 + e^(-shape e^2 / 2) / sqrt(2 pi shape) (1 / (l - 1) - 1 / e).
   * Source: N. M. Temme, "The asymptotic expansion of the incomplete gamma functions", SIAM J.
   * Math. Anal. 10(4), 1979.
   */
  static DoubleUnaryOperator cdf(Gamma law) {
    double k = law.shape();
    if (k < LARGE_SHAPE) {
      return law::cdf;
    }
    double mean = law.meanNanos();
    double width = 1 / Math.sqrt(2 * Math.PI * k);
    return nanos -> {
      if (nanos <= 0) {
        return 0;
      }
      double d = nanos / mean - 1;
      double half = d - StrictMath.log1p(d);
      double e = Math.copySign(Math.sqrt(2 * half), d);
      // The difference of two poles, by its series where both are near.
      double c =
          Math.abs(e) < 0.02
              ? -1.0 / 3 + e * (1.0 / 12 - e * (2.0 / 135 - e / 864))
              : 1 / d - 1 / e;
      double correction = StrictMath.exp(-k * half) * width * c;
      return Math.min(1, Math.max(0, 0.5 * Erf.erfc(-e * Math.sqrt(k) / SQRT2) - correction));
    };
  }
}
