package dev.medley.cluster.resource;

import dev.medley.check.Quantity;
import dev.medley.check.Units;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A data rate, written {@code 9.5Gb/s}, {@code 1Mb/s} (bits), {@code 2GB/s} or {@code 64MiB/s}
 * (bytes).
 *
 * @param bitsPerSecond bits per second, at least 0
 */
public record Bandwidth(long bitsPerSecond) implements Quantity {
  /** What its text looks like, for editors. */
  public static final String PATTERN = "^[+-]?\\d+(\\.\\d+)?\\s*([kMGT]?b|[kMG]B|[KMG]iB)/s$";

  private static final Units UNITS =
      Units.of("a data rate such as 10Gb/s, 1Mb/s or 2GB/s")
          .with("Tb/s", 1_000_000_000_000L)
          .with("Gb/s", 1_000_000_000L)
          .with("Mb/s", 1_000_000L)
          .with("kb/s", 1_000L)
          .with("b/s", 1L)
          .with("GB/s", 8_000_000_000L)
          .with("MB/s", 8_000_000L)
          .with("kB/s", 8_000L)
          .with("GiB/s", 8L << 30)
          .with("MiB/s", 8L << 20)
          .with("KiB/s", 8L << 10);
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  /**
   * Reads a data rate; a fraction of a bit per second is rounded half up.
   *
   * @throws IllegalArgumentException when the text is not a data rate
   */
  public static Bandwidth parse(String text) {
    BigDecimal value = UNITS.parse(text);
    if (value.abs().compareTo(MOST) > 0) {
      throw UNITS.refused(text);
    }
    return new Bandwidth(value.setScale(0, RoundingMode.HALF_UP).longValueExact());
  }

  /** Time that an amount takes at this rate, nanoseconds, rounded up. */
  public long transferNanos(long bytes) {
    return (long) Math.ceil(bytes * 8e9 / bitsPerSecond);
  }

  @Override
  public double baseValue() {
    return bitsPerSecond;
  }

  @Override
  public String baseUnit() {
    return "b/s";
  }

  @Override
  public String toString() {
    return UNITS.text(bitsPerSecond);
  }
}
