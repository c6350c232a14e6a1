package dev.medley.distribution;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.random.RandomStream;
import java.time.Duration;

/**
 * The law without memory: F(x) = 1 - e^(-x / mean) for x >= 0; standard deviation = mean.
 *
 * @param mean the mean, also the standard deviation
 */
@Doc("The law without memory; its coefficient of variation is 1.")
public record Exponential(
    @Doc("The mean, also the standard deviation.")
        @Range(min = 0, max = MAX_SECONDS, exclusiveMin = true)
        Duration mean)
    implements DurationLaw {

  /** Checks the range of the mean. */
  public Exponential {
    Checks.of(Exponential.class).with("mean", mean).orThrow();
  }

  @Override
  public Sampler sampler() {
    return new Scaled(meanNanos());
  }

  @Override
  public double meanNanos() {
    return Laws.nanos(mean);
  }

  @Override
  public double standardDeviationNanos() {
    return meanNanos();
  }

  @Override
  public double cdf(double nanos) {
    return nanos <= 0 ? 0 : -StrictMath.expm1(-nanos / meanNanos());
  }

  @Override
  public double quantileNanos(double p) {
    Laws.checkProbability(p);
    return p == 0 ? 0 : -meanNanos() * StrictMath.log1p(-p);
  }

  private static final class Scaled extends Sampler {
    private final double meanNanos;
    private double[] block = {};

    Scaled(double meanNanos) {
      this.meanNanos = meanNanos;
    }

    @Override
    public long nextNanos(RandomStream stream) {
      return rounded(meanNanos * stream.nextExponential());
    }

    @Override
    void fill(long[] nanos, RandomStream stream) {
      if (block.length != nanos.length) {
        block = new double[nanos.length];
      }
      stream.nextExponentials(block);
      for (int i = 0; i < nanos.length; i++) {
        nanos[i] = rounded(meanNanos * block[i]);
      }
    }
  }
}
