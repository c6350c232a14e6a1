package dev.medley.stat;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/**
 * The distribution of a latency: every recorded value counted in a cell at most 0.1 % wide.
 *
 * <p>All histograms have the same range, 8 ns to ten years, and 3 significant digits, so that any
 * two can be merged. A quantile is off by at most 0.1 % or 8 ns, whichever is more. Values above
 * ten years are counted as such and counted once more as overflow. Count, sum, least and greatest
 * value are kept exactly beside the cells (values above the range included), so the mean is exact.
 * Merging adds whole numbers: exact, in any order.
 *
 * <p>Memory: none to speak of without values; from the first one on, 35 * 1024 cells of 8 bytes,
 * 280 KiB, whatever is recorded up to a day; greater values take up to 96 KiB more. No other
 * allocation while recording; about 2.5 ns a value. Not thread-safe.
 */
public final class LatencyHistogram {
  /** The greatest value with a cell of its own: ten years. */
  public static final long HIGHEST_NANOS = 315_360_000_000_000_000L;

  /** The greatest value before a histogram takes more memory: one day. */
  private static final long USUAL_NANOS = 86_400_000_000_000L;

  private static final long LOWEST_NANOS = 8;
  private static final int DIGITS = 3;
  private static final byte FORMAT = 1;
  private static final int HEADER_BYTES = 1 + 6 * Long.BYTES + Integer.BYTES;

  // The sum is sumHigh * 2^62 + sumLow with sumLow in [0, 2^62): no overflow in any run.
  private static final long CARRY = 1L << 62;

  /** Made for the first value: a thousand idle services have thousands of empty histograms. */
  private @Nullable Histogram cells;

  private long sumHigh;
  private long sumLow;
  private long minNanos = Long.MAX_VALUE;
  private long maxNanos;
  private long overflowCount;

  /** A histogram without values. */
  public LatencyHistogram() {}

  private Histogram cells() {
    Histogram present = cells;
    if (present == null) {
      present = new Histogram(LOWEST_NANOS, USUAL_NANOS, DIGITS);
      cells = present;
    }
    return present;
  }

  /** Without values they are made for this one reading: nothing is kept. */
  private Histogram cellsToRead() {
    Histogram present = cells;
    return present == null ? new Histogram(LOWEST_NANOS, USUAL_NANOS, DIGITS) : present;
  }

  /** Cells up to a greatest value: the usual ones, or all there can be. */
  private Histogram cellsUpTo(long nanos) {
    Histogram present = cells();
    if (nanos > USUAL_NANOS && present.getHighestTrackableValue() == USUAL_NANOS) {
      Histogram wide = new Histogram(LOWEST_NANOS, HIGHEST_NANOS, DIGITS);
      wide.add(present);
      cells = wide;
      return wide;
    }
    return present;
  }

  /**
   * Records one value.
   *
   * @param nanos in [0, 2^62]
   * @throws IllegalArgumentException outside that range
   */
  public void recordNanos(long nanos) {
    if (nanos < 0 || nanos > CARRY) {
      throw new IllegalArgumentException("a latency is in [0, 2^62] ns (was " + nanos + ")");
    }
    if (nanos > USUAL_NANOS) {
      overflowCount += nanos > HIGHEST_NANOS ? 1 : 0;
      cellsUpTo(nanos).recordValue(Math.min(nanos, HIGHEST_NANOS));
    } else {
      cells().recordValue(nanos);
    }
    addToSum(0, nanos);
    if (nanos < minNanos) {
      minNanos = nanos;
    }
    if (nanos > maxNanos) {
      maxNanos = nanos;
    }
  }

  private void addToSum(long high, long low) {
    sumHigh += high;
    sumLow += low;
    // Unsigned: 2^62 - 1 + 2^62 may reach the sign bit.
    if (Long.compareUnsigned(sumLow, CARRY) >= 0) {
      sumLow -= CARRY;
      sumHigh++;
    }
  }

  /** How many values were recorded. */
  public long count() {
    return cells == null ? 0 : cells.getTotalCount();
  }

  /** How many of them were above {@link #HIGHEST_NANOS}. */
  public long overflowCount() {
    return overflowCount;
  }

  /** The least value, exactly; 0 without values. */
  public long minNanos() {
    return count() == 0 ? 0 : minNanos;
  }

  /** The greatest value, exactly, overflows included; 0 without values. */
  public long maxNanos() {
    return maxNanos;
  }

  /** The sum of the values, exact but for one final rounding. */
  public double sumNanos() {
    return sumHigh * (double) CARRY + sumLow;
  }

  /** The mean, exact but for one final rounding; NaN without values. */
  public double meanNanos() {
    return sumNanos() / count();
  }

  /**
   * The least value that at least the share p of the recorded values does not exceed, up to the
   * width of a cell; NaN without values.
   *
   * @param p in [0, 1]; 0 gives the exact minimum, 1 the exact maximum
   * @throws IllegalArgumentException when p is outside [0, 1]
   */
  public double quantileNanos(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("p must be >= 0 and <= 1 (was " + p + ")");
    }
    if (count() == 0) {
      return Double.NaN;
    }
    if (p == 0) {
      return minNanos;
    }
    return p == 1 ? maxNanos : within(cells().getValueAtPercentile(100 * p));
  }

  /** How many recorded values lie in cells up to and including the one of a value. */
  public long countAtOrBelow(long nanos) {
    return nanos < 0 || cells == null
        ? 0
        : cells.getCountBetweenValues(0, Math.min(nanos, HIGHEST_NANOS));
  }

  private long within(long nanos) {
    if (nanos < LOWEST_NANOS) {
      // the first cell holds 0 to 7: mostly waits of nothing, which should read as nothing
      return minNanos;
    }
    return Math.max(minNanos, Math.min(maxNanos, nanos));
  }

  /** Adds the values of another histogram. Exact; the order of merges does not matter. */
  public void merge(LatencyHistogram other) {
    if (other.cells == null) {
      return;
    }
    cellsUpTo(other.maxNanos).add(other.cells);
    addToSum(other.sumHigh, other.sumLow);
    minNanos = Math.min(minNanos, other.minNanos);
    maxNanos = Math.max(maxNanos, other.maxNanos);
    overflowCount += other.overflowCount;
  }

  /** Forgets everything, for the end of a warm-up. */
  public void reset() {
    if (cells == null || cells.getTotalCount() == 0) {
      return;
    }
    if (maxNanos > USUAL_NANOS) {
      cells = null;
    } else {
      cells.reset();
    }
    sumHigh = 0;
    sumLow = 0;
    minNanos = Long.MAX_VALUE;
    maxNanos = 0;
    overflowCount = 0;
  }

  /**
   * Points of the distribution for a plot over log(1 / (1 - p)), from the least value to the
   * greatest.
   *
   * @param ticksPerHalving points for each halving of 1 - p, for example 5
   * @param visitor receives the points in increasing order
   */
  public void visitQuantiles(int ticksPerHalving, QuantileVisitor visitor) {
    for (HistogramIterationValue point : cellsToRead().percentiles(ticksPerHalving)) {
      visitor.visit(
          within(point.getValueIteratedTo()),
          point.getPercentileLevelIteratedTo() / 100,
          point.getTotalCountToThisValue());
    }
  }

  /** Receives points of a distribution. */
  @FunctionalInterface
  public interface QuantileVisitor {
    /**
     * One point.
     *
     * @param nanos the value
     * @param cumulativeRatio the p for which the value was determined
     * @param cumulativeCount how many recorded values are at most this
     */
    void visit(long nanos, double cumulativeRatio, long cumulativeCount);
  }

  /**
   * Everything as bytes that {@link #decode} reads back: the exact parts, then the cells in
   * HdrHistogram's V2 encoding, uncompressed (a compressor's bytes may differ between Java
   * versions, these do not). Some kilobytes.
   */
  public byte[] encode() {
    ByteBuffer payload = ByteBuffer.allocate(cellsToRead().getNeededByteBufferCapacity());
    int payloadBytes = cellsToRead().encodeIntoByteBuffer(payload);
    return ByteBuffer.allocate(HEADER_BYTES + payloadBytes)
        .put(FORMAT)
        .putLong(count())
        .putLong(overflowCount)
        .putLong(minNanos)
        .putLong(maxNanos)
        .putLong(sumHigh)
        .putLong(sumLow)
        .putInt(payloadBytes)
        .put(payload.array(), 0, payloadBytes)
        .array();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException when the bytes are damaged or of another format
   */
  public static LatencyHistogram decode(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      byte format = in.get();
      if (format != FORMAT) {
        throw new IllegalArgumentException("unknown histogram format " + format);
      }
      long count = in.getLong();
      long overflowCount = in.getLong();
      long minNanos = in.getLong();
      long maxNanos = in.getLong();
      long sumHigh = in.getLong();
      long sumLow = in.getLong();
      if (in.getInt() != in.remaining()) {
        throw new IllegalArgumentException("histogram cut short");
      }
      LatencyHistogram histogram = new LatencyHistogram();
      histogram.cellsUpTo(maxNanos).add(Histogram.decodeFromByteBuffer(in.slice(), 0));
      histogram.overflowCount = overflowCount;
      histogram.minNanos = minNanos;
      histogram.maxNanos = maxNanos;
      histogram.sumHigh = sumHigh;
      histogram.sumLow = sumLow;
      if (histogram.count() != count) {
        throw new IllegalArgumentException(
            "histogram of " + count + " values holds " + histogram.count());
      }
      return histogram;
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      throw new IllegalArgumentException("damaged histogram", e);
    }
  }

  /**
   * The cells in HdrHistogram's compressed V2 encoding: the payload of a line of an .hlog file,
   * before Base64. Its decoded content is reproducible; its bytes depend on the compressor.
   */
  public byte[] compressedHdrPayload() {
    ByteBuffer buffer = ByteBuffer.allocate(cellsToRead().getNeededByteBufferCapacity());
    int bytes = cellsToRead().encodeIntoCompressedByteBuffer(buffer);
    return Arrays.copyOf(buffer.array(), bytes);
  }
}
