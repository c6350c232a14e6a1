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

  /** The same, with places where a long metric name may be broken. */
  static String breakable(String text) {
    return escaped(text).replace("{", "<wbr>{").replace(".", ".<wbr>");
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
