package dev.medley.distribution.fit;

import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Empirical;
import dev.medley.distribution.Empirical.QuantilePoint;
import dev.medley.distribution.Exponential;
import dev.medley.distribution.LogNormal;
import dev.medley.distribution.Uniform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The estimators that are formulas: exponential, uniform, log-normal; and the empirical law. */
final class ClosedForms {
  static final double NANOS_PER_SECOND = 1e9;
  static final double LOG_NANOS_PER_SECOND = StrictMath.log(NANOS_PER_SECOND);
  static final double HALF_LOG_TWO_PI = 0.9189385332046727;

  /** What {@link LogNormal} and its shifted kin accept. */
  static final double GREATEST_SIGMA = 10;

  /** A quantile is a point of the empirical law while this many samples lie beyond it. */
  private static final int LEAST_BEYOND = 10;

  private static final double[] LOWER_TAIL = {0.001, 0.01, 0.02, 0.05};
  private static final double[] MIDDLE = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

  private ClosedForms() {}

  /** The mean of the law is that of the samples: n ln(1/m) - n is the greatest likelihood. */
  static Estimate exponential(Samples samples, @Nullable DurationLaw near) {
    int n = samples.count();
    Exponential law = new Exponential(Digits.nanos(samples.mean(), samples.mean() / Math.sqrt(n)));
    double mean = law.meanNanos();
    double each = StrictMath.log(mean / NANOS_PER_SECOND) + samples.mean() / mean;
    return new Estimate.Fitted(law, -n * each, "");
  }

  /** The shortest interval that holds the samples. */
  static Estimate uniform(Samples samples, @Nullable DurationLaw near) {
    Uniform law =
        new Uniform(
            Duration.ofNanos((long) samples.least()), Duration.ofNanos((long) samples.greatest()));
    double width = samples.greatest() - samples.least();
    return new Estimate.Fitted(
        law,
        -samples.count() * StrictMath.log(width / NANOS_PER_SECOND),
        "its ends are the least and the greatest sample, which further samples will pass");
  }

  /** Mean and standard deviation (divisor n) of ln x. */
  static Estimate logNormal(Samples samples, @Nullable DurationLaw near) {
    LogMoments moments = LogMoments.of(samples, 0);
    double mu = moments.rounded(moments.mean());
    double sigma = moments.rounded(moments.standardDeviation());
    if (!(sigma <= GREATEST_SIGMA)) {
      return new Estimate.Refused("its sigma would be beyond 10");
    }
    return new Estimate.Fitted(new LogNormal(mu, sigma), moments.logLikelihood(mu, sigma), "");
  }

  /** The samples' quantiles at round probabilities, as far out as ten samples lie beyond. */
  static Estimate empirical(Samples samples, @Nullable DurationLaw near) {
    List<QuantilePoint> points = new ArrayList<>();
    points.add(point(samples, 0));
    for (double p : LOWER_TAIL) {
      if (p * samples.count() >= LEAST_BEYOND) {
        points.add(point(samples, p));
      }
    }
    for (double p : MIDDLE) {
      points.add(point(samples, p));
    }
    for (int i = LOWER_TAIL.length - 1; i >= 0; i--) {
      if (LOWER_TAIL[i] * samples.count() >= LEAST_BEYOND) {
        points.add(point(samples, 1 - LOWER_TAIL[i]));
      }
    }
    points.add(point(samples, 1));
    return new Estimate.Fitted(
        new Empirical(points),
        Double.NaN,
        "the samples' own quantiles: it cannot go beyond the greatest sample");
  }

  private static QuantilePoint point(Samples samples, double p) {
    return new QuantilePoint(p, Duration.ofNanos(Math.round(samples.quantile(p))));
  }
}
