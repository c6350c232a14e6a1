package dev.medley.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medley.random.GoodnessOfFit;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.lang.management.ManagementFactory;
import org.apache.commons.math3.special.Beta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UniformOrderStatisticsTest {
  private static final long MINUTE = 60_000_000_000L;

  private static RandomStream stream(long seed) {
    return new StreamTree(seed, 0).stream("arrivals");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 17, 100_000})
  void exactlyTheAskedNumberComesInOrderAndInside(long count) {
    UniformOrderStatistics cursor = new UniformOrderStatistics();
    RandomStream stream = stream(count);
    for (long from : new long[] {0, MINUTE, 1L << 60}) {
      cursor.restart(from, from + MINUTE, count);
      long before = from;
      for (long i = 0; i < count; i++) {
        assertThat(cursor.remaining()).isEqualTo(count - i);
        long here = cursor.nextNanos(stream);
        assertThat(here >= before && here < from + MINUTE).isTrue();
        before = here;
      }
      assertThat(cursor.remaining()).isZero();
      assertThat(cursor.nextNanos(stream)).isEqualTo(Long.MAX_VALUE);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void manyTogetherAreUniform(long seed) {
    UniformOrderStatistics cursor = new UniformOrderStatistics();
    RandomStream stream = stream(seed);
    int n = 100_000;
    cursor.restart(MINUTE, 2 * MINUTE, n);
    double[] sample = new double[n];
    for (int i = 0; i < n; i++) {
      sample[i] = cursor.nextNanos(stream);
    }
    assertThat(GoodnessOfFit.kolmogorov(sample, x -> x / MINUTE - 1)).isLessThan(1);
  }

  /** The k-th of n follows Beta(k, n + 1 - k); small n uses the exponential, large n the series. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 40})
  void eachRankFollowsItsBetaLaw(int n) {
    UniformOrderStatistics cursor = new UniformOrderStatistics();
    RandomStream stream = stream(n);
    int runs = 20_000;
    double[][] byRank = new double[n][runs];
    for (int run = 0; run < runs; run++) {
      cursor.restart(0, MINUTE, n);
      for (int k = 0; k < n; k++) {
        byRank[k][run] = (double) cursor.nextNanos(stream) / MINUTE;
      }
    }
    for (int k = 1; k <= n; k += Math.max(1, n / 5)) {
      int rank = k;
      double fit =
          GoodnessOfFit.kolmogorov(
              byRank[k - 1], x -> Beta.regularizedBeta(x, rank, n + 1.0 - rank));
      assertThat(fit).as("rank %d of %d", k, n).isLessThan(1);
    }
  }

  /** Gaps between neighbours of a large sample are about exponential: clumps would show here. */
  @Test
  void gapsOfALargeSampleAreExponential() {
    UniformOrderStatistics cursor = new UniformOrderStatistics();
    RandomStream stream = stream(9);
    int n = 100_000;
    cursor.restart(0, 1000 * MINUTE, n);
    double[] gaps = new double[n];
    long before = 0;
    for (int i = 0; i < n; i++) {
      long here = cursor.nextNanos(stream);
      gaps[i] = (double) (here - before) / (1000 * MINUTE) * (n + 1);
      before = here;
    }
    assertThat(GoodnessOfFit.kolmogorov(gaps, x -> -StrictMath.expm1(-x))).isLessThan(1);
  }

  @Test
  void anIntervalOfOneNanosecondTakesAny() {
    UniformOrderStatistics cursor = new UniformOrderStatistics();
    cursor.restart(5, 6, 1000);
    RandomStream stream = stream(1);
    for (int i = 0; i < 1000; i++) {
      assertThat(cursor.nextNanos(stream)).isEqualTo(5);
    }
  }

  /** Within 2^-48 for all y, as the series promises; relative, so that tiny gaps are right too. */
  @Test
  void shareOfTheRestIsAccurate() {
    RandomStream stream = stream(2);
    for (int i = 0; i < 200_000; i++) {
      double y = StrictMath.exp(40 * stream.nextDouble() - 36);
      double exact = -StrictMath.expm1(-y);
      assertThat(Math.abs(UniformOrderStatistics.share(y) - exact) <= 0x1p-48 * exact)
          .as("%s", y)
          .isTrue();
    }
    assertThat(UniformOrderStatistics.share(0)).isZero();
  }

  @Test
  void impossibleWorkIsRefused() {
    UniformOrderStatistics cursor = new UniformOrderStatistics();
    assertThatThrownBy(() -> cursor.restart(5, 5, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> cursor.restart(0, 5, -1)).isInstanceOf(IllegalArgumentException.class);
    cursor.restart(5, 5, 0);
    assertThat(cursor.remaining()).isZero();
  }

  @Test
  void nothingIsAllocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    UniformOrderStatistics cursor = new UniformOrderStatistics();
    RandomStream stream = stream(4);
    cursor.restart(0, MINUTE, 1_200_000);
    long sum = draw(cursor, stream, 200_000);
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    sum += draw(cursor, stream, 1_000_000);
    long allocated = threads.getThreadAllocatedBytes(id) - before;
    assertThat(sum).isPositive();
    assertThat(allocated).isLessThan(10_000);
  }

  private static long draw(UniformOrderStatistics cursor, RandomStream stream, int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += cursor.nextNanos(stream) & 0xFF;
    }
    return sum;
  }

  @Test
  void instantsAreGolden() {
    UniformOrderStatistics cursor = new UniformOrderStatistics();
    RandomStream stream = stream(8);
    long digest = 0;
    for (int n = 1; n <= 300; n++) {
      cursor.restart(0, MINUTE, n);
      for (int i = 0; i < n; i++) {
        digest = digest * 31 + cursor.nextNanos(stream);
      }
    }
    assertThat(digest).isEqualTo(814736229231834281L);
  }
}
