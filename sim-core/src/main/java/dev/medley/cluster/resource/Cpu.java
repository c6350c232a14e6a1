package dev.medley.cluster.resource;

import dev.medley.check.Quantity;
import dev.medley.check.Units;

/**
 * An amount of CPU in thousandths of a core, written as Kubernetes writes it: {@code 500m}, {@code
 * 2}, {@code 0.5}.
 *
 * @param milli thousandths of a core, at least 0
 */
public record Cpu(long milli) implements Quantity {
  /** What its text looks like, for editors. */
  public static final String PATTERN = "^[+-]?\\d+(\\.\\d+)?m?$";

  private static final Units UNITS =
      Units.of("cores such as 2, 0.5 or 500m").with("", 1000).with("m", 1);

  /** No limit was set. */
  public static final Cpu UNLIMITED = new Cpu(Long.MAX_VALUE);

  /**
   * Reads {@code 500m} or a number of cores with at most three decimals.
   *
   * @throws IllegalArgumentException when the text is not such an amount
   */
  public static Cpu parse(String text) {
    try {
      return new Cpu(UNITS.parse(text).longValueExact());
    } catch (ArithmeticException e) {
      throw UNITS.refused(text);
    }
  }

  @Override
  public double baseValue() {
    return milli / 1e3;
  }

  @Override
  public String baseUnit() {
    return "cores";
  }

  @Override
  public String toString() {
    return milli % 1000 == 0 ? Long.toString(milli / 1000) : milli + "m";
  }
}
