package dev.medley.distribution;

import dev.medley.check.Checks;
import dev.medley.check.Decimals;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.random.RandomStream;
import java.time.Duration;

/**
 * The Weibull law: F(x) = 1 - e^(-(x / scale)^shape) for x >= 0.
 *
 * <p>Mean scale Gamma(1 + 1/shape), second moment scale^2 Gamma(1 + 2/shape). Shape 1 is the
 * exponential law, below 1 the tail is heavier, above 1 the law is more regular. Sampled as scale
 * E^(1/shape), E exponential of mean 1.
 *
 * @param shape the exponent
 * @param scale the duration that 63.2 % do not exceed
 */
@Doc("The Weibull law; below shape 1 its tail is heavier than the exponential's.")
public record Weibull(
    @Doc("The exponent; 1 is the exponential law.") @Range(min = 0.05, max = 100) double shape,
    @Doc("The duration that 63.2 % do not exceed.")
        @Range(min = 0, max = MAX_SECONDS, exclusiveMin = true)
        Duration scale)
    implements DurationLaw {

  /** Checks ranges, and that the mean does not exceed 100 years. */
  public Weibull {
    Checks checks = Checks.of(Weibull.class).with("shape", shape).with("scale", scale);
    if (checks.problems().isEmpty()) {
      checks.require(
          Laws.isSaneMean(Laws.nanos(scale) * Laws.gamma(1 + 1 / shape)),
          "shape",
          "makes the mean scale Gamma(1 + 1/shape) exceed 100 years (shape "
              + Decimals.shortest(shape)
              + ", scale "
              + Decimals.seconds(scale)
              + ")");
    }
    checks.orThrow();
  }

  @Override
  public Sampler sampler() {
    return new Power(Laws.nanos(scale), 1 / shape);
  }

  @Override
  public double meanNanos() {
    return Laws.nanos(scale) * Laws.gamma(1 + 1 / shape);
  }

  @Override
  public double standardDeviationNanos() {
    // m2 - m1^2 as m1^2 (m2 / m1^2 - 1): for a large shape the two nearly cancel.
    double ratio = Laws.logGamma(1 + 2 / shape) - 2 * Laws.logGamma(1 + 1 / shape);
    return meanNanos() * Math.sqrt(StrictMath.expm1(ratio));
  }

  @Override
  public double cdf(double nanos) {
    return nanos <= 0 ? 0 : -StrictMath.expm1(-StrictMath.pow(nanos / Laws.nanos(scale), shape));
  }

  @Override
  public double quantileNanos(double p) {
    Laws.checkProbability(p);
    return p == 0 ? 0 : Laws.nanos(scale) * StrictMath.pow(-StrictMath.log1p(-p), 1 / shape);
  }

  private static final class Power extends Sampler {
    private final double scaleNanos;
    private final double exponent;

    Power(double scaleNanos, double exponent) {
      this.scaleNanos = scaleNanos;
      this.exponent = exponent;
    }

    @Override
    public long nextNanos(RandomStream stream) {
      double exponential = stream.nextExponential();
      if (exponential == 0) {
        return 0;
      }
      return rounded(scaleNanos * Reproducible.exp(exponent * Reproducible.log(exponential)));
    }
  }
}
