package dev.medley.distribution.fit;

import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.ShiftedLogNormal;
import java.time.Duration;
import org.apache.commons.math3.special.Erf;
import org.jspecify.annotations.Nullable;

/**
 * The shifted log-normal law by its profile likelihood over the shift.
 *
 * <p>For a given shift c the most likely mu and sigma are mean and standard deviation (divisor n)
 * of ln(x - c); what is left is l(c) = -n (mu + ln sigma) + constant. <b>It grows beyond all bounds
 * as c nears the least sample</b>: sigma then follows that one sample. The estimate is therefore
 * the greatest <i>local</i> maximum with c >= 0 (A. C. Cohen, "Estimating parameters of
 * logarithmic-normal distributions by maximum likelihood", JASA 46, 1951; D. A. Griffiths,
 * "Interval estimation for the three-parameter lognormal distribution via the likelihood function",
 * Applied Statistics 29, 1980), searched no nearer to the least sample than half a step of the
 * clock, as nearer the samples say nothing. Where there is none, c is where the least sample is the
 * one expected of n: ln(x(1) - c) = mu + sigma E(Z(1)), the modified estimator of A. C. Cohen, B.
 * J. Whitten, "Estimation in the three-parameter lognormal distribution", JASA 75, 1980, with
 * Blom's E(Z(1)) = Phi^-1(0.625 / (n + 0.25)).
 *
 * <p>Cost: 64 evaluations of the profile on at most 4,096 points, then 40 on all samples.
 */
final class ShiftedLogNormalFit {
  private static final int GRID = 64;
  private static final int MOST_POINTS = 4096;
  private static final int REFINEMENTS = 40;
  private static final double LEAST_GAP_RATIO = 1e-6;
  private static final double GOLDEN = 0.6180339887498949;
  private static final double SQRT2 = 1.4142135623730951;

  private final Samples samples;
  private final Samples.Points coarse;
  private final Samples.Points fine;

  // Mean and standard deviation of ln(x - c) at the gap looked at last.
  private double mu;
  private double sigma;

  private ShiftedLogNormalFit(Samples samples) {
    this.samples = samples;
    this.coarse = samples.points(MOST_POINTS);
    this.fine = samples.count() <= MOST_POINTS ? coarse : samples.points(samples.count());
  }

  static Estimate of(Samples samples, @Nullable DurationLaw near) {
    return new ShiftedLogNormalFit(samples).fit();
  }

  private Estimate fit() {
    double least = samples.least();
    double range = samples.greatest() - least;
    double nearest = Math.min(least, Math.max(samples.stepNanos() / 2.0, range * LEAST_GAP_RATIO));
    double from = StrictMath.log(nearest);
    double step = (StrictMath.log(least) - from) / (GRID - 1);
    double[] profile = new double[GRID];
    for (int i = 0; i < GRID; i++) {
      profile[i] = profile(coarse, from + i * step);
    }
    int best = -1;
    for (int i = 1; i < GRID; i++) {
      boolean peak =
          profile[i] >= profile[i - 1] && (i == GRID - 1 || profile[i] >= profile[i + 1]);
      if (peak && (best < 0 || profile[i] > profile[best])) {
        best = i;
      }
    }
    if (best == GRID - 1) {
      return law(
          0, "its most likely shift is 0, where it is the log-normal law with a parameter more");
    }
    if (best > 0) {
      double gap = StrictMath.exp(refined(from + (best - 1) * step, from + (best + 1) * step));
      return law(least - gap, "");
    }
    double gap = modified(from, step);
    return Double.isNaN(gap)
        ? new Estimate.Refused(
            "its likelihood has no maximum: it grows as the shift nears the least sample")
        : law(
            least - gap,
            "its likelihood grows as the shift nears the least sample; the shift is the modified"
                + " estimate of Cohen and Whitten");
  }

  private Estimate law(double shiftNanos, String note) {
    int n = samples.count();
    LogMoments exact = LogMoments.of(samples, shiftNanos);
    double spread =
        exact.standardDeviation() * StrictMath.exp(exact.mean() + ClosedForms.LOG_NANOS_PER_SECOND);
    Duration shift = Digits.nanos(shiftNanos, spread / Math.sqrt(n));
    if (shift.toNanos() >= samples.least()) {
      shift = Duration.ofNanos((long) shiftNanos);
    }
    LogMoments moments = LogMoments.of(samples, shift.toNanos());
    double location = moments.rounded(moments.mean());
    double scale = moments.rounded(moments.standardDeviation());
    if (!(scale <= ClosedForms.GREATEST_SIGMA)) {
      return new Estimate.Refused("its sigma would be beyond 10");
    }
    return new Estimate.Fitted(
        new ShiftedLogNormal(shift, location, scale), moments.logLikelihood(location, scale), note);
  }

  /** The profile per sample, but for a constant, where the least sample lies e^logGap above c. */
  private double profile(Samples.Points points, double logGap) {
    double gap = StrictMath.exp(logGap);
    double least = samples.least();
    double[] values = points.values();
    double[] weights = points.weights();
    // About ln(gap of the mean), so that the sum of squares loses no digits.
    double origin = StrictMath.log(samples.mean() - least + gap);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      double y = StrictMath.log(values[i] - least + gap) - origin;
      sum += weights[i] * y;
      squares += weights[i] * y * y;
    }
    double mean = sum / samples.count();
    mu = mean + origin;
    sigma = Math.sqrt(squares / samples.count() - mean * mean);
    return -mu - StrictMath.log(sigma);
  }

  /** The maximum between two bounds by golden sections. */
  private double refined(double low, double high) {
    double a = low;
    double b = high;
    double x1 = b - GOLDEN * (b - a);
    double x2 = a + GOLDEN * (b - a);
    double f1 = profile(fine, x1);
    double f2 = profile(fine, x2);
    for (int i = 0; i < REFINEMENTS && b - a > 1e-7; i++) {
      if (f1 < f2) {
        a = x1;
        x1 = x2;
        f1 = f2;
        x2 = a + GOLDEN * (b - a);
        f2 = profile(fine, x2);
      } else {
        b = x2;
        x2 = x1;
        f2 = f1;
        x1 = b - GOLDEN * (b - a);
        f1 = profile(fine, x1);
      }
    }
    return (a + b) / 2;
  }

  /** The gap at which the least sample is as far out as expected; not-a-number without one. */
  private double modified(double from, double step) {
    double expected = SQRT2 * Erf.erfInv(2 * 0.625 / (samples.count() + 0.25) - 1);
    double low = from;
    double atLow = excess(low, expected);
    for (int i = 1; i < GRID; i++) {
      double high = from + i * step;
      double atHigh = excess(high, expected);
      if (atLow < 0 && atHigh >= 0) {
        for (int k = 0; k < REFINEMENTS; k++) {
          double middle = (low + high) / 2;
          if (excess(middle, expected) < 0) {
            low = middle;
          } else {
            high = middle;
          }
        }
        return StrictMath.exp(high);
      }
      low = high;
      atLow = atHigh;
    }
    return Double.NaN;
  }

  private double excess(double logGap, double expected) {
    profile(coarse, logGap);
    return logGap - mu - sigma * expected;
  }
}
