package dev.medley.scenarios.yaml;

import java.math.BigDecimal;

/**
 * Doubles as decimal text, read strictly and written in the same way on every JDK.
 *
 * <p>{@code Double.toString} chose other digits before JDK 19 than after it, so results written
 * with it would depend on the JDK.
 */
public final class Decimals {
  private Decimals() {}

  /**
   * Reads a decimal number: an optional minus, digits, an optional fraction, an optional exponent.
   * Minus zero is read as zero.
   *
   * @throws IllegalArgumentException when the text is no such number or too large for a double; the
   *     message is a predicate such as {@code must be a decimal number (was 0x1F)}
   */
  public static double parse(String text) {
    if (!isDecimal(text)) {
      throw new IllegalArgumentException(
          "must be a decimal number (was " + Scalars.shown(text) + ")");
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "is too large for a number (was " + Scalars.shown(text) + ")");
    }
    if (value == 0 && hasNonZeroDigit(text)) {
      throw new IllegalArgumentException(
          "is too small to be told from 0 (was " + Scalars.shown(text) + ")");
    }
    return value == 0 ? 0.0 : value;
  }

  /**
   * Writes a double with the fewest decimal digits from which {@link #parse} reads the same value
   * back: {@code 0.1}, {@code 20}, {@code 1e-9}, {@code 1.5e300}. Minus zero is written as zero.
   *
   * @throws IllegalArgumentException when the value is not finite
   */
  public static String text(double value) {
    if (value == 0) {
      return "0";
    }
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("not a finite number: " + value);
    }
    BigDecimal shortest = dev.medley.check.Decimals.fewestDigits(value).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= -6 && exponent < 17) {
      return shortest.toPlainString();
    }
    return shortest.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
  }

  /** Whether the text has the form {@code -?(digits)(.digits)?(e[+-]?digits)?}. */
  static boolean isDecimal(String text) {
    int n = text.length();
    if (n > Scalars.LONGEST_NUMBER) {
      return false;
    }
    int at = text.startsWith("-") ? 1 : 0;
    int whole = digits(text, at);
    if (whole > at + 1 && text.charAt(at) == '0') {
      return false;
    }
    boolean any = whole > at;
    at = whole;
    if (at < n && text.charAt(at) == '.') {
      int fraction = digits(text, at + 1);
      if (fraction == at + 1) {
        return false;
      }
      any = true;
      at = fraction;
    }
    if (any && at < n && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < n && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      int exponent = digits(text, at);
      if (exponent == at) {
        return false;
      }
      at = exponent;
    }
    return any && at == n;
  }

  /** The index after the run of digits that starts at an index. */
  static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && Scalars.isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean hasNonZeroDigit(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 'e' || c == 'E') {
        return false;
      }
      if (c >= '1' && c <= '9') {
        return true;
      }
    }
    return false;
  }
}
