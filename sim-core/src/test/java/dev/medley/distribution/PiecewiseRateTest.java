package dev.medley.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.medley.random.GoodnessOfFit;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import dev.medley.stat.Tally;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PiecewiseRateTest {
  private static final long SECOND = 1_000_000_000L;

  private static PiecewiseRate.Step step(long atSeconds, double perSecond, long rampSeconds) {
    return new PiecewiseRate.Step(
        Duration.ofSeconds(atSeconds), new Rate(perSecond), Duration.ofSeconds(rampSeconds));
  }

  /** Rises, falls to zero, rests, comes back, and ends at zero. */
  private static final PiecewiseRate RATE =
      new PiecewiseRate(
          List.of(
              step(0, 50, 0),
              step(10, 200, 5),
              step(20, 20, 0),
              step(30, 0, 10),
              step(50, 100, 2),
              step(60, 0, 0)));

  private static RandomStream stream(long seed) {
    return new StreamTree(seed, 0).stream("arrivals");
  }

  @Test
  void rateIsLinearOnRampsAndConstantBetween() {
    assertThat(RATE.ratePerSecond(-1)).isZero();
    assertThat(RATE.ratePerSecond(0)).isCloseTo(50, within(1e-12));
    assertThat(RATE.ratePerSecond(10 * SECOND)).isCloseTo(50, within(1e-12));
    assertThat(RATE.ratePerSecond(12 * SECOND)).isCloseTo(110, within(1e-12));
    assertThat(RATE.ratePerSecond(15 * SECOND)).isCloseTo(200, within(1e-12));
    assertThat(RATE.ratePerSecond(20 * SECOND)).isCloseTo(20, within(1e-12));
    assertThat(RATE.ratePerSecond(35 * SECOND)).isCloseTo(10, within(1e-12));
    assertThat(RATE.ratePerSecond(45 * SECOND)).isZero();
    assertThat(RATE.ratePerSecond(1000 * SECOND)).isZero();
  }

  /** 10*50 + 5*125 + 5*200 + 10*20 + 10*10 + 10*0 + 2*50 + 8*100 = 3325. */
  @Test
  void expectedCountIsTheIntegral() {
    assertThat(RATE.expectedCount(0, 100 * SECOND)).isCloseTo(3325, within(1e-9));
    assertThat(RATE.expectedCount(0, 12 * SECOND)).isCloseTo(500 + 2 * 80, within(1e-9));
    assertThat(RATE.expectedCount(12 * SECOND, 31 * SECOND))
        .isCloseTo(3 * 155 + 1000 + 200 + 19, within(1e-9));
    assertThat(RATE.expectedCount(5 * SECOND, 5 * SECOND)).isZero();
    assertThatThrownBy(() -> RATE.expectedCount(5, 4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RATE.expectedCount(-1, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * Time rescaled by the integrated rate turns the process into one of rate 1 (Papangelou): the
   * gaps must be exponential of mean 1, on every ramp and step.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rescaledGapsAreExponential(long seed) {
    PiecewiseRate.Cursor cursor = RATE.cursor();
    RandomStream stream = stream(seed);
    double[] gaps = new double[20_000];
    int n = 0;
    while (n < gaps.length) {
      double before = 0;
      for (long t = cursor.nextArrivalNanos(0, stream);
          t != PiecewiseRate.NEVER && n < gaps.length;
          t = cursor.nextArrivalNanos(t, stream)) {
        double here = RATE.expectedCount(0, t);
        gaps[n++] = here - before;
        before = here;
      }
    }
    // The last gap of a run is cut off when the rate ends; one in 3325, far below the tolerance.
    assertThat(GoodnessOfFit.kolmogorov(gaps, x -> -StrictMath.expm1(-x))).isLessThan(1);
  }

  /** Counts in disjoint intervals: Poisson mean and variance, no correlation; 2,000 runs. */
  @Test
  void countsPerIntervalArePoisson() {
    long[] edges = {0, 10, 12, 15, 20, 30, 34, 40, 51, 55, 60, 100};
    int runs = 2000;
    long[][] counts = new long[edges.length - 1][runs];
    RandomStream stream = stream(5);
    PiecewiseRate.Cursor cursor = RATE.cursor();
    for (int run = 0; run < runs; run++) {
      long t = cursor.nextArrivalNanos(0, stream);
      while (t != PiecewiseRate.NEVER) {
        int cell = Arrays.binarySearch(edges, t / SECOND);
        counts[cell >= 0 ? cell : -cell - 2][run]++;
        t = cursor.nextArrivalNanos(t, stream);
      }
    }
    for (int cell = 0; cell < counts.length; cell++) {
      double expected = RATE.expectedCount(edges[cell] * SECOND, edges[cell + 1] * SECOND);
      Tally tally = new Tally();
      Arrays.stream(counts[cell]).forEach(tally::add);
      if (expected == 0) {
        assertThat(tally.max()).isZero();
        continue;
      }
      // Var of the mean m/n; of the sample variance (m + 2 m^2) / n.
      double z = GoodnessOfFit.Z;
      assertThat(tally.mean()).isCloseTo(expected, within(z * Math.sqrt(expected / runs)));
      assertThat(tally.variance())
          .isCloseTo(expected, within(z * Math.sqrt((expected + 2 * expected * expected) / runs)));
      if (cell > 0 && RATE.expectedCount(edges[cell - 1] * SECOND, edges[cell] * SECOND) > 0) {
        assertThat(correlation(counts[cell - 1], counts[cell]))
            .isCloseTo(0, within(z / Math.sqrt(runs)));
      }
    }
  }

  /** The full law of a count, not only its moments: chi-square against Poisson(19). */
  @Test
  void aCountOnARampFollowsPoissonsLaw() {
    int runs = 20_000;
    double mean = RATE.expectedCount(30 * SECOND, 31 * SECOND);
    assertThat(mean).isCloseTo(19, within(1e-9));
    PoissonDistribution law = new PoissonDistribution(mean);
    long[] cells = new long[22];
    double[] expected = new double[22];
    for (int k = 0; k < 22; k++) {
      expected[k] = runs * law.probability(k + 9);
    }
    expected[0] = runs * law.cumulativeProbability(9);
    expected[21] = runs * (1 - law.cumulativeProbability(29));
    PiecewiseRate.Cursor cursor = RATE.cursor();
    RandomStream stream = stream(6);
    for (int run = 0; run < runs; run++) {
      int count = 0;
      long t = cursor.nextArrivalNanos(30 * SECOND, stream);
      while (t < 31 * SECOND) {
        count++;
        t = cursor.nextArrivalNanos(t, stream);
      }
      cells[Math.max(0, Math.min(21, count - 9))]++;
    }
    assertThat(GoodnessOfFit.chiSquare(cells, expected)).isLessThan(1);
  }

  private static double correlation(long[] a, long[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return ab / Math.sqrt(aa * bb);
  }

  @Test
  void zeroRateForEverNeverArrives() {
    assertThat(PiecewiseRate.constant(Rate.ZERO).cursor().nextArrivalNanos(0, stream(1)))
        .isEqualTo(PiecewiseRate.NEVER);
    PiecewiseRate.Cursor ended = RATE.cursor();
    assertThat(ended.nextArrivalNanos(60 * SECOND, stream(1))).isEqualTo(PiecewiseRate.NEVER);
    assertThat(ended.nextArrivalNanos(PiecewiseRate.NEVER, stream(1)))
        .isEqualTo(PiecewiseRate.NEVER);
  }

  @Test
  void aRateOfOnceInAMillionYearsNeverArrivesInsteadOfOverflowing() {
    PiecewiseRate.Cursor cursor = PiecewiseRate.constant(new Rate(1e-14)).cursor();
    RandomStream stream = stream(2);
    for (int i = 0; i < 100; i++) {
      long t = cursor.nextArrivalNanos(1L << 61, stream);
      assertThat(t).isGreaterThanOrEqualTo(1L << 61);
    }
  }

  @Test
  void arrivalsSkipAPause() {
    PiecewiseRate.Cursor cursor = RATE.cursor();
    RandomStream stream = stream(3);
    for (int i = 0; i < 1000; i++) {
      long t = cursor.nextArrivalNanos(41 * SECOND, stream);
      assertThat(t).isGreaterThan(50 * SECOND);
    }
  }

  @Test
  void earlierTimesAreAllowed() {
    PiecewiseRate.Cursor walked = RATE.cursor();
    walked.nextArrivalNanos(58 * SECOND, stream(1));
    assertThat(walked.nextArrivalNanos(11 * SECOND, stream(4)))
        .isEqualTo(RATE.cursor().nextArrivalNanos(11 * SECOND, stream(4)));
  }

  @Test
  void constantRateIsAnExponentialGap() {
    PiecewiseRate.Cursor cursor = PiecewiseRate.constant(new Rate(1000)).cursor();
    RandomStream a = stream(7);
    RandomStream b = stream(7);
    long t = 0;
    for (int i = 0; i < 1000; i++) {
      long next = cursor.nextArrivalNanos(t, a);
      assertThat((double) (next - t)).isCloseTo(1e6 * b.nextExponential(), within(0.51));
      t = next;
    }
  }

  @Test
  void nothingIsAllocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    PiecewiseRate.Cursor cursor = RATE.cursor();
    RandomStream stream = stream(8);
    long sum = draw(cursor, stream, 100_000);
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    sum += draw(cursor, stream, 500_000);
    long allocated = threads.getThreadAllocatedBytes(id) - before;
    assertThat(sum).isPositive();
    assertThat(allocated).isLessThan(10_000);
  }

  private static long draw(PiecewiseRate.Cursor cursor, RandomStream stream, int n) {
    long sum = 0;
    long t = 0;
    for (int i = 0; i < n; i++) {
      t = cursor.nextArrivalNanos(t, stream);
      sum += t & 0xFF;
      t = t == PiecewiseRate.NEVER ? 0 : t;
    }
    return sum;
  }

  @Test
  void arrivalsAreGolden() {
    PiecewiseRate.Cursor cursor = RATE.cursor();
    RandomStream stream = stream(9);
    long digest = 0;
    long t = 0;
    for (int i = 0; i < 20_000; i++) {
      t = cursor.nextArrivalNanos(t, stream);
      digest = digest * 31 + t;
      t = t == PiecewiseRate.NEVER ? 0 : t;
    }
    assertThat(digest).isEqualTo(-4905869344437660981L);
  }
}
