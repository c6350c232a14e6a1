package dev.medley.experiment;

import dev.medley.check.Quantity;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of a metric as a rule writes it: {@code 500ms}, {@code 4.0s}, {@code 0.001}, {@code 5%}.
 *
 * @param value in the metric's base unit: seconds, a ratio, or a plain number
 * @param text as written
 */
public record Amount(double value, String text) implements Quantity {
  /** What its text looks like, for editors. */
  public static final String PATTERN = "^[+-]?\\d+(\\.\\d+)?\\s*(ns|us|ms|s|m|h|d|%)?$";

  private static final Pattern FORM =
      Pattern.compile("([+-]?\\d+(?:\\.\\d+)?)\\s*(ns|us|ms|s|m|h|d|%|)");

  /**
   * Reads an amount.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static Amount parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be a number, a ratio such as 5%, or a duration such as 500ms (was " + text + ")");
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    BigDecimal factor =
        switch (matcher.group(2)) {
          case "ns" -> BigDecimal.valueOf(1, 9);
          case "us" -> BigDecimal.valueOf(1, 6);
          case "ms" -> BigDecimal.valueOf(1, 3);
          case "m" -> BigDecimal.valueOf(60);
          case "h" -> BigDecimal.valueOf(3600);
          case "d" -> BigDecimal.valueOf(86_400);
          case "%" -> BigDecimal.valueOf(1, 2);
          default -> BigDecimal.ONE;
        };
    return new Amount(number.multiply(factor).doubleValue(), text.strip());
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
