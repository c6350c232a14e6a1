package dev.medley.distribution.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Exponential;
import dev.medley.distribution.LogNormal;
import dev.medley.distribution.Normal;
import dev.medley.distribution.Sampler;
import dev.medley.distribution.ShiftedLogNormal;
import dev.medley.distribution.Weibull;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Distances by hand and against published tables; p-values; what is recommended. */
class GoodnessTest {
  private static final Duration MS_20 = Duration.ofMillis(20);

  /**
   * Twenty samples at the 5 %, 10 %, ... 100 % of a uniform law on (0, 1]: D = 1/20, at every i
   * over (i - 1)/n. A^2 by its definition; the last F is 1, whose upper tail counts as 2^-54.
   */
  @Test
  void distancesOfEquallySpacedSamplesAreWorkedByHand() {
    long[] nanos = LongStream.rangeClosed(1, 20).map(i -> i * 50_000_000).toArray();
    Distance distance = Distance.of(Samples.of(nanos), x -> x / 1e9, false);
    assertThat(distance.kolmogorov()).isCloseTo(0.05, within(1e-12));
    assertThat(distance.sampleBelowLaw()).isTrue();
    double sum = 0;
    for (int i = 1; i <= 20; i++) {
      double lower = Math.log(i / 20.0);
      double upper = i == 1 ? -54 * Math.log(2) : Math.log((i - 1) / 20.0);
      sum += (2 * i - 1) * (lower + upper);
    }
    assertThat(distance.andersonDarling()).isCloseTo(-20 - sum / 20, within(1e-9));
  }

  /**
   * With ties the law is compared with the shares before and after the jump: 1/2 and 0 at F = 0.3.
   */
  @Test
  void tiesJumpAtOnce() {
    long[] nanos = LongStream.range(0, 40).map(i -> i < 20 ? 300 : 800).toArray();
    Distance distance = Distance.of(Samples.of(nanos), x -> x / 1000, false);
    assertThat(distance.kolmogorov()).isCloseTo(0.3, within(1e-12));
    assertThat(distance.atNanos()).isIn(300.0, 800.0);
  }

  /**
   * Upper 5 % points of D and A^2 with estimated parameters, in the modified forms that hold for
   * every n: M. A. Stephens, "Tests based on EDF statistics", in R. B. D'Agostino, M. A. Stephens
   * (eds.), Goodness-of-Fit Techniques, 1986, tables 4.7 (normal), 4.14 (exponential) and 4.17
   * (Weibull, as extreme values). The log-normal law is the normal's, on logarithms.
   */
  static Stream<Arguments> tables() {
    int n = 100;
    double root = Math.sqrt(n);
    ToDoubleFunction<Distance> normalD = d -> d.kolmogorov() * (root - 0.01 + 0.85 / root) / 0.895;
    ToDoubleFunction<Distance> normalA =
        d -> d.andersonDarling() * (1 + 0.75 / n + 2.25 / n / n) / 0.752;
    return Stream.of(
        Arguments.of(Family.LOG_NORMAL, new LogNormal(-2, 0.5), normalD, normalA),
        Arguments.of(Family.NORMAL, new Normal(Duration.ofMillis(200), MS_20), normalD, normalA),
        Arguments.of(
            Family.EXPONENTIAL,
            new Exponential(MS_20),
            (ToDoubleFunction<Distance>)
                d -> (d.kolmogorov() - 0.2 / n) * (root + 0.26 + 0.5 / root) / 1.094,
            (ToDoubleFunction<Distance>) d -> d.andersonDarling() * (1 + 0.6 / n) / 1.321),
        Arguments.of(
            Family.WEIBULL,
            new Weibull(1.5, MS_20),
            (ToDoubleFunction<Distance>) d -> Double.NaN,
            (ToDoubleFunction<Distance>) d -> d.andersonDarling() * (1 + 0.2 / root) / 0.757));
  }

  /**
   * Of 2,000 samples of 100 each from a law of the family, 5 % lie beyond the published point, give
   * or take four standard deviations of a binomial share, 1.95 %.
   */
  @ParameterizedTest
  @MethodSource("tables")
  void distancesOfFittedLawsFollowThePublishedTables(
      Family family,
      DurationLaw law,
      ToDoubleFunction<Distance> kolmogorov,
      ToDoubleFunction<Distance> andersonDarling) {
    int repetitions = 2000;
    int beyondD = 0;
    int beyondA = 0;
    for (int seed = 1; seed <= repetitions; seed++) {
      Samples samples = RecoveryTest.samples(law, seed, 100);
      DurationLaw fitted = RecoveryTest.fitted(family, samples);
      Distance distance = Distance.of(samples, Family.cdf(fitted), false);
      beyondD += kolmogorov.applyAsDouble(distance) > 1 ? 1 : 0;
      beyondA += andersonDarling.applyAsDouble(distance) > 1 ? 1 : 0;
    }
    if (family != Family.WEIBULL) {
      assertThat((double) beyondD / repetitions).as("D").isCloseTo(0.05, within(0.0195));
    }
    assertThat((double) beyondA / repetitions).as("A^2").isCloseTo(0.05, within(0.0195));
  }

  static Stream<Arguments> families() {
    return Stream.of(
        Arguments.of(Family.LOG_NORMAL, new LogNormal(-2, 0.5), 1L),
        Arguments.of(
            Family.SHIFTED_LOG_NORMAL, new ShiftedLogNormal(Duration.ofMillis(150), -4, 0.4), 1L),
        // Rounded to 0.4 of the standard deviation.
        Arguments.of(Family.NORMAL, new Normal(Duration.ofMillis(200), MS_20), 8_000_000L));
  }

  /**
   * Under the fitted law p-values are uniform, also with three parameters and with rounding: of 200
   * samples of 60, those with p <= 0.2 (8 of 40 ranks) are 20 %, give or take four standard
   * deviations, 11.3 %.
   */
  @ParameterizedTest
  @MethodSource("families")
  void pValuesOfTheRightFamilyAreUniform(Family family, DurationLaw law, long step) {
    int repetitions = 200;
    int smallD = 0;
    int smallA = 0;
    for (int seed = 1; seed <= repetitions; seed++) {
      RandomStream stream = new StreamTree(seed, 0).stream("data");
      Sampler sampler = law.sampler();
      long[] nanos =
          LongStream.generate(() -> (sampler.nextNanos(stream) + step / 2) / step * step)
              .limit(60)
              .toArray();
      Samples samples = Samples.of(nanos);
      PValues p =
          PValues.of(
              family,
              RecoveryTest.fitted(family, samples),
              samples,
              39,
              new StreamTree(seed, 1).stream("bootstrap"));
      smallD += p.kolmogorov() <= 0.2 ? 1 : 0;
      smallA += p.andersonDarling() <= 0.2 ? 1 : 0;
    }
    assertThat((double) smallD / repetitions).isCloseTo(0.2, within(0.113));
    assertThat((double) smallA / repetitions).isCloseTo(0.2, within(0.113));
  }

  @Test
  void wrongFamilyIsRejectedAndTheRightOneTaken() {
    Samples samples = RecoveryTest.samples(new LogNormal(-2, 1), 3, 1000);
    Fits fits = Fits.of(samples, Family.all(), 1);
    Fit taken = fits.recommended();
    assertThat(taken).isNotNull();
    assertThat(taken.family()).isEqualTo(Family.LOG_NORMAL);
    assertThat(taken.passes(0.05)).isTrue();
    Fit exponential = fits.of(Family.EXPONENTIAL);
    assertThat(exponential).isNotNull();
    assertThat(exponential.pValues().kolmogorov()).isEqualTo(1.0 / 200);
    assertThat(exponential.passes(0.05)).isFalse();
    assertThat(fits.ranked().get(fits.ranked().size() - 1).family()).isEqualTo(Family.EMPIRICAL);
  }

  @Test
  void parametersThatDoNotPayAreNotRecommended() {
    int simple = 0;
    for (int seed = 1; seed <= 20; seed++) {
      Samples samples = RecoveryTest.samples(new LogNormal(-2, 0.5), seed, 300);
      Fit taken =
          Fits.of(
                  samples,
                  List.of(Family.LOG_NORMAL, Family.SHIFTED_LOG_NORMAL, Family.MIXTURE),
                  seed,
                  0)
              .recommended();
      assertThat(taken).isNotNull();
      simple += taken.family() == Family.LOG_NORMAL ? 1 : 0;
    }
    // The shifted law gains more than 4 in 2 ln L with the chance P(chi^2 with 1 > 4) = 4.6 %.
    assertThat(simple).isGreaterThanOrEqualTo(16);
  }

  @Test
  void sameSeedGivesTheSameFitsAndFamiliesDoNotInfluenceEachOther() {
    Samples samples = RecoveryTest.samples(new Weibull(1.5, MS_20), 4, 2500);
    List<Family> two = List.of(Family.GAMMA, Family.WEIBULL, Family.GAMMA);
    Fits fits = Fits.of(samples, two, 7);
    assertThat(fits.tested()).isEqualTo(Fits.MOST_TESTED);
    assertThat(Fits.of(samples, two, 7).ranked()).isEqualTo(fits.ranked());
    assertThat(Fits.of(samples, List.of(Family.GAMMA), 7).ranked().get(0))
        .isEqualTo(fits.of(Family.GAMMA));
    assertThat(fits.ranked()).hasSize(2);
  }

  @Test
  void empiricalLawIsTheReferenceWithoutLikelihood() {
    Samples samples = RecoveryTest.samples(new LogNormal(-2, 0.5), 4, 1000);
    Fits fits = Fits.of(samples, List.of(Family.EMPIRICAL), 1);
    Fit empirical = fits.recommended();
    assertThat(empirical).isNotNull();
    assertThat(empirical.aic()).isNaN();
    assertThat(empirical.pValues().kolmogorov()).isNaN();
    assertThat(empirical.law().quantileNanos(0.9)).isCloseTo(samples.quantile(0.9), within(1.0));
    assertThat(empirical.distance().kolmogorov()).isLessThan(0.05);
  }
}
