package dev.medley.distribution;

import dev.medley.check.Checks;
import dev.medley.check.Decimals;
import dev.medley.check.Doc;
import dev.medley.check.Form;
import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Problem;
import dev.medley.check.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A fixed minimum plus a log-normal excess: X = shift + e^(mu + sigma Z) seconds, Z standard
 * normal.
 *
 * <p>F(x) = Phi((ln(x - shift) - mu) / sigma) for x > shift; mean shift + e^(mu + sigma^2 / 2),
 * standard deviation that of the excess (see {@link LogNormal}).
 *
 * @param shift the least duration
 * @param mu the mean of ln((X - shift) / 1 s)
 * @param sigma the standard deviation of that logarithm
 */
@Doc("A fixed minimum plus a log-normal excess.")
public record ShiftedLogNormal(
    @Doc("The least duration.") @Range(min = 0, max = MAX_SECONDS) Duration shift,
    @Doc("Mean of the logarithm of the excess in seconds: its median is e^mu seconds.")
        @Range(min = -30, max = 25)
        double mu,
    @Doc("Standard deviation of the logarithm of the excess.") @Range(min = 0, max = 10)
        double sigma)
    implements DurationLaw {

  /** Checks ranges, and that the mean does not exceed 100 years. */
  public ShiftedLogNormal {
    Checks checks =
        Checks.of(ShiftedLogNormal.class).with("shift", shift).with("mu", mu).with("sigma", sigma);
    if (checks.problems().isEmpty()) {
      checks.require(
          Laws.isSaneMean(
              Laws.nanos(shift) + Laws.NANOS_PER_SECOND * StrictMath.exp(mu + sigma * sigma / 2)),
          "sigma",
          "makes the mean shift + e^(mu + sigma^2/2) s exceed 100 years (mu "
              + Decimals.shortest(mu)
              + ", sigma "
              + Decimals.shortest(sigma)
              + ")");
    }
    checks.orThrow();
  }

  /**
   * The law whose excess over the shift has a given mean and coefficient of variation.
   *
   * @param shift the least duration, at most 100 years
   * @param excessMean the mean of X - shift, from 1 ns to 100 years
   * @param excessCv standard deviation of X divided by excessMean, in [0, 1000]
   * @throws InvalidConfiguration with every problem
   */
  @Form
  @Doc("By the minimum and by mean and coefficient of variation of the excess over it.")
  public static ShiftedLogNormal ofExcess(Duration shift, Duration excessMean, double excessCv) {
    List<Problem> problems = new ArrayList<>();
    FormChecks.notNegative("shift", shift, problems);
    FormChecks.positive("excessMean", excessMean, problems);
    FormChecks.ratio("excessCv", excessCv, 0, 1000, problems);
    FormChecks.orThrow(problems);
    LogNormal excess = LogNormal.ofMeanCv(excessMean, excessCv);
    return new ShiftedLogNormal(shift, excess.mu(), excess.sigma());
  }

  @Override
  public Sampler sampler() {
    return new LogNormal.Power(Laws.nanos(shift), mu, sigma);
  }

  @Override
  public double meanNanos() {
    return Laws.nanos(shift) + excess().meanNanos();
  }

  @Override
  public double standardDeviationNanos() {
    return excess().standardDeviationNanos();
  }

  @Override
  public double cdf(double nanos) {
    if (sigma == 0) {
      // Compared as a sum: a difference may be rounded to just below the one value there is.
      return nanos >= meanNanos() ? 1 : 0;
    }
    return excess().cdf(nanos - Laws.nanos(shift));
  }

  @Override
  public double quantileNanos(double p) {
    return Laws.nanos(shift) + excess().quantileNanos(p);
  }

  private LogNormal excess() {
    return new LogNormal(mu, sigma);
  }
}
