package dev.medley.distribution.fit;

import dev.medley.check.InvalidConfiguration;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Gamma;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A family of laws that samples can be fitted with; the order is that of the registry of laws.
 *
 * <p>The constant law is no family: its likelihood is zero for samples that differ, and samples
 * that do not differ need no fit.
 */
public enum Family {
  /** One parameter: the mean. */
  EXPONENTIAL("exponential", 1, ClosedForms::exponential),
  /** Two parameters: the ends, which are the samples' own. */
  UNIFORM("uniform", 2, ClosedForms::uniform),
  /** Two parameters: mean and standard deviation before the cut at 0. */
  NORMAL("normal", 2, NormalFit::of),
  /** Two parameters: mean and standard deviation of the logarithm. */
  LOG_NORMAL("log-normal", 2, ClosedForms::logNormal),
  /** Three parameters: the least duration, and the log-normal excess over it. */
  SHIFTED_LOG_NORMAL("shifted-log-normal", 3, ShiftedLogNormalFit::of),
  /** Two parameters: shape and scale. */
  WEIBULL("weibull", 2, WeibullFit::of),
  /** Two parameters: shape and scale. */
  GAMMA("gamma", 2, GammaFit::of),
  /** Five parameters: two log-normal laws and the weight of one. */
  MIXTURE("mixture", 5, MixtureFit::of),
  /** The samples' own quantiles, as a reference for the others. */
  EMPIRICAL("empirical", 0, ClosedForms::empirical);

  /** Fits samples, if helpful from a law that is known to be near. */
  @FunctionalInterface
  interface Estimator {
    Estimate fit(Samples samples, @Nullable DurationLaw near);
  }

  private final String key;
  private final int parameters;
  private final Estimator estimator;

  Family(String key, int parameters, Estimator estimator) {
    this.key = key;
    this.parameters = parameters;
    this.estimator = estimator;
  }

  /** Every family. */
  public static List<Family> all() {
    return List.of(values());
  }

  /** The name by which a file writes such a law. */
  public String key() {
    return key;
  }

  /** How many numbers are estimated; 0 for the empirical law, which has no likelihood. */
  public int parameters() {
    return parameters;
  }

  /** The most likely law of this family. */
  public Estimate fit(Samples samples) {
    return checked(samples, null);
  }

  /** The same for samples of a law that is known to be near the answer. */
  Estimate refit(Samples samples, DurationLaw near) {
    return checked(samples, near);
  }

  private Estimate checked(Samples samples, @Nullable DurationLaw near) {
    if (needsPositive() && samples.least() == 0) {
      int zeros = samples.zeros();
      return new Estimate.Refused(
          "its durations are positive, and "
              + (zeros == 1 ? "1 sample is" : zeros + " samples are")
              + " 0 on a clock of "
              + samples.stepNanos()
              + " ns");
    }
    try {
      return estimator.fit(samples, near);
    } catch (InvalidConfiguration beyond) {
      // Laws check themselves: a mean beyond 100 years is told in their words.
      return new Estimate.Refused(
          "the most likely one is out of range: " + beyond.problems().get(0));
    }
  }

  private boolean needsPositive() {
    return switch (this) {
      case LOG_NORMAL, SHIFTED_LOG_NORMAL, WEIBULL, GAMMA, MIXTURE -> true;
      case EXPONENTIAL, UNIFORM, NORMAL, EMPIRICAL -> false;
    };
  }

  /** Whether the law has ends that are samples, so that the Anderson-Darling integral diverges. */
  boolean endsAtSamples() {
    return this == UNIFORM || this == EMPIRICAL;
  }

  /** P(X <= nanos) of a law of this family, at a price that does not grow with its parameters. */
  static DoubleUnaryOperator cdf(DurationLaw law) {
    return law instanceof Gamma gamma ? GammaFit.cdf(gamma) : law::cdf;
  }
}
