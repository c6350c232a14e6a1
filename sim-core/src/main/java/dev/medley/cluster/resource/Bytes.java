package dev.medley.cluster.resource;

import dev.medley.check.Quantity;
import dev.medley.check.Units;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of memory or data, written {@code 512Mi}, {@code 1Gi}, {@code 10MB}, {@code 2GiB} or a
 * plain number of bytes.
 *
 * @param bytes number of bytes, at least 0
 */
public record Bytes(long bytes) implements Quantity {
  /** What its text looks like, for editors. */
  public static final String PATTERN = "^[+-]?\\d+(\\.\\d+)?\\s*([KMGT]i?B?|k|kB|B)?$";

  private static final Units UNITS =
      Units.of("bytes such as 512Mi, 1Gi, 10MB or 4096")
          .with("Ti", 1L << 40)
          .with("Gi", 1L << 30)
          .with("Mi", 1L << 20)
          .with("Ki", 1L << 10)
          .with("TB", 1_000_000_000_000L)
          .with("GB", 1_000_000_000L)
          .with("MB", 1_000_000L)
          .with("kB", 1_000L)
          .with("TiB", 1L << 40)
          .with("GiB", 1L << 30)
          .with("MiB", 1L << 20)
          .with("KiB", 1L << 10)
          .with("KB", 1_000L)
          .with("T", 1_000_000_000_000L)
          .with("G", 1_000_000_000L)
          .with("M", 1_000_000L)
          .with("k", 1_000L)
          .with("B", 1L)
          .with("", 1L);
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  /**
   * Reads an amount of bytes; a fraction of a byte is rounded half up.
   *
   * @throws IllegalArgumentException when the text is not such an amount
   */
  public static Bytes parse(String text) {
    BigDecimal value = UNITS.parse(text);
    if (value.abs().compareTo(MOST) > 0) {
      throw UNITS.refused(text);
    }
    return new Bytes(value.setScale(0, RoundingMode.HALF_UP).longValueExact());
  }

  @Override
  public double baseValue() {
    return bytes;
  }

  @Override
  public String baseUnit() {
    return "bytes";
  }

  @Override
  public String toString() {
    return UNITS.text(bytes);
  }
}
