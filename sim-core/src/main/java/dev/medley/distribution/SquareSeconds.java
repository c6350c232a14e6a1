package dev.medley.distribution;

import dev.medley.check.Checks;
import dev.medley.check.Decimals;
import dev.medley.check.Quantity;
import dev.medley.check.Range;
import java.math.BigDecimal;

/**
 * A variance of durations, written {@code 0.5s2} or {@code 400ms2}.
 *
 * @param value in square seconds, in [0, 1e19]
 */
public record SquareSeconds(@Range(min = 0, max = 1e19) double value) implements Quantity {

  /** Checks the range. */
  public SquareSeconds {
    Checks.of(SquareSeconds.class).with("value", value).orThrow();
  }

  /**
   * Reads a number followed by {@code s2} or {@code ms2}.
   *
   * @throws IllegalArgumentException naming the accepted units
   */
  public static SquareSeconds parse(String text) {
    String trimmed = text.trim();
    BigDecimal number;
    if (trimmed.endsWith("ms2")) {
      number = Decimals.parse(trimmed.substring(0, trimmed.length() - 3)).movePointLeft(6);
    } else if (trimmed.endsWith("s2")) {
      number = Decimals.parse(trimmed.substring(0, trimmed.length() - 2));
    } else {
      throw new IllegalArgumentException(
          "needs a unit: s2 or ms2, for example 0.5s2 (was \"" + text + "\")");
    }
    return new SquareSeconds(number.doubleValue());
  }

  @Override
  public double baseValue() {
    return value;
  }

  @Override
  public String baseUnit() {
    return "s2";
  }

  @Override
  public String toString() {
    return Decimals.shortest(value) + "s2";
  }
}
