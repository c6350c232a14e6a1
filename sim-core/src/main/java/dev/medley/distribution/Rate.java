package dev.medley.distribution;

import dev.medley.check.Checks;
import dev.medley.check.Decimals;
import dev.medley.check.Quantity;
import dev.medley.check.Range;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * How often something happens, written {@code 50/s}, {@code 3000/min}, {@code 1.5/h} or {@code
 * 2/d}.
 *
 * <p>The unit is required: a bare 50 is refused, since per second and per minute are both usual.
 *
 * @param perSecond happenings per second, in [0, 1e9]: at most one a nanosecond
 */
public record Rate(@Range(min = 0, max = 1e9) double perSecond) implements Quantity {
  /** Never. */
  public static final Rate ZERO = new Rate(0);

  private static final String[] UNITS = {"/s", "/min", "/h", "/d"};
  private static final int SHORT = 8;
  private static final int[] SECONDS = {1, 60, 3600, 86_400};

  /** Checks the range. */
  public Rate {
    Checks.of(Rate.class).with("perSecond", perSecond).orThrow();
  }

  /**
   * Reads a number followed by {@code /s}, {@code /min}, {@code /h} or {@code /d}.
   *
   * @throws IllegalArgumentException naming the accepted units
   */
  public static Rate parse(String text) {
    String trimmed = text.trim();
    for (int i = 0; i < UNITS.length; i++) {
      if (trimmed.endsWith(UNITS[i])) {
        String number = trimmed.substring(0, trimmed.length() - UNITS[i].length());
        return new Rate(perSecond(Decimals.parse(number), SECONDS[i]));
      }
    }
    throw new IllegalArgumentException(
        "needs a unit: /s, /min, /h or /d, for example 50/s (was \"" + text + "\")");
  }

  @Override
  public double baseValue() {
    return perSecond;
  }

  @Override
  public String baseUnit() {
    return "1/s";
  }

  /**
   * Text that reads back as the same rate: in the first unit that makes a short number of at least
   * 1, per second otherwise.
   */
  @Override
  public String toString() {
    for (int i = 0; i < UNITS.length; i++) {
      double number = perSecond * SECONDS[i];
      if (number >= 1) {
        // 12 digits: what 7/min loses on its way through 1/s comes back by rounding.
        String text =
            new BigDecimal(number).round(new MathContext(12)).stripTrailingZeros().toPlainString();
        if (text.length() <= SHORT && parse(text + UNITS[i]).perSecond == perSecond) {
          return text + UNITS[i];
        }
      }
    }
    return Decimals.shortest(perSecond) + UNITS[0];
  }

  private static double perSecond(BigDecimal number, int seconds) {
    return number.divide(BigDecimal.valueOf(seconds), MathContext.DECIMAL128).doubleValue();
  }
}
