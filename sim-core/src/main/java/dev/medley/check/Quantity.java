package dev.medley.check;

/**
 * A value with a unit: what can be written as text such as {@code 500m}, {@code 512Mi} or {@code
 * 50/s}.
 *
 * <p>An implementing record has a public static method {@code parse(String)} that accepts the text
 * and throws {@link IllegalArgumentException} with a message that names the accepted units, and a
 * {@code toString} that writes text {@code parse} reads back to an equal value.
 */
public interface Quantity {
  /** The value as a plain number in its base unit, the unit {@link Range} is stated in. */
  double baseValue();

  /** Name of the base unit, for example {@code cores}, {@code bytes} or {@code 1/s}. */
  String baseUnit();
}
