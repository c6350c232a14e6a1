package dev.medley.distribution;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/** Numbers as text that is the same on every Java version ({@code Double.toString} is not). */
final class Texts {
  private Texts() {}

  /** The plain decimal, rounded to as few digits as read back as the same finite double. */
  static String shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < 17; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return plain(rounded);
      }
    }
    return plain(exact.round(new MathContext(17, RoundingMode.HALF_EVEN)));
  }

  /** Any double: as {@link #shortest}, or NaN, Infinity, -Infinity. */
  static String shown(double value) {
    return Double.isFinite(value) ? shortest(value) : Double.toString(value);
  }

  /** A duration in seconds with its unit. */
  static String seconds(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
    return plain(seconds) + "s";
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
