package dev.medley.distribution.fit;

import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Weibull;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The Weibull law by its likelihood equation.
 *
 * <p>With y = ln x the shape k solves sum(y e^(k y)) / sum(e^(k y)) - 1/k - mean(y) = 0, whose left
 * side grows in k; the scale is (mean of x^k)^(1/k). Solved by Newton steps kept inside a bracket;
 * y is taken relative to the greatest sample, so that no power overflows. Source: A. C. Cohen,
 * "Maximum likelihood estimation in the Weibull distribution", Technometrics 7(4), 1965.
 */
final class WeibullFit {
  private static final double LEAST_SHAPE = 0.05;
  private static final double GREATEST_SHAPE = 100;

  private final double[] y;
  private final double meanY;

  // Sums of e^(k y) times 1, y and y^2 at the shape looked at last.
  private double sum0;
  private double sum1;
  private double sum2;

  private WeibullFit(Samples samples) {
    y = new double[samples.count()];
    double top = StrictMath.log(samples.greatest());
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      y[i] = StrictMath.log(samples.nanos(i)) - top;
      sum += y[i];
    }
    meanY = sum / y.length;
  }

  static Estimate of(Samples samples, @Nullable DurationLaw near) {
    return new WeibullFit(samples).fit(samples);
  }

  private Estimate fit(Samples samples) {
    if (score(GREATEST_SHAPE) < 0) {
      return new Estimate.Refused(
          "its shape would be beyond 100: the samples vary too little for a Weibull law");
    }
    if (score(LEAST_SHAPE) > 0) {
      return new Estimate.Refused(
          "its shape would be below 0.05: the samples vary too much for a Weibull law");
    }
    int n = y.length;
    double k = solve();
    k = Math.min(GREATEST_SHAPE, Digits.rounded(k, k / Math.sqrt(n)));
    score(k);
    double scale = samples.greatest() * StrictMath.exp(StrictMath.log(sum0 / n) / k);
    Duration rounded = Digits.nanos(scale, scale / k / Math.sqrt(n));
    if (rounded.isZero()) {
      return new Estimate.Refused("its scale would be below 1 ns");
    }
    double logScale = StrictMath.log((double) rounded.toNanos());
    double logGreatest = StrictMath.log(samples.greatest());
    double powers = sum0 * StrictMath.exp(k * (logGreatest - logScale));
    double logLikelihood =
        n
                * (StrictMath.log(k)
                    - (logScale - ClosedForms.LOG_NANOS_PER_SECOND)
                    + (k - 1) * (meanY + logGreatest - logScale))
            - powers;
    return new Estimate.Fitted(new Weibull(k, rounded), logLikelihood, "");
  }

  private double solve() {
    double low = LEAST_SHAPE;
    double high = GREATEST_SHAPE;
    double k = 1;
    for (int i = 0; i < 60; i++) {
      double score = score(k);
      if (score < 0) {
        low = k;
      } else {
        high = k;
      }
      double ratio = sum1 / sum0;
      double slope = sum2 / sum0 - ratio * ratio + 1 / (k * k);
      double next = k - score / slope;
      if (!(next > low && next < high)) {
        next = Math.sqrt(low * high);
      }
      if (Math.abs(next - k) <= 1e-10 * k) {
        return next;
      }
      k = next;
    }
    return k;
  }

  private double score(double k) {
    sum0 = 0;
    sum1 = 0;
    sum2 = 0;
    for (double each : y) {
      double power = StrictMath.exp(k * each);
      sum0 += power;
      sum1 += power * each;
      sum2 += power * each * each;
    }
    return sum1 / sum0 - 1 / k - meanY;
  }
}
