package dev.medley.cluster.resource;

import dev.medley.check.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A data rate, written {@code 9.5Gb/s}, {@code 1Mb/s} (bits) or {@code 2GB/s} (bytes).
 *
 * @param bitsPerSecond bits per second, at least 0
 */
public record Bandwidth(long bitsPerSecond) implements Quantity {
  /** What its text looks like, for editors. */
  public static final String PATTERN = "^[+-]?\\d+(\\.\\d+)?\\s*([kMGT]?b|[kMG]B)/s$";

  private static final String EXPECTED = "a data rate such as 10Gb/s, 1Mb/s or 2GB/s";
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("Tb/s", 1_000_000_000_000L);
    UNITS.put("Gb/s", 1_000_000_000L);
    UNITS.put("Mb/s", 1_000_000L);
    UNITS.put("kb/s", 1_000L);
    UNITS.put("b/s", 1L);
    UNITS.put("GB/s", 8_000_000_000L);
    UNITS.put("MB/s", 8_000_000L);
    UNITS.put("kB/s", 8_000L);
  }

  /**
   * Reads a data rate.
   *
   * @throws IllegalArgumentException when the text is not a data rate
   */
  public static Bandwidth parse(String text) {
    Decimals.Split split = Decimals.split(text, EXPECTED);
    Long unit = UNITS.get(split.suffix());
    if (unit == null) {
      throw Decimals.refused(text, EXPECTED);
    }
    BigDecimal value = split.number().multiply(BigDecimal.valueOf(unit));
    if (value.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw Decimals.refused(text, EXPECTED);
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
    for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
      if (bitsPerSecond != 0 && bitsPerSecond % unit.getValue() == 0) {
        return bitsPerSecond / unit.getValue() + unit.getKey();
      }
    }
    return bitsPerSecond + "b/s";
  }
}
