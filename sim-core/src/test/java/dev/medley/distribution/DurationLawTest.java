package dev.medley.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.medley.random.GoodnessOfFit;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.WeibullDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every law promises, held against every law. */
class DurationLawTest {
  private static final Duration MS_20 = Duration.ofMillis(20);

  static Stream<DurationLaw> continuousLaws() {
    return Stream.of(
        new Exponential(MS_20),
        new Exponential(Duration.ofDays(30)),
        new Uniform(Duration.ofMillis(5), Duration.ofMillis(9)),
        new Uniform(Duration.ZERO, Duration.ofSeconds(1)),
        new Normal(MS_20, Duration.ofMillis(2)),
        new Normal(MS_20, MS_20),
        new Normal(Duration.ZERO, MS_20),
        new LogNormal(-0.38, 2.36),
        LogNormal.ofMeanCv(MS_20, 1),
        LogNormal.ofMeanCv(MS_20, 0.05),
        LogNormal.ofMeanVariance(Duration.ofSeconds(75), new SquareSeconds(2500)),
        new ShiftedLogNormal(Duration.ofSeconds(1), -1, 0.8),
        ShiftedLogNormal.ofExcess(Duration.ofSeconds(30), Duration.ofSeconds(45), 1.1),
        new Weibull(0.4176, Duration.ofMillis(422)),
        new Weibull(1, MS_20),
        new Weibull(3.6, MS_20),
        new Weibull(60, MS_20),
        new Gamma(0.2, MS_20),
        new Gamma(1, MS_20),
        new Gamma(2.5, MS_20),
        new Gamma(400, MS_20),
        Gamma.ofMeanCv(MS_20, 0.5),
        new Mixture(
            List.of(
                new Mixture.Component(3, new Exponential(MS_20)),
                new Mixture.Component(1, LogNormal.ofMeanCv(Duration.ofSeconds(2), 0.3)))),
        new Empirical(
            List.of(
                point(0, 1), point(0.5, 10), point(0.9, 20), point(0.99, 100), point(1, 2000))));
  }

  static Stream<DurationLaw> lawsWithAtoms() {
    return Stream.of(
        new Constant(MS_20),
        new Constant(Duration.ZERO),
        new Uniform(MS_20, MS_20),
        new Normal(MS_20, Duration.ZERO),
        LogNormal.ofMeanCv(MS_20, 0),
        ShiftedLogNormal.ofExcess(MS_20, MS_20, 0),
        new Mixture(
            List.of(
                new Mixture.Component(9, new Constant(Duration.ofMillis(1))),
                new Mixture.Component(1, new Exponential(MS_20)))),
        new Empirical(List.of(point(0, 10), point(0.4, 10), point(0.8, 30), point(1, 30))));
  }

  static Stream<DurationLaw> allLaws() {
    return Stream.concat(continuousLaws(), lawsWithAtoms());
  }

  private static Empirical.QuantilePoint point(double p, long millis) {
    return new Empirical.QuantilePoint(p, Duration.ofMillis(millis));
  }

  private static RandomStream stream(long seed) {
    return new StreamTree(seed, 0).stream("law");
  }

  private static double[] sample(DurationLaw law, long seed, int n) {
    RandomStream stream = stream(seed);
    Sampler sampler = law.sampler();
    double[] sample = new double[n];
    for (int i = 0; i < n; i++) {
      sample[i] = sampler.nextNanos(stream);
    }
    return sample;
  }

  @ParameterizedTest
  @MethodSource("continuousLaws")
  void samplesFollowTheDistributionFunction(DurationLaw law) {
    for (long seed = 1; seed <= 2; seed++) {
      double[] sample = sample(law, seed, 30_000);
      assertThat(GoodnessOfFit.kolmogorovOfRounded(sample, law::cdf))
          .as("seed %d", seed)
          .isLessThan(1);
    }
  }

  /**
   * The sample mean of 200,000 is normal with sd / sqrt(n), but for the heaviest tails nearly so.
   */
  @ParameterizedTest
  @MethodSource("allLaws")
  void sampleMeanIsTheMean(DurationLaw law) {
    int n = 200_000;
    double mean = Arrays.stream(sample(law, 3, n)).average().orElseThrow();
    double tolerance = 4.5 * law.standardDeviationNanos() / Math.sqrt(n) + 0.5;
    assertThat(mean).isCloseTo(law.meanNanos(), within(tolerance));
  }

  /**
   * The variance of a sample variance is about (m4 - m2^2) / n; with the sample's own fourth
   * moment. 6 standard deviations, as that moment is itself a sample; heavy tails make it larger.
   */
  @ParameterizedTest
  @MethodSource("allLaws")
  void sampleVarianceIsTheVariance(DurationLaw law) {
    double[] sample = sample(law, 4, 200_000);
    double mean = law.meanNanos();
    double m2 = 0;
    double m4 = 0;
    for (double x : sample) {
      double square = (x - mean) * (x - mean);
      m2 += square / sample.length;
      m4 += square * square / sample.length;
    }
    double variance = law.standardDeviationNanos() * law.standardDeviationNanos();
    double tolerance = 6 * Math.sqrt(Math.max(0, m4 - m2 * m2) / sample.length) + 1e-9 * m2 + 0.25;
    assertThat(m2).isCloseTo(variance, within(tolerance));
  }

  /**
   * Mean and variance once more, without sampling: integrals of Q(p) and (Q(p) - m)^2 over p, by
   * the midpoint rule in z with p = Phi(z), |z| <= 8. What lies outside and rounding of p near 1
   * allow 0.1 %.
   */
  @ParameterizedTest
  @MethodSource("continuousLaws")
  void momentsAgreeWithTheQuantileFunction(DurationLaw law) {
    double step = 1.0 / 256;
    double mean = 0;
    double variance = 0;
    for (double z = -8 + step / 2; z < 8; z += step) {
      double weight = step * Laws.normalDensity(z);
      double x = law.quantileNanos(Laws.normalCdf(z));
      mean += weight * x;
      variance += weight * (x - law.meanNanos()) * (x - law.meanNanos());
    }
    assertThat(mean).isCloseTo(law.meanNanos(), within(1e-3 * law.meanNanos()));
    double sd = law.standardDeviationNanos();
    assertThat(variance).isCloseTo(sd * sd, within(2e-3 * sd * sd));
  }

  @ParameterizedTest
  @MethodSource("continuousLaws")
  void quantileInvertsTheDistributionFunction(DurationLaw law) {
    for (double p : new double[] {1e-6, 0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1 - 1e-6}) {
      assertThat(law.cdf(law.quantileNanos(p))).as("p %s", p).isCloseTo(p, within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("allLaws")
  void quantileIsTheLeastThatReachesTheProbability(DurationLaw law) {
    for (double p : new double[] {0.001, 0.1, 0.39, 0.4, 0.5, 0.8, 0.93, 0.999}) {
      double x = law.quantileNanos(p);
      assertThat(law.cdf(x * (1 + 1e-9))).as("p %s", p).isGreaterThanOrEqualTo(p - 1e-12);
      assertThat(law.cdf(x * (1 - 1e-6) - 1e-3)).as("p %s", p).isLessThan(p + 1e-12);
    }
  }

  @ParameterizedTest
  @MethodSource("allLaws")
  void quantilesAreOrderedAndBoundTheSamples(DurationLaw law) {
    double least = law.quantileNanos(0);
    double greatest = law.quantileNanos(1);
    assertThat(least).isNotNegative();
    double before = least;
    for (int i = 1; i <= 100; i++) {
      double here = law.quantileNanos(i / 100.0);
      assertThat(here).isGreaterThanOrEqualTo(before);
      before = here;
    }
    for (double x : sample(law, 5, 10_000)) {
      assertThat(x).isBetween(least - 0.5, greatest + 0.5);
    }
    assertThat(law.cdf(-1)).isZero();
    assertThat(law.cdf(greatest)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("allLaws")
  void probabilityOutsideTheUnitIntervalIsRefused(DurationLaw law) {
    for (double p : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> law.quantileNanos(p)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("allLaws")
  void samplerAndLawGiveTheSameNumbers(DurationLaw law) {
    RandomStream a = stream(6);
    RandomStream b = stream(6);
    Sampler sampler = law.sampler();
    for (int i = 0; i < 1000; i++) {
      assertThat(sampler.nextNanos(a)).isEqualTo(law.sampleNanos(b));
    }
  }

  @ParameterizedTest
  @MethodSource("allLaws")
  void samplingAllocatesNothing(DurationLaw law) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Sampler sampler = law.sampler();
    RandomStream stream = stream(7);
    long sum = drawAll(sampler, stream, 20_000);
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    sum += drawAll(sampler, stream, 100_000);
    long allocated = threads.getThreadAllocatedBytes(id) - before;
    assertThat(sum).isNotNegative();
    // A boxed number a draw would be 1.6 MB.
    assertThat(allocated).isLessThan(10_000);
  }

  private static long drawAll(Sampler sampler, RandomStream stream, int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum ^= sampler.nextNanos(stream);
    }
    return sum;
  }

  /** These numbers must never change, on any Java version: results are promised by seed. */
  @Test
  void samplesOfEveryLawAreGolden() {
    long digest = 0;
    for (DurationLaw law : allLaws().toList()) {
      RandomStream stream = stream(8);
      Sampler sampler = law.sampler();
      for (int i = 0; i < 20_000; i++) {
        digest = digest * 31 + sampler.nextNanos(stream);
      }
    }
    assertThat(digest).isEqualTo(-5151714385640762711L);
  }

  /** Moments, quantiles and functions also reach results (fits, explanations): same bits. */
  @Test
  void formulasOfEveryLawAreGolden() {
    long digest = 0;
    for (DurationLaw law : allLaws().toList()) {
      double[] values = {
        law.meanNanos(),
        law.standardDeviationNanos(),
        law.quantileNanos(0.37),
        law.quantileNanos(0.999),
        law.cdf(1.234e7)
      };
      digest = digest * 31 + Arrays.hashCode(values);
    }
    assertThat(digest).isEqualTo(6508166104670686528L);
  }

  @Test
  void formulasAgreeWithAnotherLibrary() {
    assertAgree(new LogNormal(-0.38, 2.36), new LogNormalDistribution(null, -0.38, 2.36));
    assertAgree(
        new Weibull(0.4176, Duration.ofMillis(422)), new WeibullDistribution(null, 0.4176, 0.422));
    assertAgree(new Gamma(2.5, MS_20), new GammaDistribution(null, 2.5, 0.02));
    // 10 standard deviations above 0: the cut does not show.
    assertAgree(new Normal(MS_20, Duration.ofMillis(2)), new NormalDistribution(null, 0.02, 0.002));
  }

  private static void assertAgree(DurationLaw law, RealDistribution other) {
    assertThat(law.meanNanos()).isCloseTo(1e9 * other.getNumericalMean(), within(1e-3 * 1e6));
    double sd = 1e9 * Math.sqrt(other.getNumericalVariance());
    assertThat(law.standardDeviationNanos() / sd).isCloseTo(1, within(1e-9));
    for (double p : new double[] {0.01, 0.3, 0.5, 0.9, 0.999}) {
      double seconds = other.inverseCumulativeProbability(p);
      assertThat(law.quantileNanos(p) / (1e9 * seconds)).isCloseTo(1, within(1e-6));
      assertThat(law.cdf(1e9 * seconds))
          .isCloseTo(other.cumulativeProbability(seconds), within(1e-9));
    }
  }

  @Test
  void samplesAreRoundedHalfUp() {
    assertThat(Sampler.rounded(0)).isZero();
    assertThat(Sampler.rounded(0.49)).isZero();
    assertThat(Sampler.rounded(2.5)).isEqualTo(3);
    assertThat(Sampler.rounded(2.75)).isEqualTo(3);
    assertThat(Sampler.rounded(1e300)).isEqualTo(DurationLaw.MAX_NANOS);
    assertThat(Sampler.rounded(Double.POSITIVE_INFINITY)).isEqualTo(DurationLaw.MAX_NANOS);
  }

  /** P(X > 2^62 ns) = e^(-2^62 / mean) = 0.2319 for a mean of 100 years; binomial tolerance. */
  @Test
  void hugeSamplesSaturate() {
    DurationLaw law = new Exponential(Duration.ofSeconds((long) DurationLaw.MAX_SECONDS));
    double[] sample = sample(law, 9, 10_000);
    double saturated =
        Arrays.stream(sample).filter(x -> x == (double) DurationLaw.MAX_NANOS).count() / 10_000.0;
    double p = 1 - law.cdf(DurationLaw.MAX_NANOS);
    assertThat(p).isCloseTo(0.2319, within(1e-4));
    assertThat(saturated).isCloseTo(p, within(GoodnessOfFit.Z * Math.sqrt(p * (1 - p) / 10_000)));
    assertThat(Arrays.stream(sample).max().orElseThrow()).isEqualTo((double) DurationLaw.MAX_NANOS);
  }
}
