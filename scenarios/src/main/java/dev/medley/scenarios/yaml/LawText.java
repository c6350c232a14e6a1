package dev.medley.scenarios.yaml;

import dev.medley.distribution.DurationLaw;

/**
 * A law as the value of a field, on one line, as a person pastes it into a file: {@code {
 * log-normal: { mu: -1.8, sigma: 0.1 } }}. What the binder reads back is an equal law.
 */
public final class LawText {
  private LawText() {}

  private record Field(DurationLaw law) {}

  /** The text of a law. */
  public static String of(Binder binder, DurationLaw law) {
    String field = Writer.flow(binder, new Field(law));
    return field.substring("{ law: ".length(), field.length() - " }".length());
  }
}
