package dev.medley.cluster.resource;

import dev.medley.check.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An amount of memory or data, written {@code 512Mi}, {@code 1Gi}, {@code 10MB}, {@code 2GiB} or a
 * plain number of bytes.
 *
 * @param bytes number of bytes, at least 0
 */
public record Bytes(long bytes) implements Quantity {
  /** What its text looks like, for editors. */
  public static final String PATTERN = "^[+-]?\\d+(\\.\\d+)?\\s*([KMGT]i?B?|k|kB|B)?$";

  private static final String EXPECTED = "bytes such as 512Mi, 1Gi, 10MB or 4096";
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("Ti", 1L << 40);
    UNITS.put("Gi", 1L << 30);
    UNITS.put("Mi", 1L << 20);
    UNITS.put("Ki", 1L << 10);
    UNITS.put("TB", 1_000_000_000_000L);
    UNITS.put("GB", 1_000_000_000L);
    UNITS.put("MB", 1_000_000L);
    UNITS.put("kB", 1_000L);
    UNITS.put("TiB", 1L << 40);
    UNITS.put("GiB", 1L << 30);
    UNITS.put("MiB", 1L << 20);
    UNITS.put("KiB", 1L << 10);
    UNITS.put("KB", 1_000L);
    UNITS.put("T", 1_000_000_000_000L);
    UNITS.put("G", 1_000_000_000L);
    UNITS.put("M", 1_000_000L);
    UNITS.put("k", 1_000L);
    UNITS.put("B", 1L);
    UNITS.put("", 1L);
  }

  /**
   * Reads an amount of bytes; a fraction of a byte is rounded half up.
   *
   * @throws IllegalArgumentException when the text is not such an amount
   */
  public static Bytes parse(String text) {
    Decimals.Split split = Decimals.split(text, EXPECTED);
    Long unit = UNITS.get(split.suffix());
    if (unit == null) {
      throw Decimals.refused(text, EXPECTED);
    }
    BigDecimal value = split.number().multiply(BigDecimal.valueOf(unit));
    if (value.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw Decimals.refused(text, EXPECTED);
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
    if (bytes != 0) {
      for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
        if (unit.getValue() > 1 && bytes % unit.getValue() == 0) {
          return bytes / unit.getValue() + unit.getKey();
        }
      }
    }
    return Long.toString(bytes);
  }
}
