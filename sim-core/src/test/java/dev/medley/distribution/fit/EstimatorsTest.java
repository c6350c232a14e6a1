package dev.medley.distribution.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.medley.check.InvalidConfiguration;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Exponential;
import dev.medley.distribution.Gamma;
import dev.medley.distribution.LogNormal;
import dev.medley.distribution.Mixture;
import dev.medley.distribution.Normal;
import dev.medley.distribution.ShiftedLogNormal;
import dev.medley.distribution.Uniform;
import dev.medley.distribution.Weibull;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Likelihoods, borders and refusals of the estimators. */
class EstimatorsTest {
  private static final Duration MS_20 = Duration.ofMillis(20);

  static Stream<DurationLaw> laws() {
    return Stream.of(
        new Exponential(MS_20),
        new Normal(Duration.ofMillis(200), MS_20),
        new Normal(MS_20, MS_20),
        new LogNormal(-2, 0.7),
        new ShiftedLogNormal(Duration.ofMillis(150), -3.5, 0.6),
        new Weibull(1.7, MS_20),
        new Weibull(40, MS_20),
        new Gamma(0.5, MS_20),
        new Gamma(1400, Duration.ofNanos(115_000)),
        new Uniform(Duration.ofMillis(5), Duration.ofMillis(9)),
        new Mixture(
            List.of(
                new Mixture.Component(0.3, new LogNormal(-4, 0.1)),
                new Mixture.Component(0.7, new LogNormal(-3, 0.2)))));
  }

  /**
   * The log-likelihood is the sum of the logarithms of the density: here the slope of the law's own
   * distribution function over 10^-4 of a standard deviation.
   */
  @ParameterizedTest
  @MethodSource("laws")
  void logLikelihoodIsThatOfTheLawsOwnDistributionFunction(DurationLaw law) {
    Samples samples = RecoveryTest.samples(law, 5, 400);
    for (Family family : Family.all()) {
      if (family != Family.EMPIRICAL
          && family != Family.UNIFORM
          && family.fit(samples) instanceof Estimate.Fitted fitted) {
        double step = 1e-4 * fitted.law().standardDeviationNanos();
        double sum = 0;
        int counted = 0;
        for (int i = 0; i < samples.count(); i++) {
          double x = samples.nanos(i);
          double slope = (fitted.law().cdf(x + step) - fitted.law().cdf(x - step)) / (2 * step);
          // Where a difference of distribution functions has too few digits left.
          if (slope * step < 1e-9 || x <= step) {
            continue;
          }
          sum += Math.log(slope * 1e9);
          counted++;
        }
        if (counted == samples.count()) {
          assertThat(fitted.logLikelihood())
              .as("%s to %s", family, law)
              .isCloseTo(sum, within(0.05));
        }
      }
    }
  }

  /** No law of the same family, a standard error or a hundredth of it away, is likelier. */
  @ParameterizedTest
  @MethodSource("laws")
  void truthIsNotLikelierThanTheEstimate(DurationLaw law) {
    Samples samples = RecoveryTest.samples(law, 6, 400);
    Family family =
        Family.all().stream()
            .filter(f -> f.key().replace("-", "").equalsIgnoreCase(law.getClass().getSimpleName()))
            .findFirst()
            .orElseThrow();
    double fitted = ((Estimate.Fitted) family.fit(samples)).logLikelihood();
    double step = 1e-4 * law.standardDeviationNanos();
    double truth = 0;
    for (int i = 0; i < samples.count(); i++) {
      double x = samples.nanos(i);
      double slope = (law.cdf(x + step) - law.cdf(x - step)) / (2 * step);
      truth += Math.log(slope * 1e9);
    }
    assertThat(fitted).isGreaterThan(truth - 0.05);
  }

  @Test
  void shiftNeverReachesTheLeastSampleThoughTheLikelihoodThereIsUnbounded() {
    Samples samples =
        RecoveryTest.samples(new ShiftedLogNormal(Duration.ofMillis(150), -3.5, 0.6), 7, 40);
    Estimate.Fitted fitted = (Estimate.Fitted) Family.SHIFTED_LOG_NORMAL.fit(samples);
    ShiftedLogNormal law = (ShiftedLogNormal) fitted.law();
    double gap = samples.least() - law.shift().toNanos();
    assertThat(gap).isGreaterThan(1e5);
    // e^-300 above the shift the least sample alone would be worth more than all others cost.
    LogMoments absurd = absurd(samples, 300);
    assertThat(absurd.logLikelihood(absurd.mean(), absurd.standardDeviation()))
        .isGreaterThan(fitted.logLikelihood());
  }

  /** Moments with the least sample e^-power seconds above the shift. */
  private static LogMoments absurd(Samples samples, double power) {
    int n = samples.count();
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = i == 0 ? -power : Math.log((samples.nanos(i) - samples.least()) / 1e9);
    }
    double mean = Arrays.stream(y).average().orElseThrow();
    return new LogMoments(n, mean, Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum());
  }

  @Test
  void shiftOfLogNormalSamplesStaysAtZeroOrAbove() {
    for (long seed = 1; seed <= 50; seed++) {
      Samples samples = RecoveryTest.samples(new Normal(Duration.ofMillis(200), MS_20), seed, 200);
      Estimate estimate = Family.SHIFTED_LOG_NORMAL.fit(samples);
      assertThat(estimate).isInstanceOf(Estimate.Fitted.class);
      ShiftedLogNormal law = (ShiftedLogNormal) ((Estimate.Fitted) estimate).law();
      assertThat(law.shift()).isGreaterThanOrEqualTo(Duration.ZERO);
      assertThat((double) law.shift().toNanos()).isLessThan(samples.least());
    }
  }

  @Test
  void samplesThatVaryTooMuchForACutNormalLawHaveTheirMeanAtZero() {
    Samples samples = RecoveryTest.samples(new LogNormal(-3, 1.5), 8, 500);
    Estimate.Fitted fitted = (Estimate.Fitted) Family.NORMAL.fit(samples);
    assertThat(((Normal) fitted.law()).mean()).isEqualTo(Duration.ZERO);
    assertThat(fitted.note()).contains("mean before the cut is 0");
  }

  /**
   * A component on tied samples stops at a twentieth of the other's sigma, or at the rounding's.
   */
  @Test
  void mixtureDoesNotCollapseOntoTies() {
    long[] nanos =
        LongStream.concat(
                LongStream.generate(() -> 40_000_000L).limit(100),
                LongStream.rangeClosed(1, 100).map(i -> 60_000_000L + i * 1_000_000L))
            .toArray();
    Estimate.Fitted fitted = (Estimate.Fitted) Family.MIXTURE.fit(Samples.of(nanos));
    LogNormal tied = (LogNormal) ((Mixture) fitted.law()).components().get(0).law();
    assertThat(tied.mu()).isCloseTo(Math.log(0.04), within(0.01));
    assertThat(tied.sigma()).isGreaterThan(0.9 * 0.001 / Math.sqrt(12) / 0.04);
    assertThat(fitted.logLikelihood()).isFinite();
  }

  @ParameterizedTest
  @EnumSource(
      value = Family.class,
      names = {"LOG_NORMAL", "SHIFTED_LOG_NORMAL", "WEIBULL", "GAMMA", "MIXTURE"})
  void positiveLawsRefuseZerosAndSayHowMany(Family family) {
    Estimate estimate = family.fit(Samples.of(withZeros()));
    assertThat(estimate).isInstanceOf(Estimate.Refused.class);
    assertThat(((Estimate.Refused) estimate).reason())
        .isEqualTo("its durations are positive, and 2 samples are 0 on a clock of 1000000 ns");
  }

  @ParameterizedTest
  @EnumSource(
      value = Family.class,
      names = {"EXPONENTIAL", "UNIFORM", "NORMAL", "EMPIRICAL"})
  void otherLawsAreFittedToZeros(Family family) {
    assertThat(family.fit(Samples.of(withZeros()))).isInstanceOf(Estimate.Fitted.class);
  }

  private static long[] withZeros() {
    return LongStream.range(0, 30).map(i -> Math.max(0, i - 1) * 1_000_000).toArray();
  }

  @Test
  void samplesThatVaryTooLittleAreRefusedByGammaAndWeibull() {
    long[] nanos = LongStream.range(0, 100).map(i -> 1_000_000_000L + i).toArray();
    Samples samples = Samples.of(nanos);
    assertThat(((Estimate.Refused) Family.GAMMA.fit(samples)).reason()).contains("below 100 ns");
    assertThat(((Estimate.Refused) Family.WEIBULL.fit(samples)).reason()).contains("beyond 100");
    assertThat(Family.LOG_NORMAL.fit(samples)).isInstanceOf(Estimate.Fitted.class);
    assertThat(Family.NORMAL.fit(samples)).isInstanceOf(Estimate.Fitted.class);
  }

  @Test
  void samplesOverThirtyDecadesDoNotBreakAnyFamily() {
    long[] nanos = LongStream.range(0, 200).map(i -> 1L << (i % 61)).toArray();
    nanos = Arrays.stream(nanos).map(x -> Math.min(x, 3_000_000_000_000_000_000L)).toArray();
    Samples samples = Samples.of(nanos);
    for (Family family : Family.all()) {
      Estimate estimate = family.fit(samples);
      if (estimate instanceof Estimate.Fitted fitted && family != Family.EMPIRICAL) {
        assertThat(fitted.logLikelihood()).as(family.key()).isFinite();
      } else if (estimate instanceof Estimate.Refused refused) {
        assertThat(refused.reason()).as(family.key()).isNotEmpty();
      }
    }
  }

  /** Against the incomplete gamma function, for which the expansion stands. */
  @ParameterizedTest
  @ValueSource(doubles = {100, 150, 1000, 20_000})
  void distributionFunctionOfLargeShapesIsTheExactOne(double shape) {
    Gamma law = new Gamma(shape, Duration.ofMillis(1));
    for (double z = -6; z <= 6; z += 0.01) {
      double x = law.meanNanos() + z * law.standardDeviationNanos();
      assertThat(Family.cdf(law).applyAsDouble(x)).isCloseTo(law.cdf(x), within(1e-6));
    }
  }

  @Test
  void samplesThatCannotBeFittedAreRefusedWithEveryReason() {
    assertThatThrownBy(() -> Samples.of(new long[] {-5, -5, -5}))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("3 samples are too few: at least 20 are needed")
        .hasMessageContaining("must be >= 0 (the least was -5 ns)")
        .hasMessageContaining("all 3 samples are equal (-5 ns)");
    assertThatThrownBy(() -> Samples.of(new long[0])).hasMessageContaining("0 samples are too few");
    long[] longest = LongStream.range(0, 30).map(i -> Long.MAX_VALUE - i).toArray();
    assertThatThrownBy(() -> Samples.of(longest)).hasMessageContaining("must be <= 100 years");
  }

  @Test
  void clockAndOrderOfTheMeasurementAreSeen() {
    long[] nanos = LongStream.range(0, 40).map(i -> 6_000 + 4_000 * (i % 10)).toArray();
    Samples samples = Samples.of(nanos);
    assertThat(samples.stepNanos()).isEqualTo(2_000);
    assertThat(samples.distinct()).isEqualTo(10);
    // Four ramps 0..9 with variance 8.25: neighbours up the ramps, less three falls.
    double[] y = LongStream.range(0, 40).mapToDouble(i -> i % 10 - 4.5).toArray();
    double products = 0;
    for (int i = 1; i < 40; i++) {
      products += y[i] * y[i - 1];
    }
    assertThat(samples.neighbourCorrelation()).isCloseTo(products / (40 * 8.25), within(1e-12));
  }
}
