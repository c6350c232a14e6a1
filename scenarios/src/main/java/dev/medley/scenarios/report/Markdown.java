package dev.medley.scenarios.report;

import java.util.List;

/** Tables in GitHub Markdown. */
final class Markdown {
  private Markdown() {}

  /** Appends a table: first column flush left, all others flush right. */
  static void table(List<String> heading, List<List<String>> rows, StringBuilder out) {
    out.append('\n');
    line(heading, out);
    out.append("|:--|").append("--:|".repeat(heading.size() - 1)).append('\n');
    rows.forEach(row -> line(row, out));
  }

  private static void line(List<String> cells, StringBuilder out) {
    out.append('|');
    cells.forEach(cell -> out.append(' ').append(cell.replace("|", "\\|")).append(" |"));
    out.append('\n');
  }

  /** Text that shows as it is, whatever it holds. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("\\`*_{}[]<>#|".indexOf(c) >= 0) {
        out.append('\\');
      }
      out.append(c == '\n' || c == '\r' ? ' ' : c);
    }
    return out.toString();
  }
}
