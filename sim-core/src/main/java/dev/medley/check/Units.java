package dev.medley.check;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The units that one kind of quantity is written in, and how many base units each is.
 *
 * <p>Reads exactly, as decimals; writes a whole number of base units in the unit that leaves the
 * fewest digits.
 */
public final class Units {
  private final String expected;
  private final Map<String, BigDecimal> factors = new LinkedHashMap<>();

  private Units(String expected) {
    this.expected = expected;
  }

  /**
   * A table without units.
   *
   * @param expected what a text should be, for messages: {@code bytes such as 512Mi or 10MB}
   */
  public static Units of(String expected) {
    return new Units(expected);
  }

  /** The table with one more unit; an empty suffix stands for a bare number. */
  public Units with(String suffix, BigDecimal factor) {
    Units more = new Units(expected);
    more.factors.putAll(factors);
    more.factors.put(suffix, factor);
    return more;
  }

  /** The table with one more unit of a whole number of base units. */
  public Units with(String suffix, long factor) {
    return with(suffix, BigDecimal.valueOf(factor));
  }

  /**
   * The value of a text in base units.
   *
   * @throws IllegalArgumentException with what was expected
   */
  public BigDecimal parse(String text) {
    String trimmed = text.strip();
    int end = trimmed.length();
    while (end > 0 && !Character.isDigit(trimmed.charAt(end - 1))) {
      end--;
    }
    // a unit such as s2 ends with a digit: then the longest suffix of the table decides
    String suffix = trimmed.substring(end).strip();
    for (String unit : factors.keySet()) {
      if (!unit.isEmpty() && trimmed.endsWith(unit) && unit.length() > suffix.length()) {
        suffix = unit;
      }
    }
    BigDecimal factor = factors.get(suffix);
    String number = trimmed.substring(0, trimmed.length() - suffix.length());
    if (factor == null || number.indexOf('e') >= 0 || number.indexOf('E') >= 0) {
      throw refused(text);
    }
    try {
      return Decimals.parse(number).multiply(factor);
    } catch (IllegalArgumentException e) {
      throw refused(text);
    }
  }

  /**
   * A whole number of base units in the unit that divides it and leaves the fewest digits, the
   * first of the table among equals.
   */
  public String text(long value) {
    String text = Long.toString(value) + (factors.containsKey("") ? "" : baseUnit());
    int digits = Integer.MAX_VALUE;
    for (Map.Entry<String, BigDecimal> unit : factors.entrySet()) {
      long factor = unit.getValue().scale() <= 0 ? unit.getValue().longValueExact() : 0;
      if (value != 0 && factor > 1 && value % factor == 0) {
        String number = Long.toString(value / factor);
        if (number.length() < digits) {
          digits = number.length();
          text = number + unit.getKey();
        }
      }
    }
    return text;
  }

  /** What {@link #parse} throws, for further rules of a quantity. */
  public IllegalArgumentException refused(String text) {
    return new IllegalArgumentException("must be " + expected + " (was " + text + ")");
  }

  private String baseUnit() {
    for (Map.Entry<String, BigDecimal> unit : factors.entrySet()) {
      if (unit.getValue().compareTo(BigDecimal.ONE) == 0) {
        return unit.getKey();
      }
    }
    return "";
  }
}
