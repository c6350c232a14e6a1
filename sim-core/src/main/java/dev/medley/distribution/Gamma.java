package dev.medley.distribution;

import dev.medley.check.Checks;
import dev.medley.check.Decimals;
import dev.medley.check.Doc;
import dev.medley.check.Form;
import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Problem;
import dev.medley.check.Range;
import dev.medley.random.RandomStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The gamma law: density x^(shape-1) e^(-x/scale) / (Gamma(shape) scale^shape) for x >= 0.
 *
 * <p>F(x) = P(shape, x/scale), the regularised incomplete gamma function; mean shape scale,
 * standard deviation sqrt(shape) scale, coefficient of variation 1 / sqrt(shape). A whole shape k
 * is the sum of k exponential stages (Erlang).
 *
 * <p>Sampled by squeezed rejection from a cubed normal variate: G. Marsaglia, W. W. Tsang, "A
 * simple method for generating gamma variables", ACM TOMS 26(3), 2000; below shape 1 as the variate
 * of shape + 1 times U^(1/shape).
 *
 * @param shape the number of stages, not necessarily whole
 * @param scale the mean of a stage
 */
@Doc("The gamma law; a whole shape k is the sum of k exponential stages.")
public record Gamma(
    @Doc(
            "The number of stages, not necessarily whole; the coefficient of variation is"
                + " 1/sqrt(shape).")
        @Range(min = 0.01, max = 1e8)
        double shape,
    @Doc("The mean of a stage: the mean of the law is shape times scale.")
        @Range(min = 0, max = MAX_SECONDS, exclusiveMin = true)
        Duration scale)
    implements DurationLaw {
  private static final long LEAST_SCALE_NANOS = 100;

  /** Checks ranges, and that the mean does not exceed 100 years. */
  public Gamma {
    Checks checks = Checks.of(Gamma.class).with("shape", shape).with("scale", scale);
    if (checks.problems().isEmpty()) {
      checks.require(
          Laws.isSaneMean(shape * Laws.nanos(scale)),
          "shape",
          "makes the mean shape * scale exceed 100 years (shape "
              + Decimals.shortest(shape)
              + ", scale "
              + Decimals.seconds(scale)
              + ")");
    }
    checks.orThrow();
  }

  /**
   * The law with a given mean and coefficient of variation: scale = mean cv^2, shape = mean /
   * scale.
   *
   * <p>The scale is rounded to whole nanoseconds and the shape computed from the rounded scale: the
   * mean is kept exactly, the coefficient of variation within 0.25 %.
   *
   * @param mean the mean, from 1 ns to 100 years
   * @param cv standard deviation divided by mean, in (0, 10], with mean cv^2 at least 100 ns
   * @throws InvalidConfiguration with every problem
   */
  @Form
  @Doc("By its mean and its coefficient of variation (standard deviation divided by mean).")
  public static Gamma ofMeanCv(Duration mean, double cv) {
    List<Problem> problems = new ArrayList<>();
    FormChecks.positive("mean", mean, problems);
    FormChecks.ratio("cv", cv, 1e-4, 10, problems);
    FormChecks.orThrow(problems);
    double scaleNanos = Math.rint(Laws.nanos(mean) * cv * cv);
    if (scaleNanos < LEAST_SCALE_NANOS) {
      problems.add(
          new Problem(
              "cv",
              "too small for a gamma law on whole nanoseconds: mean * cv^2 must be >= 100 ns (mean "
                  + Decimals.seconds(mean)
                  + ", cv "
                  + Decimals.shortest(cv)
                  + "); use constant"));
    }
    if (scaleNanos > MAX_SECONDS * Laws.NANOS_PER_SECOND) {
      problems.add(new Problem("cv", "makes the scale mean * cv^2 exceed 100 years"));
    }
    FormChecks.orThrow(problems);
    return new Gamma(Laws.nanos(mean) / scaleNanos, Duration.ofNanos((long) scaleNanos));
  }

  @Override
  public Sampler sampler() {
    return shape < 1
        ? new BelowOne(shape, Laws.nanos(scale))
        : new FromOne(shape, Laws.nanos(scale));
  }

  @Override
  public double meanNanos() {
    return shape * Laws.nanos(scale);
  }

  @Override
  public double standardDeviationNanos() {
    return Math.sqrt(shape) * Laws.nanos(scale);
  }

  @Override
  public double cdf(double nanos) {
    if (nanos <= 0) {
      return 0;
    }
    return nanos == Double.POSITIVE_INFINITY ? 1 : standardCdf(nanos / Laws.nanos(scale));
  }

  @Override
  public double quantileNanos(double p) {
    Laws.checkProbability(p);
    if (p == 0) {
      return 0;
    }
    if (p == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double high = shape + 1;
    while (standardCdf(high) < p) {
      high *= 2;
    }
    return Laws.nanos(scale) * Laws.inverse(this::standardCdf, p, Double.MIN_NORMAL, high);
  }

  private double standardCdf(double x) {
    return org.apache.commons.math3.special.Gamma.regularizedGammaP(shape, x);
  }

  /** Marsaglia and Tsang: d (1 + c Z)^3 with d = shape - 1/3, c = 1 / (3 sqrt(d)), shape >= 1. */
  private static double standard(double d, double c, RandomStream stream) {
    while (true) {
      double x = stream.nextGaussian();
      double root = 1 + c * x;
      if (root > 0) {
        double v = root * root * root;
        double u = stream.nextOpenDouble();
        double square = x * x;
        if (u < 1 - 0.0331 * (square * square)
            || Reproducible.log(u) < 0.5 * square + d * (1 - v + Reproducible.log(v))) {
          return d * v;
        }
      }
    }
  }

  private static final class FromOne extends Sampler {
    private final double d;
    private final double c;
    private final double scaleNanos;

    FromOne(double shape, double scaleNanos) {
      this.d = shape - 1.0 / 3;
      this.c = 1 / (3 * Math.sqrt(d));
      this.scaleNanos = scaleNanos;
    }

    @Override
    public long nextNanos(RandomStream stream) {
      return rounded(scaleNanos * standard(d, c, stream));
    }
  }

  private static final class BelowOne extends Sampler {
    private final double d;
    private final double c;
    private final double exponent;
    private final double scaleNanos;

    BelowOne(double shape, double scaleNanos) {
      this.d = shape + 2.0 / 3;
      this.c = 1 / (3 * Math.sqrt(d));
      this.exponent = 1 / shape;
      this.scaleNanos = scaleNanos;
    }

    @Override
    public long nextNanos(RandomStream stream) {
      double above = standard(d, c, stream);
      // U^(1/shape) = e^(-E / shape), E exponential.
      return rounded(scaleNanos * above * Reproducible.exp(-exponent * stream.nextExponential()));
    }
  }
}
