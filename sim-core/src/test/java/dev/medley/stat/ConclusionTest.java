package dev.medley.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Confidence intervals, paired differences and the probability of being best. */
class ConclusionTest {
  private static RandomStream stream(long seed) {
    return new StreamTree(seed, 0).stream("conclusion");
  }

  /** Printed tables of Student's law, two-sided. */
  @ParameterizedTest
  @CsvSource({
    "1, 0.95, 12.7062", "2, 0.95, 4.30265", "4, 0.95, 2.77645", "9, 0.95, 2.26216",
    "19, 0.95, 2.09302", "29, 0.95, 2.04523", "120, 0.95, 1.97993", "9, 0.90, 1.83311",
    "9, 0.99, 3.24984", "9, 0.999, 4.78091", "1, 0.99, 63.6567", "1000000, 0.95, 1.95997"
  })
  void studentsQuantilesAreThoseOfTheTables(int degrees, double confidence, double t) {
    assertThat(ConfidenceInterval.tQuantile(degrees, confidence)).isCloseTo(t, within(1e-5 * t));
  }

  /** {2, 4, 4, 4, 5, 5, 7, 9}: mean 5, sum of squares 32, s = sqrt(32/7), t(7) = 2.364624. */
  @Test
  void intervalOfAWorkedExample() {
    ConfidenceInterval interval =
        ConfidenceInterval.of(new double[] {2, 4, 4, 4, 5, 5, 7, 9}, 0.95);
    assertThat(interval.mean()).isEqualTo(5);
    assertThat(interval.n()).isEqualTo(8);
    assertThat(interval.standardDeviation()).isCloseTo(Math.sqrt(32 / 7.0), within(1e-12));
    double halfWidth = 2.364624 * Math.sqrt(32 / 7.0 / 8);
    assertThat(interval.halfWidth()).isCloseTo(halfWidth, within(1e-6));
    assertThat(interval.relativeHalfWidth()).isCloseTo(halfWidth / 5, within(1e-6));
    assertThat(interval.min()).isEqualTo(2);
    assertThat(interval.max()).isEqualTo(9);
    assertThat(interval.contains(5 + halfWidth - 1e-5)).isTrue();
    assertThat(interval.contains(5 + halfWidth + 1e-5)).isFalse();
    assertThat(interval.contains(5 - halfWidth - 1e-5)).isFalse();
  }

  @Test
  void oneValueSaysNothingAboutTheSpread() {
    ConfidenceInterval interval = ConfidenceInterval.of(new double[] {3}, 0.95);
    assertThat(interval.mean()).isEqualTo(3);
    assertThat(interval.halfWidth()).isNaN();
    assertThat(interval.standardDeviation()).isNaN();
    assertThat(interval.relativeHalfWidth()).isNaN();
    assertThat(interval.contains(3)).isFalse();
  }

  @Test
  void equalValuesGiveAnIntervalOfNoWidth() {
    ConfidenceInterval interval = ConfidenceInterval.of(new double[] {0, 0, 0}, 0.95);
    assertThat(interval.halfWidth()).isZero();
    assertThat(interval.relativeHalfWidth()).isZero();
    assertThat(interval.contains(0)).isTrue();
  }

  @Test
  void notANumberSpreads() {
    ConfidenceInterval interval = ConfidenceInterval.of(new double[] {1, Double.NaN, 2}, 0.95);
    assertThat(interval.mean()).isNaN();
    assertThat(interval.contains(1)).isFalse();
  }

  @Test
  void impossibleQuestionsAreRefused() {
    assertThatThrownBy(() -> ConfidenceInterval.of(new double[0], 0.95))
        .isInstanceOf(IllegalArgumentException.class);
    for (double confidence : new double[] {0, 1, -1, Double.NaN}) {
      assertThatThrownBy(() -> ConfidenceInterval.of(new double[] {1}, confidence))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ConfidenceInterval.of(new double[] {1, 2}, confidence))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> ConfidenceInterval.tQuantile(0, 0.9))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PairedDifference.of(new double[2], new double[3], 0.95))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ProbabilityOfBest.of(new double[0][], 10, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ProbabilityOfBest.of(new double[][] {{1}, {1, 2}}, 10, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ProbabilityOfBest.of(new double[][] {{Double.NaN}}, 10, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ProbabilityOfBest.of(new double[][] {{1}}, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * The interval covers the true mean in 95 % (90 %) of 2,000 experiments with n normal values,
   * within the binomial interval at alpha 1e-4: 3.89 sqrt(c (1 - c) / 2000).
   */
  @ParameterizedTest
  @CsvSource({"2, 0.95, 1", "5, 0.95, 2", "10, 0.95, 3", "30, 0.95, 4", "10, 0.90, 5"})
  void intervalCoversAsOftenAsItSays(int n, double confidence, long seed) {
    RandomStream stream = stream(seed);
    int experiments = 2000;
    int covered = 0;
    double[] values = new double[n];
    for (int experiment = 0; experiment < experiments; experiment++) {
      for (int i = 0; i < n; i++) {
        values[i] = 40 + 7 * stream.nextGaussian();
      }
      covered += ConfidenceInterval.of(values, confidence).contains(40) ? 1 : 0;
    }
    assertThat((double) covered / experiments)
        .as("seed %d", seed)
        .isCloseTo(
            confidence, within(3.89 * Math.sqrt(confidence * (1 - confidence) / experiments)));
  }

  @Test
  void commonNumbersCancelInThePairedDifference() {
    RandomStream stream = stream(6);
    double[] a = new double[30];
    double[] b = new double[30];
    for (int i = 0; i < 30; i++) {
      double common = 100 * stream.nextGaussian();
      a[i] = common + stream.nextGaussian();
      b[i] = common + stream.nextGaussian() - 3;
    }
    PairedDifference paired = PairedDifference.of(a, b, 0.95);
    assertThat(paired.difference().contains(3)).isTrue();
    assertThat(paired.difference().halfWidth()).isLessThan(1);
    assertThat(paired.isSignificant()).isTrue();
    assertThat(paired.correlation()).isGreaterThan(0.99).isLessThanOrEqualTo(1);
    assertThat(paired.meanA() - paired.meanB()).isCloseTo(paired.difference().mean(), within(1e-9));
    assertThat(ConfidenceInterval.of(a, 0.95).halfWidth()).isGreaterThan(10);
    assertThat(PairedDifference.of(b, a, 0.95).isSignificant()).isTrue();
  }

  @Test
  void noDifferenceIsNotSignificant() {
    double[] a = {1, 2, 3, 4};
    double[] b = {2, 1, 4, 3};
    assertThat(PairedDifference.of(a, b, 0.95).isSignificant()).isFalse();
    assertThat(PairedDifference.of(new double[] {1}, new double[] {2}, 0.95).isSignificant())
        .isFalse();
    assertThat(PairedDifference.of(a, new double[] {1, 1, 1, 1}, 0.95).correlation()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void dominantPolicyIsSurelyBest(long seed) {
    double[][] matrix = {{5, 6, 7}, {1, 2, 3}, {9, 9, 9}};
    assertThat(ProbabilityOfBest.of(matrix, 1000, seed)).containsExactly(0, 1, 0);
  }

  @Test
  void equalPoliciesShareTheProbability() {
    double[][] matrix = {{5, 6, 7}, {5, 6, 7}};
    assertThat(ProbabilityOfBest.of(matrix, 1000, 1)).containsExactly(0.5, 0.5);
  }

  /**
   * Two replications, won by 1 and lost by 1: the drawn means are -1, 0 (twice as likely), +1, so
   * the ties at 0 are shared and both have 1/2. Binomial tolerance, 10,000 resamples.
   */
  @Test
  void bootstrapFollowsItsKnownLaw() {
    double[][] matrix = {{0, 1}, {1, 0}};
    double[] best = ProbabilityOfBest.of(matrix, 10_000, 3);
    assertThat(best[0]).isCloseTo(0.5, within(3.89 * 0.5 / 100));
    // Won by 3, lost by 1 twice: second best wins only when the first replication is never drawn:
    // (2/3)^3 = 8/27.
    double[] skewed = ProbabilityOfBest.of(new double[][] {{0, 1, 1}, {3, 0, 0}}, 10_000, 4);
    assertThat(skewed[1]).isCloseTo(8 / 27.0, within(3.89 * 0.457 / 100));
    assertThat(skewed[0] + skewed[1]).isCloseTo(1, within(1e-12));
  }

  @Test
  void bootstrapIsDeterministicAndGolden() {
    RandomStream stream = stream(7);
    double[][] matrix = new double[4][12];
    for (double[] row : matrix) {
      Arrays.setAll(row, i -> stream.nextExponential());
    }
    double[] best = ProbabilityOfBest.of(matrix, 2000, 42);
    assertThat(ProbabilityOfBest.of(matrix, 2000, 42)).isEqualTo(best);
    assertThat(Arrays.hashCode(best)).isEqualTo(-221475325);
  }

  @Test
  void intervalsAreGolden() {
    RandomStream stream = stream(8);
    double[] values = new double[17];
    Arrays.setAll(values, i -> stream.nextExponential());
    int digest = 0;
    for (double confidence : new double[] {0.8, 0.9, 0.95, 0.99}) {
      digest = 31 * digest + ConfidenceInterval.of(values, confidence).hashCode();
    }
    assertThat(digest).isEqualTo(830443073);
  }
}
