package dev.medley.distribution.fit;

import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Normal;
import java.time.Duration;
import org.apache.commons.math3.special.Erf;
import org.jspecify.annotations.Nullable;

/**
 * The normal law cut off below 0, with mean m >= 0 and standard deviation s before the cut.
 *
 * <p>An exponential family in (x, x^2), so the most likely law has the samples' mean and variance.
 * With t = m / s and h = phi(t) / Phi(t) the cut law has mean s (t + h) and squared coefficient of
 * variation (1 - t h - h^2) / (t + h)^2, which falls from pi/2 - 1 at t = 0; t is found by
 * bisection. Samples that vary more than that have their maximum at the border m = 0, s^2 = mean of
 * x^2. Beyond t = 9 nothing is cut in double precision, and m and s are the samples' own.
 */
final class NormalFit {
  private static final double UNCUT = 9;
  private static final double SQRT2 = 1.4142135623730951;

  private NormalFit() {}

  static Estimate of(Samples samples, @Nullable DurationLaw near) {
    int n = samples.count();
    double mean = samples.mean();
    double sd = samples.standardDeviation();
    double squaredCv = sd * sd / (mean * mean);
    double t = squaredCv * UNCUT * UNCUT <= 1 ? mean / sd : cut(squaredCv);
    double s = t == 0 ? Math.sqrt(sd * sd + mean * mean) : mean / (t + hazard(t));
    double error = s / Math.sqrt(n);
    Duration m = Digits.nanos(t * s, error);
    Duration spread = Digits.nanos(s, error);
    if (spread.isZero()) {
      return new Estimate.Refused("its standard deviation would be below 1 ns");
    }
    Normal law = new Normal(m, spread);
    return new Estimate.Fitted(
        law,
        logLikelihood(samples, m.toNanos(), spread.toNanos()),
        t == 0
            ? "its most likely mean before the cut is 0: the samples vary more than a cut normal"
                + " law can"
            : "");
  }

  private static double logLikelihood(Samples samples, double m, double s) {
    int n = samples.count();
    double off = samples.mean() - m;
    double variance = samples.standardDeviation() * samples.standardDeviation();
    double squares = n * (variance + off * off);
    double kept = StrictMath.log(0.5 * Erf.erfc(-m / s / SQRT2));
    return -n
            * (StrictMath.log(s / ClosedForms.NANOS_PER_SECOND)
                + ClosedForms.HALF_LOG_TWO_PI
                + kept)
        - squares / (2 * s * s);
  }

  /** The t >= 0 of a squared coefficient of variation; 0 when it is too large. */
  private static double cut(double squaredCv) {
    if (squaredCv >= squaredCv(0)) {
      return 0;
    }
    double low = 0;
    double high = 2 * UNCUT;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (squaredCv(middle) > squaredCv) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double squaredCv(double t) {
    double h = hazard(t);
    return (1 - t * h - h * h) / ((t + h) * (t + h));
  }

  private static double hazard(double t) {
    return StrictMath.exp(-0.5 * t * t - ClosedForms.HALF_LOG_TWO_PI)
        / (0.5 * Erf.erfc(-t / SQRT2));
  }
}
