package dev.medley.distribution;

import dev.medley.check.Checks;
import dev.medley.check.Decimals;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.random.RandomStream;
import java.time.Duration;

/**
 * Every duration between two bounds equally likely: F(x) = (x - min) / (max - min) on [min, max].
 *
 * <p>Mean (min + max) / 2, standard deviation (max - min) / sqrt(12).
 *
 * @param min the least duration
 * @param max the greatest duration, at least min
 */
@Doc("Every duration between two bounds is equally likely.")
public record Uniform(
    @Doc("The least duration.") @Range(min = 0, max = MAX_SECONDS) Duration min,
    @Doc("The greatest duration, at least min.") @Range(min = 0, max = MAX_SECONDS) Duration max)
    implements DurationLaw {
  private static final double SQRT_12 = 3.4641016151377544;

  /** Checks ranges and order. */
  public Uniform {
    Checks.of(Uniform.class)
        .with("min", min)
        .with("max", max)
        .require(
            max.compareTo(min) >= 0,
            "max",
            "must be >= min (min " + Decimals.seconds(min) + ", max " + Decimals.seconds(max) + ")")
        .orThrow();
  }

  @Override
  public Sampler sampler() {
    return new Between(Laws.nanos(min), Laws.nanos(max) - Laws.nanos(min));
  }

  @Override
  public double meanNanos() {
    return Laws.nanos(min) + (Laws.nanos(max) - Laws.nanos(min)) / 2;
  }

  @Override
  public double standardDeviationNanos() {
    return (Laws.nanos(max) - Laws.nanos(min)) / SQRT_12;
  }

  @Override
  public double cdf(double nanos) {
    double low = Laws.nanos(min);
    double high = Laws.nanos(max);
    if (nanos < low) {
      return 0;
    }
    return nanos >= high ? 1 : (nanos - low) / (high - low);
  }

  @Override
  public double quantileNanos(double p) {
    Laws.checkProbability(p);
    return Laws.nanos(min) + p * (Laws.nanos(max) - Laws.nanos(min));
  }

  private static final class Between extends Sampler {
    private final double minNanos;
    private final double widthNanos;

    Between(double minNanos, double widthNanos) {
      this.minNanos = minNanos;
      this.widthNanos = widthNanos;
    }

    @Override
    public long nextNanos(RandomStream stream) {
      return rounded(minNanos + widthNanos * stream.nextDouble());
    }
  }
}
