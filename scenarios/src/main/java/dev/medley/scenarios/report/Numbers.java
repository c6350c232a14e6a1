package dev.medley.scenarios.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The one place where a double becomes text in a result file.
 *
 * <p>Twelve significant digits, rounded half up from the exact binary value, without trailing
 * zeros; plain notation for magnitudes in [10⁻⁶, 10¹⁵), scientific ({@code 1.5e-7}) outside. {@code
 * Double.toString} is avoided because its digits changed with JDK 19: these bytes are the same on
 * every JDK. Twelve digits outlive any statistical meaning and hide the last bits of a sum.
 */
public final class Numbers {
  private static final MathContext TWELVE_DIGITS = new MathContext(12, RoundingMode.HALF_UP);
  private static final int LEAST_PLAIN_EXPONENT = -6;
  private static final int LEAST_SCIENTIFIC_EXPONENT = 15;
  private static final double EXACT_INTEGERS_BELOW = 1e12;

  private Numbers() {}

  /** A CSV field: the number, or nothing when there is no such figure (NaN or infinite). */
  public static String csv(double value) {
    return Double.isFinite(value) ? text(value) : "";
  }

  /** A JSON value: the number, or {@code null} when there is no such figure (NaN or infinite). */
  public static String json(double value) {
    return Double.isFinite(value) ? text(value) : "null";
  }

  /** A JSON value of fewer digits, for curves that are only looked at. */
  static String json(double value, int significantDigits) {
    return Double.isFinite(value)
        ? text(value, new MathContext(significantDigits, RoundingMode.HALF_UP))
        : "null";
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS_BELOW
        ? Long.toString((long) value)
        : text(value, TWELVE_DIGITS);
  }

  private static String text(double value, MathContext digits) {
    BigDecimal rounded = new BigDecimal(value).round(digits);
    if (rounded.signum() == 0) {
      return "0";
    }
    BigDecimal shortest = rounded.stripTrailingZeros();
    int exponent = exponentOf(shortest);
    if (exponent >= LEAST_PLAIN_EXPONENT && exponent < LEAST_SCIENTIFIC_EXPONENT) {
      return shortest.toPlainString();
    }
    String mantissa = shortest.scaleByPowerOfTen(-exponent).toPlainString();
    return mantissa + "e" + exponent;
  }

  /** Decimal exponent of the leading digit: 2 for 123, -3 for 0.0012. */
  static int exponentOf(BigDecimal value) {
    return value.precision() - value.scale() - 1;
  }
}
