package dev.medley.cluster.scaling.smith;

import static dev.medley.cluster.scaling.Views.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.scaling.Views;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pieces of the predictor against direct formulas. */
class SmithPartsTest {
  private static final long STEP = 3 * SECOND;
  private static final LogNormalDistribution STARTS = new LogNormalDistribution(null, 4, 0.6);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void growingCommandsServeAsTheConvolutionWithTheStartLaw(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StartUpLaw law = law();
    StartUpModel model = new StartUpModel(law, 4, 0);
    int[] changes = new int[200];
    for (int k = 0; k < changes.length; k++) {
      changes[k] = random.nextInt(4) == 0 ? random.nextInt(10) : 0;
      model.advance(k * STEP);
      double expected = 4;
      for (int j = 0; j < k; j++) {
        expected += changes[j] * law.readyWithin((k - j) * STEP);
      }
      assertThat(model.serving()).as("seed %d step %d", seed, k).isCloseTo(expected, within(1e-9));
      model.change(changes[k]);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverIsAskedForServesInTheEndAndNeverMoreThanThat(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StartUpModel model = new StartUpModel(law(), 10, 0);
    int asked = 10;
    long now = 0;
    for (int k = 0; k < 500; k++) {
      now += random.nextLong(40 * SECOND);
      model.advance(now);
      assertThat(model.serving()).as("seed %d", seed).isBetween(0.0, asked + 1e-9);
      int next = random.nextInt(60);
      model.change(next - asked);
      asked = next;
      assertThat(model.serving()).as("seed %d", seed).isBetween(0.0, asked + 1e-9);
    }
    model.advance(now + 4000 * SECOND);
    assertThat(model.serving()).isCloseTo(asked, within(1e-9));
  }

  @Test
  void removalTakesStartingInstancesFirst() {
    StartUpModel model = new StartUpModel(StartUpLaw.deadTime(60 * SECOND), 10, 0);
    model.change(10);
    model.advance(30 * SECOND);
    model.change(-8);
    assertThat(model.serving()).isEqualTo(10);
    model.change(-5);
    assertThat(model.serving()).isEqualTo(7);
    model.advance(90 * SECOND);
    assertThat(model.serving()).isEqualTo(7);
  }

  @Test
  void deadTimeIsExact() {
    StartUpModel model = new StartUpModel(StartUpLaw.deadTime(60 * SECOND), 1, 0);
    model.change(2);
    model.advance(60 * SECOND - 1);
    assertThat(model.serving()).isEqualTo(1);
    model.advance(60 * SECOND);
    assertThat(model.serving()).isEqualTo(3);
  }

  @Test
  void tableOfTheStartLawIsExactOnItsGridAndReachesOne() {
    StartUpLaw law = law();
    for (int i = 0; i < 100; i++) {
      assertThat(law.readyWithin(i * STEP))
          .isEqualTo(STARTS.cumulativeProbability(i * STEP / (double) SECOND));
    }
    assertThat(law.readyWithin(4000 * SECOND)).isEqualTo(1);
    assertThat(law.readyWithin(Long.MAX_VALUE / 2)).isEqualTo(1);
  }

  @Test
  void lawThatNeverCompletesStillEnds() {
    StartUpLaw law = StartUpLaw.of(new Views.Plant(15 * SECOND, t -> 0.9, 1, 1), STEP);
    assertThat(law.readyWithin(0)).isEqualTo(0.9);
    assertThat(law.readyWithin(3601 * SECOND)).isEqualTo(1);
  }

  @Test
  void historyInterpolatesAndKeepsJumps() {
    ServingHistory history = new ServingHistory(8);
    history.add(10, 4);
    history.add(20, 8);
    history.add(20, 2);
    history.add(30, 2);
    assertThat(history.at(0)).isEqualTo(4);
    assertThat(history.at(15)).isEqualTo(6);
    assertThat(history.at(20)).isEqualTo(2);
    assertThat(history.at(99)).isEqualTo(2);
    for (int t = 31; t < 60; t++) {
      history.add(t, t);
    }
    assertThat(history.at(20)).as("overwritten: the oldest holds").isEqualTo(52);
  }

  @Test
  void harmonicMeanOfAStepIsExact() {
    ServingHistory history = new ServingHistory(8);
    history.add(0, 100);
    history.add(70, 100);
    history.add(70, 10);
    history.add(100, 10);
    // A load of 6 shared by 100 for 70 and by 10 for 30: 0.06 x 0.7 + 0.6 x 0.3 = 0.222 on average.
    assertThat(6 / history.harmonicMean(0, 100)).isCloseTo(0.222, within(1e-12));
    assertThat(history.harmonicMean(70, 100)).isCloseTo(10, within(1e-12));
    assertThat(history.harmonicMean(0, 70)).isCloseTo(100, within(1e-12));
    assertThat(history.harmonicMean(-50, -10)).isCloseTo(100, within(1e-12));
    assertThat(history.harmonicMean(110, 150)).isCloseTo(10, within(1e-12));
    assertThat(history.harmonicMean(80, 80)).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void harmonicMeanAgreesWithQuadrature(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ServingHistory history = new ServingHistory(64);
    long t = 0;
    for (int i = 0; i < 50; i++) {
      history.add(t, 50 + random.nextInt(10));
      t += random.nextInt(3) == 0 ? 0 : 1000;
    }
    long from = 1000 + random.nextInt(2000);
    long to = from + 5000 + random.nextInt(2000);
    double sum = 0;
    for (long s = from; s < to; s++) {
      sum += (1 / history.at(s) + 1 / history.at(s + 1)) / 2;
    }
    // Between points 1/n is a trapeze, an error below (relative change)²/6 = 0.7 %; and the
    // quadrature misplaces each jump by at most one of the 5000 points.
    assertThat(history.harmonicMean(from, to))
        .as("seed %d", seed)
        .isCloseTo((to - from) / sum, within(0.007 * 60));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 60, 300})
  void recentMaximumIsThatOfTheWindow(int windowSeconds) {
    SplittableRandom random = new SplittableRandom(11);
    RecentMaximum recent = new RecentMaximum(windowSeconds);
    int n = 2000;
    long[] at = new long[n];
    double[] value = new double[n];
    long now = 0;
    for (int i = 0; i < n; i++) {
      now += random.nextLong(20 * SECOND) / (SECOND / 2) * (SECOND / 2);
      at[i] = now;
      // Long falling stretches fill the store.
      value[i] = 100 - i % 97 + random.nextInt(3);
      double expected = 0;
      for (int j = 0; j <= i; j++) {
        if (now - at[j] <= windowSeconds * SECOND) {
          expected = Math.max(expected, value[j]);
        }
      }
      assertThat(recent.with(value[i], now)).isEqualTo(expected);
    }
  }

  private static StartUpLaw law() {
    return StartUpLaw.of(
        new Views.Plant(15 * SECOND, t -> STARTS.cumulativeProbability(t / (double) SECOND), 1, 1),
        STEP);
  }
}
