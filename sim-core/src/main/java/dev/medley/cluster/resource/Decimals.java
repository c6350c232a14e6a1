package dev.medley.cluster.resource;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Exact reading of a decimal number with one of a few unit suffixes. */
final class Decimals {
  private static final Pattern FORM = Pattern.compile("([+-]?\\d+(?:\\.\\d+)?)\\s*(\\D*)");

  private Decimals() {}

  /** A number and its suffix; the suffix decides a power of ten. */
  static BigDecimal exact(
      String text, String expected, String suffix1, int power1, String suffix2, int power2) {
    Split split = split(text, expected);
    int power;
    if (split.suffix.equals(suffix1)) {
      power = power1;
    } else if (split.suffix.equals(suffix2)) {
      power = power2;
    } else {
      throw refused(text, expected);
    }
    BigDecimal value = split.number.scaleByPowerOfTen(power);
    if (value.stripTrailingZeros().scale() > 3 || value.precision() - value.scale() > 12) {
      throw refused(text, expected);
    }
    return value;
  }

  /** A number and its suffix. */
  static Split split(String text, String expected) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw refused(text, expected);
    }
    return new Split(new BigDecimal(matcher.group(1)), matcher.group(2));
  }

  static IllegalArgumentException refused(String text, String expected) {
    return new IllegalArgumentException("must be " + expected + " (was " + text + ")");
  }

  record Split(BigDecimal number, String suffix) {}
}
