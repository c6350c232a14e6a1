package dev.medley.distribution.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Exponential;
import dev.medley.distribution.LogNormal;
import dev.medley.distribution.Mixture;
import dev.medley.distribution.Normal;
import dev.medley.distribution.Sampler;
import dev.medley.distribution.ShiftedLogNormal;
import dev.medley.distribution.Uniform;
import dev.medley.distribution.Weibull;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Samples of a known law give its parameters back, as closely as theory says and no closer.
 *
 * <p>A most likely estimate is normal about the truth with the variance of the inverse Fisher
 * information over n. Over S = 200 seeds (1 to 200) its standardised errors must have a mean within
 * 4 / sqrt(S) + 0.1 of 0, the 0.1 for the bias of order 1 / sqrt(n), and 95 % of them must lie
 * within 1.96, give or take 3.3 standard deviations of a binomial share, 5.1 %.
 */
class RecoveryTest {
  private static final int SEEDS = 200;
  private static final int N = 2000;
  private static final double NANOS = 1e9;

  /** A parameter: how to read it, its true value and its standard deviation times sqrt(n). */
  private record Parameter(
      String name, Function<DurationLaw, Double> of, double value, double sd) {}

  private static double ms(double value) {
    return value * 1e6;
  }

  private static Duration millis(double value) {
    return Duration.ofNanos(Math.round(ms(value)));
  }

  static Stream<Arguments> laws() {
    double shape = 2.5;
    double trigamma = Gamma.trigamma(shape);
    double information = shape * trigamma - 1;
    double weibullShape = 1.7;
    double[] shifted = shiftedDeviations(-3.5, 0.6);
    return Stream.of(
        Arguments.of(
            Family.EXPONENTIAL,
            new Exponential(millis(20)),
            List.of(
                new Parameter(
                    "mean", l -> (double) ((Exponential) l).mean().toNanos(), ms(20), ms(20)))),
        Arguments.of(
            Family.NORMAL,
            new Normal(millis(200), millis(20)),
            List.of(
                new Parameter("mean", l -> (double) ((Normal) l).mean().toNanos(), ms(200), ms(20)),
                new Parameter(
                    "sd",
                    l -> (double) ((Normal) l).sd().toNanos(),
                    ms(20),
                    ms(20) / Math.sqrt(2)))),
        Arguments.of(
            Family.LOG_NORMAL,
            new LogNormal(-2, 0.7),
            List.of(
                new Parameter("mu", l -> ((LogNormal) l).mu(), -2, 0.7),
                new Parameter("sigma", l -> ((LogNormal) l).sigma(), 0.7, 0.7 / Math.sqrt(2)))),
        Arguments.of(
            Family.SHIFTED_LOG_NORMAL,
            new ShiftedLogNormal(millis(150), -3.5, 0.6),
            List.of(
                new Parameter(
                    "shift",
                    l -> ((ShiftedLogNormal) l).shift().toNanos() / NANOS,
                    0.15,
                    shifted[0]),
                new Parameter("mu", l -> ((ShiftedLogNormal) l).mu(), -3.5, shifted[1]),
                new Parameter("sigma", l -> ((ShiftedLogNormal) l).sigma(), 0.6, shifted[2]))),
        Arguments.of(
            Family.WEIBULL,
            new Weibull(weibullShape, millis(30)),
            List.of(
                // N. L. Johnson, S. Kotz: variances 0.6079 k^2 and 1.1087 (scale / k)^2.
                new Parameter(
                    "shape",
                    l -> ((Weibull) l).shape(),
                    weibullShape,
                    weibullShape * Math.sqrt(0.6079)),
                new Parameter(
                    "scale",
                    l -> (double) ((Weibull) l).scale().toNanos(),
                    ms(30),
                    ms(30) / weibullShape * Math.sqrt(1.1087)))),
        Arguments.of(
            Family.GAMMA,
            new dev.medley.distribution.Gamma(shape, millis(10)),
            List.of(
                new Parameter(
                    "shape",
                    l -> ((dev.medley.distribution.Gamma) l).shape(),
                    shape,
                    Math.sqrt(shape / information)),
                new Parameter(
                    "scale",
                    l -> (double) ((dev.medley.distribution.Gamma) l).scale().toNanos(),
                    ms(10),
                    ms(10) * Math.sqrt(trigamma / information)))));
  }

  /**
   * Standard deviations of shift, mu and sigma from the Fisher information: with y = e^(mu + sigma
   * z) the scores are (1 + z / sigma) / y, z / sigma and (z^2 - 1) / sigma; the mean of their
   * products over z by the trapezium rule on [-12, 12].
   */
  private static double[] shiftedDeviations(double mu, double sigma) {
    double[][] information = new double[3][3];
    double step = 1e-3;
    for (double z = -12; z <= 12; z += step) {
      double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * step;
      double y = Math.exp(mu + sigma * z);
      double[] score = {(1 + z / sigma) / y, z / sigma, (z * z - 1) / sigma};
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          information[i][j] += density * score[i] * score[j];
        }
      }
    }
    RealMatrix inverse =
        new LUDecomposition(MatrixUtils.createRealMatrix(information)).getSolver().getInverse();
    return new double[] {
      Math.sqrt(inverse.getEntry(0, 0)),
      Math.sqrt(inverse.getEntry(1, 1)),
      Math.sqrt(inverse.getEntry(2, 2))
    };
  }

  @ParameterizedTest
  @MethodSource("laws")
  void estimatesAreAsCloseAsTheFisherInformationSays(
      Family family, DurationLaw law, List<Parameter> parameters) {
    double[] sum = new double[parameters.size()];
    int[] covered = new int[parameters.size()];
    for (int seed = 1; seed <= SEEDS; seed++) {
      DurationLaw fitted = fitted(family, samples(law, seed, N));
      for (int p = 0; p < sum.length; p++) {
        Parameter parameter = parameters.get(p);
        double error =
            (parameter.of.apply(fitted) - parameter.value) / (parameter.sd / Math.sqrt(N));
        sum[p] += error;
        covered[p] += Math.abs(error) <= 1.96 ? 1 : 0;
      }
    }
    for (int p = 0; p < sum.length; p++) {
      String name = parameters.get(p).name;
      assertThat(sum[p] / SEEDS).as(name).isCloseTo(0, within(4 / Math.sqrt(SEEDS) + 0.1));
      assertThat((double) covered[p] / SEEDS).as(name).isCloseTo(0.95, within(0.051));
    }
  }

  /** n times the gap at each end, over the width, is exponential of mean 1 in the limit. */
  @Test
  void endsOfAUniformLawAreMissedByAnExponentialGap() {
    Uniform law = new Uniform(millis(5), millis(9));
    double below = 0;
    double above = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      Uniform fitted = (Uniform) fitted(Family.UNIFORM, samples(law, seed, N));
      below += N * (fitted.min().toNanos() - ms(5)) / ms(4) / SEEDS;
      above += N * (ms(9) - fitted.max().toNanos()) / ms(4) / SEEDS;
    }
    assertThat(below).isCloseTo(1, within(4 / Math.sqrt(SEEDS)));
    assertThat(above).isCloseTo(1, within(4 / Math.sqrt(SEEDS)));
  }

  /** Far apart, each component is estimated as if its samples were known: five standard errors. */
  @Test
  void twoDistantComponentsAreFoundWithTheirWeights() {
    Mixture law =
        new Mixture(
            List.of(
                new Mixture.Component(0.3, new LogNormal(-10.2, 0.05)),
                new Mixture.Component(0.7, new LogNormal(-9.2, 0.1))));
    for (int seed = 1; seed <= 20; seed++) {
      Mixture fitted = (Mixture) fitted(Family.MIXTURE, samples(law, seed, N));
      double w = fitted.components().get(0).weight();
      LogNormal one = (LogNormal) fitted.components().get(0).law();
      LogNormal two = (LogNormal) fitted.components().get(1).law();
      assertThat(w).isCloseTo(0.3, within(5 * Math.sqrt(0.21 / N)));
      assertThat(w + fitted.components().get(1).weight()).isEqualTo(1);
      assertThat(one.mu()).isCloseTo(-10.2, within(5 * 0.05 / Math.sqrt(0.3 * N)));
      assertThat(one.sigma()).isCloseTo(0.05, within(5 * 0.05 / Math.sqrt(0.6 * N)));
      assertThat(two.mu()).isCloseTo(-9.2, within(5 * 0.1 / Math.sqrt(0.7 * N)));
      assertThat(two.sigma()).isCloseTo(0.1, within(5 * 0.1 / Math.sqrt(1.4 * N)));
    }
  }

  /**
   * A normal law cut in half has its mean at 0, where every second estimate stands at the border.
   */
  @Test
  void normalLawThatIsCutHardIsRecovered() {
    Normal law = new Normal(millis(20), millis(20));
    double mean = 0;
    double sd = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      Normal fitted = (Normal) fitted(Family.NORMAL, samples(law, seed, N));
      mean += fitted.mean().toNanos() / ms(SEEDS);
      sd += fitted.sd().toNanos() / ms(SEEDS);
    }
    // Sample mean and variance are sufficient; by the delta method sd(mean) < 1.7, sd(sd) < 0.8 at
    // n = 2000, so that 4 of them over sqrt(200) are 0.5 and 0.25.
    assertThat(mean).isCloseTo(20, within(0.5));
    assertThat(sd).isCloseTo(20, within(0.25));
  }

  static Samples samples(DurationLaw law, long seed, int n) {
    RandomStream stream = new StreamTree(seed, 0).stream("fit-test");
    Sampler sampler = law.sampler();
    long[] nanos = new long[n];
    for (int i = 0; i < n; i++) {
      nanos[i] = sampler.nextNanos(stream);
    }
    return Samples.of(nanos);
  }

  static DurationLaw fitted(Family family, Samples samples) {
    return ((Estimate.Fitted) family.fit(samples)).law();
  }
}
