package dev.medley.cluster.resource;

import dev.medley.check.Quantity;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole number of instances or a whole percentage of them, written {@code 3} or {@code 25%}: what
 * Kubernetes calls an IntOrString.
 *
 * @param number instances, or percent; at least 0
 * @param isPercent whether it is a percentage
 */
public record Portion(int number, boolean isPercent) implements Quantity {
  /** What its text looks like, for editors. */
  public static final String PATTERN = "^\\d{1,9}%?$";

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(%?)");

  /**
   * Reads a number or a percentage.
   *
   * @throws IllegalArgumentException when the text is neither
   */
  public static Portion parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be a whole number such as 3 or a percentage such as 25% (was " + text + ")");
    }
    return new Portion(Integer.parseInt(matcher.group(1)), !matcher.group(2).isEmpty());
  }

  /** So many of a whole, a fraction rounded up. */
  public int roundedUp(int whole) {
    return isPercent
        ? (int) Math.min(Integer.MAX_VALUE, ((long) number * whole + 99) / 100)
        : number;
  }

  /** So many of a whole, a fraction rounded down. */
  public int roundedDown(int whole) {
    return isPercent ? (int) Math.min(Integer.MAX_VALUE, (long) number * whole / 100) : number;
  }

  @Override
  public double baseValue() {
    return number;
  }

  @Override
  public String baseUnit() {
    return isPercent ? "%" : "";
  }

  @Override
  public String toString() {
    return isPercent ? number + "%" : Integer.toString(number);
  }
}
