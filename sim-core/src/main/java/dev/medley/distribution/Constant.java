package dev.medley.distribution;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.random.RandomStream;
import java.time.Duration;

/**
 * A duration that is always the same: P(X = value) = 1.
 *
 * @param value the duration
 */
@Doc("Always the same duration.")
public record Constant(@Doc("The duration.") @Range(min = 0, max = MAX_SECONDS) Duration value)
    implements DurationLaw {

  /** Checks the range of the value. */
  public Constant {
    Checks.of(Constant.class).with("value", value).orThrow();
  }

  @Override
  public Sampler sampler() {
    return new Fixed(value.toNanos());
  }

  @Override
  public double meanNanos() {
    return Laws.nanos(value);
  }

  @Override
  public double standardDeviationNanos() {
    return 0;
  }

  @Override
  public double cdf(double nanos) {
    return nanos >= meanNanos() ? 1 : 0;
  }

  @Override
  public double quantileNanos(double p) {
    Laws.checkProbability(p);
    return meanNanos();
  }

  private static final class Fixed extends Sampler {
    private final long nanos;

    Fixed(long nanos) {
      this.nanos = nanos;
    }

    @Override
    public long nextNanos(RandomStream stream) {
      return nanos;
    }
  }
}
