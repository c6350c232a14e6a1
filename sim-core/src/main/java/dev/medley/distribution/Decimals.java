package dev.medley.distribution;

import java.math.BigDecimal;

/**
 * Reads decimal numbers strictly: digits, a point, an exponent; no hexadecimal, NaN or infinity.
 */
final class Decimals {
  private static final int MAX_LENGTH = 40;

  private Decimals() {}

  static BigDecimal parse(String text) {
    String trimmed = text.trim();
    // The bounds keep "1e999999999" from becoming a gigabyte of digits.
    if (trimmed.length() <= MAX_LENGTH
        && trimmed.matches("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?")) {
      return new BigDecimal(trimmed);
    }
    throw new IllegalArgumentException("not a number: \"" + text + "\"");
  }
}
