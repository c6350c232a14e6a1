package dev.medley.scenarios.yaml;

import java.math.BigInteger;
import java.util.Set;

/**
 * What single values are as text: strict decimal numbers, and how found text is shown.
 *
 * <p>The rules of YAML 1.1 that turn {@code 1:30} into 90, {@code 010} into 8 or {@code yes} into
 * true, and those of YAML 1.2 for {@code 0x1F}, apply nowhere: such text is refused where a number
 * or a boolean is expected and stays text where text is expected.
 */
final class Scalars {
  /** No number, duration or quantity of interest is longer; longer text is refused unread. */
  static final int LONGEST_NUMBER = 400;

  private static final int MOST_SHOWN = 60;
  private static final Set<String> NULLS = Set.of("null", "Null", "NULL", "~");

  private Scalars() {}

  /** The text for a message: one line, at most 60 characters, nothing unprintable. */
  static String shown(String text) {
    return shown(text, MOST_SHOWN);
  }

  /** As {@link #shown(String)}, with another length. */
  static String shown(String text, int most) {
    StringBuilder shown = new StringBuilder();
    int count = 0;
    for (int i = 0; i < text.length(); count++) {
      int c = text.codePointAt(i);
      if (count == most) {
        return shown.append('…').toString();
      }
      switch (c) {
        case '\n' -> shown.append("\\n");
        case '\t' -> shown.append("\\t");
        default -> {
          int type = Character.getType(c);
          boolean printable =
              !Character.isISOControl(c)
                  && type != Character.SURROGATE
                  && type != Character.UNASSIGNED
                  && type != Character.LINE_SEPARATOR
                  && type != Character.PARAGRAPH_SEPARATOR
                  && type != Character.FORMAT;
          shown.appendCodePoint(printable ? c : 0xFFFD);
        }
      }
      i += Character.charCount(c);
    }
    return shown.toString();
  }

  /** Whether plain text is one of YAML's ways to write no value. */
  static boolean isNull(String text) {
    return NULLS.contains(text);
  }

  /**
   * Reads a whole number in plain decimal digits, without leading zeros, separators or exponent.
   *
   * @throws IllegalArgumentException when it is none
   */
  static BigInteger whole(String text) {
    int from = text.startsWith("-") ? 1 : 0;
    boolean digits = text.length() > from && text.length() <= LONGEST_NUMBER;
    for (int i = from; digits && i < text.length(); i++) {
      digits = isDigit(text.charAt(i));
    }
    if (!digits || (text.charAt(from) == '0' && text.length() > from + 1)) {
      throw new IllegalArgumentException(
          "must be a whole number in decimal digits (was " + shown(text) + ")");
    }
    return new BigInteger(text);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
