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
 * The law of e^(mu + sigma Z) seconds, Z standard normal: F(x) = Phi((ln x - mu) / sigma).
 *
 * <p>Median e^mu, mean e^(mu + sigma^2 / 2), squared coefficient of variation e^(sigma^2) - 1. From
 * a mean m and a coefficient of variation cv: sigma^2 = ln(1 + cv^2), mu = ln m - sigma^2 / 2. With
 * sigma = 0 it is the constant e^mu.
 *
 * @param mu the mean of ln(X / 1 s), so that the median is e^mu seconds
 * @param sigma the standard deviation of ln X
 */
@Doc("The law of e^(mu + sigma Z) seconds, Z standard normal.")
public record LogNormal(
    @Doc("Mean of the logarithm of the duration in seconds: the median is e^mu seconds.")
        @Range(min = -30, max = 25)
        double mu,
    @Doc("Standard deviation of the logarithm of the duration.") @Range(min = 0, max = 10)
        double sigma)
    implements DurationLaw {

  /** Checks ranges, and that the mean does not exceed 100 years. */
  public LogNormal {
    Checks checks = Checks.of(LogNormal.class).with("mu", mu).with("sigma", sigma);
    if (checks.problems().isEmpty()) {
      checks.require(
          Laws.isSaneMean(meanNanos(mu, sigma)),
          "sigma",
          "makes the mean e^(mu + sigma^2/2) s exceed 100 years (mu "
              + Decimals.shortest(mu)
              + ", sigma "
              + Decimals.shortest(sigma)
              + ")");
    }
    checks.orThrow();
  }

  /**
   * The law with a given mean and coefficient of variation.
   *
   * @param mean the mean, from 1 ns to 100 years
   * @param cv standard deviation divided by mean, in [0, 1000]
   * @throws InvalidConfiguration with every problem
   */
  @Form
  @Doc("By its mean and its coefficient of variation (standard deviation divided by mean).")
  public static LogNormal ofMeanCv(Duration mean, double cv) {
    List<Problem> problems = new ArrayList<>();
    FormChecks.positive("mean", mean, problems);
    FormChecks.ratio("cv", cv, 0, 1000, problems);
    FormChecks.orThrow(problems);
    return ofSquaredCv(mean, cv * cv);
  }

  /**
   * The law with a given mean and variance.
   *
   * @param mean the mean, from 1 ns to 100 years
   * @param variance the variance, at most a million times the square of the mean
   * @throws InvalidConfiguration with every problem
   */
  @Form
  @Doc("By its mean and its variance, for example 0.5s2.")
  public static LogNormal ofMeanVariance(Duration mean, SquareSeconds variance) {
    List<Problem> problems = new ArrayList<>();
    FormChecks.positive("mean", mean, problems);
    FormChecks.orThrow(problems);
    double seconds = Laws.seconds(mean);
    double squaredCv = variance.value() / (seconds * seconds);
    if (!(squaredCv <= 1e6)) {
      problems.add(
          new Problem(
              "variance",
              "must be <= 1000000 times the square of the mean (was " + variance + ")"));
    }
    FormChecks.orThrow(problems);
    return ofSquaredCv(mean, squaredCv);
  }

  private static LogNormal ofSquaredCv(Duration mean, double squaredCv) {
    double variance = StrictMath.log1p(squaredCv);
    return new LogNormal(StrictMath.log(Laws.seconds(mean)) - variance / 2, Math.sqrt(variance));
  }

  @Override
  public Sampler sampler() {
    return new Power(0, mu, sigma);
  }

  @Override
  public double meanNanos() {
    return meanNanos(mu, sigma);
  }

  @Override
  public double standardDeviationNanos() {
    return meanNanos() * Math.sqrt(StrictMath.expm1(sigma * sigma));
  }

  @Override
  public double cdf(double nanos) {
    if (nanos <= 0) {
      return 0;
    }
    if (sigma == 0) {
      return nanos >= meanNanos() ? 1 : 0;
    }
    return Laws.normalCdf((StrictMath.log(nanos / Laws.NANOS_PER_SECOND) - mu) / sigma);
  }

  @Override
  public double quantileNanos(double p) {
    Laws.checkProbability(p);
    if (sigma == 0) {
      return meanNanos();
    }
    return Laws.NANOS_PER_SECOND * StrictMath.exp(mu + sigma * Laws.normalQuantile(p));
  }

  private static double meanNanos(double mu, double sigma) {
    return Laws.NANOS_PER_SECOND * StrictMath.exp(mu + sigma * sigma / 2);
  }

  /** Samples shift + e^(mu + sigma Z); also serves the shifted law. */
  static final class Power extends Sampler {
    private final double shiftNanos;
    private final double scaleNanos;
    private final double sigma;

    Power(double shiftNanos, double mu, double sigma) {
      this.shiftNanos = shiftNanos;
      this.scaleNanos = Laws.NANOS_PER_SECOND * StrictMath.exp(mu);
      this.sigma = sigma;
    }

    @Override
    public long nextNanos(RandomStream stream) {
      return rounded(shiftNanos + scaleNanos * Reproducible.exp(sigma * stream.nextGaussian()));
    }

    @Override
    void fill(long[] nanos, RandomStream stream) {
      for (int i = 0; i < nanos.length; i++) {
        nanos[i] = nextNanos(stream);
      }
    }
  }
}
