package dev.medley.scenarios.report;

/** Text made safe for HTML. Names in a scenario are written by strangers. */
final class Markup {
  private Markup() {}

  /** The text as it is, in element content and in quoted attributes. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(isAllowed(c) ? c : '\ufffd');
      }
    }
    return out.toString();
  }

  /** The same, with places where a long metric name may be broken: never inside a number. */
  static String breakable(String text) {
    StringBuilder out = new StringBuilder(text.length() + 32);
    int from = 0;
    for (int i = 1; i < text.length(); i++) {
      if ("{<>".indexOf(text.charAt(i)) >= 0 || text.charAt(i - 1) == '}') {
        out.append(escaped(text.substring(from, i))).append("<wbr>");
        from = i;
      }
    }
    return out.append(escaped(text.substring(from))).toString();
  }

  /** JSON that cannot end the script element it stands in. */
  static String embedded(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static boolean isAllowed(char c) {
    return c >= ' ' || c == '\n' || c == '\t';
  }
}
