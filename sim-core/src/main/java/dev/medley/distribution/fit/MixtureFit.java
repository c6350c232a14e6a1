package dev.medley.distribution.fit;

import dev.medley.check.Decimals;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.LogNormal;
import dev.medley.distribution.Mixture;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mixture of two log-normal laws by expectation and maximisation (EM) on y = ln x.
 *
 * <p>From several splits of the samples EM runs a few steps; the likeliest goes on until a step
 * gains less than 10^-9 per sample. <b>The likelihood of a mixture has no maximum</b>: a component
 * may shrink onto one sample. It is sought where neither sigma is below a twentieth of the other's
 * (R. J. Hathaway, "A constrained formulation of maximum-likelihood estimation for normal mixture
 * distributions", Annals of Statistics 13, 1985) or below what rounding to the clock's step alone
 * makes, and where each component holds ten samples. Source of EM: A. P. Dempster, N. M. Laird, D.
 * B. Rubin, JRSS B 39, 1977.
 *
 * <p>Cost: some 500 passes over at most 2,000 points, which stand for the samples where there are
 * more, then up to 20 over all of them; 100 from a law that is known to be near.
 */
final class MixtureFit {
  private static final int LEAST_SAMPLES = 50;
  private static final int LEAST_IN_COMPONENT = 10;
  private static final double LEAST_SIGMA_RATIO = 0.05;
  private static final int MOST_POINTS = 2000;
  private static final int TRIAL_STEPS = 25;
  private static final int MOST_STEPS = 500;
  private static final int MOST_STEPS_FROM_NEAR = 100;
  private static final int POLISHING_STEPS = 20;
  private static final double LEAST_GAIN = 1e-9;
  private static final double[] SPLITS = {0.1, 0.25, 0.5, 0.75, 0.9};
  private static final double SQRT12 = 3.4641016151377544;

  private final Samples samples;
  private double[] y;
  private double[] weights;

  private MixtureFit(Samples samples, Samples.Points points) {
    this.samples = samples;
    this.y = logs(points.values());
    this.weights = points.weights();
  }

  /** Weight of the first component; means and standard deviations of ln(x / 1 ns). */
  private record State(double w, double m1, double s1, double m2, double s2, double gain) {}

  static Estimate of(Samples samples, @Nullable DurationLaw near) {
    if (samples.count() < LEAST_SAMPLES || samples.distinct() < LEAST_IN_COMPONENT) {
      return new Estimate.Refused(
          "its five parameters need "
              + LEAST_SAMPLES
              + " samples and "
              + LEAST_IN_COMPONENT
              + " different values (there are "
              + samples.count()
              + " and "
              + samples.distinct()
              + ")");
    }
    return new MixtureFit(samples, samples.points(MOST_POINTS)).fit(near);
  }

  private Estimate fit(@Nullable DurationLaw near) {
    State best =
        near instanceof Mixture mixture
            ? run(state(mixture), MOST_STEPS_FROM_NEAR)
            : run(bestTrial(), MOST_STEPS);
    if (samples.count() > MOST_POINTS) {
      Samples.Points all = samples.points(samples.count());
      y = logs(all.values());
      weights = all.weights();
      best = run(best, POLISHING_STEPS);
    }
    double held = samples.count() * Math.min(best.w, 1 - best.w);
    if (!(held >= LEAST_IN_COMPONENT)) {
      return new Estimate.Refused(
          "its second component would hold fewer than " + LEAST_IN_COMPONENT + " samples");
    }
    return law(best);
  }

  private State bestTrial() {
    State best = null;
    for (double split : SPLITS) {
      State trial = run(split(split), TRIAL_STEPS);
      if (best == null || trial.gain > best.gain) {
        best = trial;
      }
    }
    return Objects.requireNonNull(best);
  }

  /** The components' moments when the smallest share of the samples is one of them. */
  private State split(double share) {
    double upTo = share * samples.count();
    double[] n = new double[2];
    double[] sum = new double[2];
    double[] squares = new double[2];
    double seen = 0;
    for (int i = 0; i < y.length; i++) {
      int c = seen < upTo ? 0 : 1;
      seen += weights[i];
      n[c] += weights[i];
      sum[c] += weights[i] * y[i];
    }
    double m1 = sum[0] / n[0];
    double m2 = sum[1] / n[1];
    for (int i = 0; i < y.length; i++) {
      double d1 = y[i] - m1;
      double d2 = y[i] - m2;
      int c = d1 * d1 < d2 * d2 ? 0 : 1;
      squares[c] += weights[i] * (c == 0 ? d1 * d1 : d2 * d2);
    }
    return bounded(
        n[0] / samples.count(),
        m1,
        Math.sqrt(squares[0] / n[0]),
        m2,
        Math.sqrt(squares[1] / n[1]),
        Double.NEGATIVE_INFINITY);
  }

  private State state(Mixture mixture) {
    Mixture.Component a = mixture.components().get(0);
    Mixture.Component b = mixture.components().get(1);
    LogNormal one = (LogNormal) a.law();
    LogNormal two = (LogNormal) b.law();
    return bounded(
        a.weight() / (a.weight() + b.weight()),
        one.mu() + ClosedForms.LOG_NANOS_PER_SECOND,
        one.sigma(),
        two.mu() + ClosedForms.LOG_NANOS_PER_SECOND,
        two.sigma(),
        Double.NEGATIVE_INFINITY);
  }

  private State run(State from, int steps) {
    State state = from;
    for (int i = 0; i < steps; i++) {
      State next = step(state);
      boolean done = next.gain - state.gain < LEAST_GAIN;
      state = next;
      if (done) {
        break;
      }
    }
    return state;
  }

  /** One step of EM; its gain is the mean log-likelihood of the state before it. */
  private State step(State s) {
    double log1 = StrictMath.log(s.w / s.s1);
    double log2 = StrictMath.log((1 - s.w) / s.s2);
    double n1 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double squares1 = 0;
    double squares2 = 0;
    double total = 0;
    double likelihood = 0;
    for (int i = 0; i < y.length; i++) {
      double d1 = y[i] - s.m1;
      double d2 = y[i] - s.m2;
      double z1 = d1 / s.s1;
      double z2 = d2 / s.s2;
      double f1 = log1 - 0.5 * z1 * z1;
      double f2 = log2 - 0.5 * z2 * z2;
      double odds = StrictMath.exp(-Math.abs(f1 - f2));
      double smaller = odds / (1 + odds);
      double r = f1 < f2 ? smaller : 1 - smaller;
      double weight = weights[i];
      likelihood += weight * (Math.max(f1, f2) + StrictMath.log1p(odds));
      double r1 = weight * r;
      double r2 = weight - r1;
      total += weight;
      n1 += r1;
      sum1 += r1 * d1;
      sum2 += r2 * d2;
      squares1 += r1 * d1 * d1;
      squares2 += r2 * d2 * d2;
    }
    double n2 = total - n1;
    if (n1 < 1 || n2 < 1) {
      return new State(n1 < 1 ? 0 : 1, s.m1, s.s1, s.m2, s.s2, Double.NEGATIVE_INFINITY);
    }
    double shift1 = sum1 / n1;
    double shift2 = sum2 / n2;
    return bounded(
        n1 / total,
        s.m1 + shift1,
        Math.sqrt(Math.max(0, squares1 / n1 - shift1 * shift1)),
        s.m2 + shift2,
        Math.sqrt(Math.max(0, squares2 / n2 - shift2 * shift2)),
        likelihood / total);
  }

  private State bounded(double w, double m1, double s1, double m2, double s2, double gain) {
    double rounding = samples.stepNanos() / SQRT12;
    double least1 = Math.max(LEAST_SIGMA_RATIO * s2, rounding * StrictMath.exp(-m1));
    double least2 = Math.max(LEAST_SIGMA_RATIO * s1, rounding * StrictMath.exp(-m2));
    return new State(w, m1, Math.max(s1, least1), m2, Math.max(s2, least2), gain);
  }

  private Estimate law(State s) {
    double root = Math.sqrt(samples.count());
    double w = Digits.rounded(s.w, Math.sqrt(s.w * (1 - s.w)) / root);
    LogNormal one = component(s.m1, s.s1, root * Math.sqrt(s.w));
    LogNormal two = component(s.m2, s.s2, root * Math.sqrt(1 - s.w));
    // In decimals, so that the other weight has no more digits.
    double rest = BigDecimal.ONE.subtract(Decimals.fewestDigits(w)).doubleValue();
    State rounded =
        new State(
            w,
            one.mu() + ClosedForms.LOG_NANOS_PER_SECOND,
            one.sigma(),
            two.mu() + ClosedForms.LOG_NANOS_PER_SECOND,
            two.sigma(),
            0);
    Mixture law =
        new Mixture(List.of(new Mixture.Component(w, one), new Mixture.Component(rest, two)));
    return new Estimate.Fitted(law, logLikelihood(rounded), "");
  }

  private static LogNormal component(double mean, double sd, double root) {
    double error = sd / root;
    return new LogNormal(
        Digits.rounded(mean - ClosedForms.LOG_NANOS_PER_SECOND, error), Digits.rounded(sd, error));
  }

  private double logLikelihood(State s) {
    int n = samples.count();
    Samples.Points all = samples.points(n);
    y = y.length == n ? y : logs(all.values());
    weights = all.weights();
    double sumOfLogs = 0;
    for (double each : y) {
      sumOfLogs += each;
    }
    double perLog = step(s).gain;
    return n * (perLog - ClosedForms.HALF_LOG_TWO_PI + ClosedForms.LOG_NANOS_PER_SECOND)
        - sumOfLogs;
  }

  private static double[] logs(double[] values) {
    double[] logs = new double[values.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = StrictMath.log(values[i]);
    }
    return logs;
  }
}
