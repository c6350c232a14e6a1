package dev.medley.scenarios.yaml;

/**
 * A single value, as the text that was written: nothing is interpreted before a type asks for it.
 *
 * @param location where the value starts
 * @param path path of the value
 * @param text the raw text, without quotes; empty when nothing was written
 * @param style how it was written
 */
public record ScalarNode(Location location, FieldPath path, String text, Style style)
    implements Node {
  /** How a single value was written. */
  public enum Style {
    /** Without quotes. */
    PLAIN,
    /** Between quotes, or as a block of text. */
    QUOTED,
    /** In a way that was refused and reported, for example as an alias: there is no value. */
    REFUSED
  }

  /** Whether nothing stands after the key. */
  boolean isEmpty() {
    return style == Style.PLAIN && text.isEmpty();
  }

  /** Whether this is the plain word {@code null}, which leaves an optional value out. */
  boolean isNull() {
    return style == Style.PLAIN && text.equals("null");
  }

  boolean isPlain() {
    return style == Style.PLAIN;
  }

  @Override
  public String shown() {
    return isEmpty() ? "empty" : style == Style.QUOTED ? "\"" + brief() + "\"" : brief();
  }

  private String brief() {
    return Scalars.shown(text);
  }
}
