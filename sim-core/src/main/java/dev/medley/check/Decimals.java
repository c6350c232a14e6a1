package dev.medley.check;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * Decimal numbers read strictly, and written the same on every Java version ({@code
 * Double.toString} is not).
 */
public final class Decimals {
  private static final int MAX_LENGTH = 40;

  private Decimals() {}

  /**
   * Reads digits, a point, an exponent; no hexadecimal, NaN or infinity.
   *
   * @throws IllegalArgumentException when the text is no such number
   */
  public static BigDecimal parse(String text) {
    String trimmed = text.strip();
    // The bounds keep "1e999999999" from becoming a gigabyte of digits.
    if (trimmed.length() <= MAX_LENGTH
        && trimmed.matches("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?")) {
      return new BigDecimal(trimmed);
    }
    throw new IllegalArgumentException("not a number: \"" + text + "\"");
  }

  /** The plain decimal, rounded to as few digits as read back as the same finite double. */
  public static String shortest(double value) {
    return plain(fewestDigits(value));
  }

  /** The decimal of as few digits as read back as the same finite double. */
  public static BigDecimal fewestDigits(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < 17; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded;
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
  }

  /** Any double: as {@link #shortest}, or NaN, Infinity, -Infinity. */
  public static String shown(double value) {
    return Double.isFinite(value) ? shortest(value) : Double.toString(value);
  }

  /** A duration in seconds with its unit. */
  public static String seconds(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
    return plain(seconds) + "s";
  }

  /** All digits, no exponent, no zeros at the end. */
  public static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
