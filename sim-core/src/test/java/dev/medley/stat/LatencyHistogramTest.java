package dev.medley.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {
  private static long[] sample(long seed, int n) {
    RandomStream stream = new StreamTree(seed, 0).stream("latency");
    long[] values = new long[n];
    for (int i = 0; i < n; i++) {
      // Log-uniform over 12 decades: every part of the range.
      values[i] = (long) StrictMath.pow(10, 12 * stream.nextDouble());
    }
    return values;
  }

  private static LatencyHistogram histogram(long[] values) {
    LatencyHistogram histogram = new LatencyHistogram();
    for (long value : values) {
      histogram.recordNanos(value);
    }
    return histogram;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void quantilesAreWithinATenthOfAPercentOrEightNanoseconds(long seed) {
    long[] values = sample(seed, 20_000);
    LatencyHistogram histogram = histogram(values);
    Arrays.sort(values);
    for (double p : new double[] {0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 0.9999}) {
      long exact = values[(int) Math.ceil(p * values.length) - 1];
      assertThat(histogram.quantileNanos(p))
          .as("p %s", p)
          .isCloseTo(exact, within(Math.max(8, exact * 1e-3)));
    }
    assertThat(histogram.quantileNanos(0)).isEqualTo(values[0]);
    assertThat(histogram.quantileNanos(1)).isEqualTo(values[values.length - 1]);
  }

  @Test
  void countSumMeanAndExtremesAreExact() {
    long[] values = sample(4, 10_000);
    LatencyHistogram histogram = histogram(values);
    BigInteger sum =
        Arrays.stream(values)
            .mapToObj(BigInteger::valueOf)
            .reduce(BigInteger.ZERO, BigInteger::add);
    assertThat(histogram.count()).isEqualTo(values.length);
    assertThat(histogram.sumNanos()).isEqualTo(sum.doubleValue());
    assertThat(histogram.meanNanos()).isEqualTo(sum.doubleValue() / values.length);
    assertThat(histogram.minNanos()).isEqualTo(Arrays.stream(values).min().orElseThrow());
    assertThat(histogram.maxNanos()).isEqualTo(Arrays.stream(values).max().orElseThrow());
    assertThat(histogram.overflowCount()).isZero();
  }

  @Test
  void quantilesNeverLeaveTheExactExtremes() {
    LatencyHistogram histogram = histogram(new long[] {1_000_001, 1_000_001, 1_000_003});
    for (double p = 0; p <= 1; p += 0.125) {
      assertThat(histogram.quantileNanos(p)).isBetween(1_000_001.0, 1_000_003.0);
    }
  }

  @Test
  void valuesAboveTenYearsAreCountedAsOverflowAndKeptInTheMean() {
    long decade = LatencyHistogram.HIGHEST_NANOS;
    LatencyHistogram histogram = histogram(new long[] {decade, decade + 1, 3 * decade, 5});
    assertThat(histogram.count()).isEqualTo(4);
    assertThat(histogram.overflowCount()).isEqualTo(2);
    assertThat(histogram.maxNanos()).isEqualTo(3 * decade);
    assertThat(histogram.meanNanos()).isEqualTo((5.0 * decade + 6) / 4);
    assertThat(histogram.quantileNanos(0.75)).isCloseTo(decade, within(1e-3 * decade));
  }

  /** Beyond a day the cells are made as they are needed; nothing of that shows. */
  @Test
  void monthsAreAsExactAsMilliseconds() {
    long month = 30 * 86_400_000_000_000L;
    long[] values = new long[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 2 == 0 ? 1_000_000L : month) + i;
    }
    LatencyHistogram histogram = histogram(values);
    assertThat(histogram.overflowCount()).isZero();
    assertThat(histogram.quantileNanos(0.25)).isCloseTo(1e6, within(1e3));
    assertThat(histogram.quantileNanos(0.75)).isCloseTo(month, within(1e-3 * month));
    assertThat(histogram.countAtOrBelow(month / 2)).isEqualTo(500);
    assertThat(histogram.countAtOrBelow(2 * month)).isEqualTo(1000);
    assertThat(LatencyHistogram.decode(histogram.encode()).encode()).isEqualTo(histogram.encode());
    LatencyHistogram merged = histogram(new long[] {7});
    merged.merge(histogram);
    LatencyHistogram other = histogram(values);
    other.merge(histogram(new long[] {7}));
    assertThat(merged.encode()).isEqualTo(other.encode());
    histogram.reset();
    assertThat(histogram.encode()).isEqualTo(new LatencyHistogram().encode());
  }

  /** Ten times the largest value: the sum is beyond a long. */
  @Test
  void sumDoesNotOverflow() {
    long huge = 1L << 62;
    LatencyHistogram histogram = new LatencyHistogram();
    for (int i = 0; i < 10; i++) {
      histogram.recordNanos(huge);
      histogram.recordNanos(huge - 1);
    }
    double exact =
        BigInteger.valueOf(huge)
            .multiply(BigInteger.valueOf(20))
            .subtract(BigInteger.TEN)
            .doubleValue();
    assertThat(histogram.sumNanos()).isEqualTo(exact);
    histogram.merge(LatencyHistogram.decode(histogram.encode()));
    assertThat(histogram.sumNanos()).isEqualTo(2 * exact);
    assertThat(histogram.maxNanos()).isEqualTo(huge);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, (1L << 62) + 1, Long.MAX_VALUE})
  void impossibleLatenciesAreRefused(long nanos) {
    LatencyHistogram histogram = new LatencyHistogram();
    assertThatThrownBy(() -> histogram.recordNanos(nanos))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(histogram.count()).isZero();
    assertThat(histogram.sumNanos()).isZero();
  }

  @Test
  void emptyHistogramKnowsNothing() {
    LatencyHistogram histogram = histogram(sample(5, 100));
    histogram.reset();
    assertThat(histogram.encode()).isEqualTo(new LatencyHistogram().encode());
    assertThat(histogram.count()).isZero();
    assertThat(histogram.meanNanos()).isNaN();
    assertThat(histogram.quantileNanos(0)).isNaN();
    assertThat(histogram.quantileNanos(0.5)).isNaN();
    assertThat(histogram.minNanos()).isZero();
    assertThat(histogram.maxNanos()).isZero();
    histogram.visitQuantiles(5, (nanos, ratio, count) -> assertThat(count).isZero());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
  void probabilityOutsideTheUnitIntervalIsRefused(double p) {
    assertThatThrownBy(() -> new LatencyHistogram().quantileNanos(p))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void mergedPartsAreThePoolInAnyOrder() {
    long[] values = sample(6, 9_000);
    values[17] = 2 * LatencyHistogram.HIGHEST_NANOS;
    LatencyHistogram forwards = new LatencyHistogram();
    LatencyHistogram backwards = new LatencyHistogram();
    for (int part = 0; part < 9; part++) {
      forwards.merge(histogram(Arrays.copyOfRange(values, 1000 * part, 1000 * part + 1000)));
      int mirror = 8 - part;
      backwards.merge(histogram(Arrays.copyOfRange(values, 1000 * mirror, 1000 * mirror + 1000)));
    }
    byte[] pool = histogram(values).encode();
    assertThat(forwards.encode()).isEqualTo(pool);
    assertThat(backwards.encode()).isEqualTo(pool);
  }

  @Test
  void mergingAnEmptyHistogramChangesNothing() {
    LatencyHistogram histogram = histogram(sample(7, 100));
    byte[] before = histogram.encode();
    histogram.merge(new LatencyHistogram());
    assertThat(histogram.encode()).isEqualTo(before);
  }

  @Test
  void decodingGivesBackEverything() {
    LatencyHistogram histogram = histogram(sample(8, 5_000));
    histogram.recordNanos(3 * LatencyHistogram.HIGHEST_NANOS);
    LatencyHistogram back = LatencyHistogram.decode(histogram.encode());
    assertThat(back.encode()).isEqualTo(histogram.encode());
    assertThat(back.count()).isEqualTo(histogram.count());
    assertThat(back.overflowCount()).isEqualTo(1);
    assertThat(back.sumNanos()).isEqualTo(histogram.sumNanos());
    assertThat(back.minNanos()).isEqualTo(histogram.minNanos());
    assertThat(back.maxNanos()).isEqualTo(histogram.maxNanos());
    assertThat(back.quantileNanos(0.9)).isEqualTo(histogram.quantileNanos(0.9));
  }

  /** The promise of same seed, same bytes on any Java version rests on this. */
  @Test
  void encodingIsGolden() {
    byte[] bytes = histogram(sample(9, 5_000)).encode();
    assertThat(Arrays.hashCode(bytes)).isEqualTo(-1892770046);
    assertThat(new LatencyHistogram().encode().length).isLessThan(120);
  }

  /**
   * Damage anywhere is an IllegalArgumentException or a readable histogram, never anything else.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void damagedBytesAreRefusedCleanly(long seed) {
    byte[] good = histogram(sample(10, 200)).encode();
    RandomStream stream = new StreamTree(seed, 0).stream("damage");
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] bad = good.clone();
      if (i % 3 == 0) {
        bad = Arrays.copyOf(bad, stream.nextInt(bad.length));
      } else {
        // Every other time near the start, where counts and ranges are.
        int at = stream.nextInt(i % 3 == 1 ? 100 : bad.length);
        bad[at] ^= (byte) (1 + stream.nextInt(255));
      }
      try {
        LatencyHistogram.decode(bad).quantileNanos(0.5);
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(2000);
  }

  @Test
  void payloadIsReadByHdrHistogram() throws Exception {
    long[] values = sample(11, 3_000);
    LatencyHistogram histogram = histogram(values);
    byte[] payload = histogram.compressedHdrPayload();
    Histogram read = Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(payload), 0);
    assertThat(read.getTotalCount()).isEqualTo(3_000);
    assertThat((double) read.getValueAtPercentile(90)).isEqualTo(histogram.quantileNanos(0.9));
    assertThat(payload.length).isLessThan(20_000);
  }

  @Test
  void countUpToAValueIsTheEmpiricalDistribution() {
    LatencyHistogram histogram = histogram(new long[] {100, 2_000, 2_000, 3_000_000});
    assertThat(histogram.countAtOrBelow(-1)).isZero();
    assertThat(histogram.countAtOrBelow(50)).isZero();
    assertThat(histogram.countAtOrBelow(100)).isEqualTo(1);
    assertThat(histogram.countAtOrBelow(10_000)).isEqualTo(3);
    assertThat(histogram.countAtOrBelow(Long.MAX_VALUE)).isEqualTo(4);
  }

  @Test
  void visitedQuantilesRiseToTheMaximum() {
    LatencyHistogram histogram = histogram(sample(12, 10_000));
    List<long[]> points = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    histogram.visitQuantiles(
        5,
        (nanos, ratio, count) -> {
          points.add(new long[] {nanos, count});
          ratios.add(ratio);
        });
    assertThat(points.size()).isGreaterThan(50);
    for (int i = 1; i < points.size(); i++) {
      assertThat(points.get(i)[0]).isGreaterThanOrEqualTo(points.get(i - 1)[0]);
      assertThat(points.get(i)[1]).isGreaterThanOrEqualTo(points.get(i - 1)[1]);
      assertThat(ratios.get(i)).isGreaterThanOrEqualTo(ratios.get(i - 1));
      assertThat(points.get(i)[1] / 10_000.0).isGreaterThanOrEqualTo(ratios.get(i) - 1e-9);
    }
    assertThat(ratios.get(ratios.size() - 1)).isEqualTo(1);
    assertThat(points.get(points.size() - 1)).containsExactly(histogram.maxNanos(), 10_000);
  }

  @Test
  void memoryStaysBelow300KiB() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    new LatencyHistogram().recordNanos(1);
    long before = threads.getThreadAllocatedBytes(id);
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.merge(new LatencyHistogram());
    histogram.reset();
    long empty = threads.getThreadAllocatedBytes(id) - before;
    histogram.recordNanos(1);
    long allocated = threads.getThreadAllocatedBytes(id) - before;
    assertThat(histogram.count()).isEqualTo(1);
    assertThat(empty).isLessThan(8L * 1024);
    assertThat(allocated).isBetween(35L * 1024 * 8, 308L * 1024);
  }

  @Test
  void anEmptyHistogramIsLikeOneThatWasReset() {
    LatencyHistogram reset = histogram(sample(17, 1000));
    reset.reset();
    LatencyHistogram empty = new LatencyHistogram();
    assertThat(empty.encode()).isEqualTo(reset.encode());
    assertThat(LatencyHistogram.decode(empty.encode()).count()).isZero();
    assertThat(empty.quantileNanos(0.5)).isNaN();
    assertThat(empty.countAtOrBelow(1000)).isZero();
    LatencyHistogram merged = histogram(sample(19, 1000));
    byte[] before = merged.encode();
    merged.merge(new LatencyHistogram());
    assertThat(merged.encode()).isEqualTo(before);
    empty.merge(merged);
    assertThat(empty.encode()).isEqualTo(before);
  }

  @Test
  void recordingAllocatesNothing() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long[] values = sample(13, 100_000);
    LatencyHistogram histogram = histogram(values);
    long before = threads.getThreadAllocatedBytes(id);
    for (long value : values) {
      histogram.recordNanos(value);
    }
    long allocated = threads.getThreadAllocatedBytes(id) - before;
    assertThat(histogram.count()).isEqualTo(200_000);
    assertThat(allocated).isLessThan(10_000);
  }
}
