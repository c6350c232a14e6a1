package dev.medley.experiment;

import dev.medley.check.Quantity;
import dev.medley.check.Units;
import java.math.BigDecimal;

/**
 * A value of a metric as a rule writes it: {@code 500ms}, {@code 4.0s}, {@code 0.001}, {@code 5%}.
 *
 * @param value in the metric's base unit: seconds, a ratio, or a plain number
 * @param text as written
 */
public record Amount(double value, String text) implements Quantity {
  /** What its text looks like, for editors. */
  public static final String PATTERN = "^[+-]?\\d+(\\.\\d+)?\\s*(ns|us|ms|s|m|h|d|%)?$";

  private static final Units UNITS =
      Units.of("a number, a ratio such as 5%, or a duration such as 500ms")
          .with("ns", BigDecimal.valueOf(1, 9))
          .with("us", BigDecimal.valueOf(1, 6))
          .with("ms", BigDecimal.valueOf(1, 3))
          .with("s", 1)
          .with("m", 60)
          .with("h", 3600)
          .with("d", 86_400)
          .with("%", BigDecimal.valueOf(1, 2))
          .with("", 1);

  /**
   * Reads an amount.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static Amount parse(String text) {
    return new Amount(UNITS.parse(text).doubleValue(), text.strip());
  }

  /** Whether it was written with a unit of time. */
  boolean isDuration() {
    char last = text.charAt(text.length() - 1);
    return last == 's' || last == 'm' || last == 'h' || last == 'd';
  }

  @Override
  public double baseValue() {
    return value;
  }

  @Override
  public String baseUnit() {
    return "";
  }

  @Override
  public String toString() {
    return text;
  }
}
