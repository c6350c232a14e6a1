package dev.medley.distribution;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.random.RandomStream;
import java.time.Duration;

/**
 * The normal law cut off below 0: a normal variate of the given mean and sd, drawn again while it
 * is negative.
 *
 * <p>With a = -mean / sd, phi and Phi the standard normal density and distribution function: F(x) =
 * (Phi((x - mean) / sd) - Phi(a)) / (1 - Phi(a)) for x >= 0. The mean of what is left is mean + sd
 * h with h = phi(a) / (1 - Phi(a)), its variance sd^2 (1 + a h - h^2): with sd = mean the mean
 * grows by 29 %. {@link #meanNanos} and its companions are those of the cut law. As mean >= 0, at
 * least every second draw is kept.
 *
 * @param mean the mean before cutting
 * @param sd the standard deviation before cutting
 */
@Doc("The normal law cut off below 0, by drawing again; mean and sd are those before the cut.")
public record Normal(
    @Doc("The mean before cutting.") @Range(min = 0, max = MAX_SECONDS) Duration mean,
    @Doc("The standard deviation before cutting.") @Range(min = 0, max = MAX_SECONDS) Duration sd)
    implements DurationLaw {

  /** Checks ranges. */
  public Normal {
    Checks.of(Normal.class).with("mean", mean).with("sd", sd).orThrow();
  }

  @Override
  public Sampler sampler() {
    return new Cut(Laws.nanos(mean), Laws.nanos(sd));
  }

  @Override
  public double meanNanos() {
    return sd.isZero() ? Laws.nanos(mean) : Laws.nanos(mean) + Laws.nanos(sd) * hazard();
  }

  @Override
  public double standardDeviationNanos() {
    if (sd.isZero()) {
      return 0;
    }
    double h = hazard();
    return Laws.nanos(sd) * Math.sqrt(1 + cut() * h - h * h);
  }

  @Override
  public double cdf(double nanos) {
    if (nanos < 0) {
      return 0;
    }
    if (sd.isZero()) {
      return nanos >= Laws.nanos(mean) ? 1 : 0;
    }
    // Through the upper tails, which lose no digits.
    return 1 - Laws.normalCdf((Laws.nanos(mean) - nanos) / Laws.nanos(sd)) / kept();
  }

  @Override
  public double quantileNanos(double p) {
    Laws.checkProbability(p);
    if (sd.isZero()) {
      return Laws.nanos(mean);
    }
    return p == 0
        ? 0
        : Math.max(0, Laws.nanos(mean) - Laws.nanos(sd) * Laws.normalQuantile((1 - p) * kept()));
  }

  /** a: the cut in standard units, at most 0. */
  private double cut() {
    return -Laws.nanos(mean) / Laws.nanos(sd);
  }

  /** 1 - Phi(a): the share that is kept, at least 1/2. */
  private double kept() {
    return Laws.normalCdf(-cut());
  }

  private double hazard() {
    return Laws.normalDensity(cut()) / kept();
  }

  private static final class Cut extends Sampler {
    private final double meanNanos;
    private final double sdNanos;

    Cut(double meanNanos, double sdNanos) {
      this.meanNanos = meanNanos;
      this.sdNanos = sdNanos;
    }

    @Override
    public long nextNanos(RandomStream stream) {
      double nanos;
      do {
        nanos = meanNanos + sdNanos * stream.nextGaussian();
      } while (nanos < 0);
      return rounded(nanos);
    }

    @Override
    void fill(long[] nanos, RandomStream stream) {
      for (int i = 0; i < nanos.length; i++) {
        nanos[i] = nextNanos(stream);
      }
    }
  }
}
