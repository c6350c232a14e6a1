package dev.medley.distribution.fit;

import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Sampler;
import dev.medley.random.RandomStream;
import java.util.function.DoubleUnaryOperator;

/**
 * How often samples of a fitted law lie at least as far from their own fit as the measured ones do
 * from theirs: a parametric bootstrap.
 *
 * <p>Parameters fitted to the samples make the distance smaller than the tables for a known law
 * allow for (H. W. Lilliefors, JASA 62, 1967), and rounding makes it larger. So both are repeated:
 * each resample has as many values, drawn from the law, rounded to the clock's step and fitted
 * anew. With r of b resamples at least as far, p = (r + 1) / (b + 1). Source: W. Stute, W. Gonzáles
 * Manteiga, M. Presedo Quindimil, "Bootstrap based goodness-of-fit tests", Metrika 40, 1993.
 *
 * @param kolmogorov of D; not-a-number when it was not computed
 * @param andersonDarling of A^2; not-a-number when it was not computed
 * @param resamples how many resamples could be fitted
 */
public record PValues(double kolmogorov, double andersonDarling, int resamples) {
  static final PValues NONE = new PValues(Double.NaN, Double.NaN, 0);

  /** With fewer resamples that could be fitted there is no p-value. */
  private static final int LEAST_RESAMPLES = 19;

  static PValues of(
      Family family, DurationLaw law, Samples samples, int resamples, RandomStream stream) {
    Distance measured = Distance.of(samples, Family.cdf(law), family.endsAtSamples());
    Sampler sampler = law.sampler();
    int done = 0;
    int fartherKolmogorov = 0;
    int fartherAnderson = 0;
    for (int b = 0; b < resamples; b++) {
      Samples resample = resample(sampler, samples, stream);
      if (resample.distinct() > 1
          && family.refit(resample, law) instanceof Estimate.Fitted refitted) {
        DoubleUnaryOperator cdf = Family.cdf(refitted.law());
        Distance distance = Distance.of(resample, cdf, family.endsAtSamples());
        done++;
        fartherKolmogorov += distance.kolmogorov() >= measured.kolmogorov() ? 1 : 0;
        fartherAnderson += distance.andersonDarling() >= measured.andersonDarling() ? 1 : 0;
      }
    }
    if (done < LEAST_RESAMPLES) {
      return NONE;
    }
    return new PValues(
        (fartherKolmogorov + 1.0) / (done + 1),
        family.endsAtSamples() ? Double.NaN : (fartherAnderson + 1.0) / (done + 1),
        done);
  }

  private static Samples resample(Sampler sampler, Samples like, RandomStream stream) {
    long step = like.stepNanos();
    boolean positive = like.least() > 0;
    long[] nanos = new long[like.count()];
    for (int i = 0; i < nanos.length; i++) {
      long steps = (sampler.nextNanos(stream) + step / 2) / step;
      nanos[i] = step * (positive ? Math.max(1, steps) : steps);
    }
    return Samples.resampled(nanos);
  }
}
