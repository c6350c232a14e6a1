package dev.medley.scenarios.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of aligned columns; estimates line up on their ± sign.
 *
 * <p>A cell is split before its first {@code " ± "}, or else before the unit: what stands left of
 * the split is set flush right, the rest flush left. Columns that would pass {@link #WIDTH}
 * continue in a further block with the labels repeated.
 */
final class TextTable {
  /** Most columns of a terminal line. */
  static final int WIDTH = 100;

  private static final String INDENT = "  ";
  private static final String GAP = "  ";

  private record Split(String left, String right) {
    static Split of(String cell) {
      int at = cell.indexOf(" ± ");
      if (at < 0) {
        at = cell.lastIndexOf(' ');
      }
      return at < 0 ? new Split(cell, "") : new Split(cell.substring(0, at), cell.substring(at));
    }
  }

  private final List<String> labels = new ArrayList<>();
  private final List<List<Split>> rows = new ArrayList<>();
  private final List<List<String>> headings = new ArrayList<>();

  /** Adds a line of headings, one per column. */
  void heading(List<String> cells) {
    headings.add(List.copyOf(cells));
  }

  /** Adds a row; every row has as many cells as there are columns. */
  void row(String label, List<String> cells) {
    labels.add(label);
    rows.add(cells.stream().map(Split::of).toList());
  }

  /** Appends all blocks to {@code out}. */
  void print(StringBuilder out, Ansi ansi) {
    int columns = rows.isEmpty() ? 0 : rows.get(0).size();
    int labelWidth = labels.stream().mapToInt(String::length).max().orElse(0);
    int from = 0;
    while (from < columns) {
      int width = INDENT.length() + labelWidth;
      int to = from;
      while (to < columns && (to == from || width + GAP.length() + width(to) <= WIDTH)) {
        width += GAP.length() + width(to);
        to++;
      }
      if (from > 0) {
        out.append('\n');
      }
      block(from, to, labelWidth, out, ansi);
      from = to;
    }
  }

  private void block(int from, int to, int labelWidth, StringBuilder out, Ansi ansi) {
    for (int h = 0; h < headings.size(); h++) {
      StringBuilder line = new StringBuilder(INDENT + " ".repeat(labelWidth));
      for (int c = from; c < to; c++) {
        line.append(GAP).append(centered(headings.get(h).get(c), width(c)));
      }
      String text = line.toString().stripTrailing();
      if (!text.isEmpty()) {
        out.append(h == 0 ? ansi.bold(text) : ansi.dim(text)).append('\n');
      }
    }
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder(INDENT).append(padded(labels.get(r), labelWidth));
      for (int c = from; c < to; c++) {
        Split cell = rows.get(r).get(c);
        line.append(GAP)
            .append(" ".repeat(leftWidth(c) - cell.left().length()))
            .append(cell.left())
            .append(ansi.dim(cell.right()))
            .append(" ".repeat(width(c) - leftWidth(c) - cell.right().length()));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }

  private int leftWidth(int column) {
    return rows.stream().mapToInt(row -> row.get(column).left().length()).max().orElse(0);
  }

  private int width(int column) {
    int right = rows.stream().mapToInt(row -> row.get(column).right().length()).max().orElse(0);
    int heading = headings.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    return Math.max(leftWidth(column) + right, heading);
  }

  private static String centered(String text, int width) {
    int left = (width - text.length()) / 2;
    return padded(" ".repeat(left) + text, width);
  }

  static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** Breaks a sentence into lines of at most {@link #WIDTH}, the first after a bullet. */
  static void bullet(String text, StringBuilder out) {
    broken(text, INDENT + "-", INDENT + " ").forEach(line -> out.append(line).append('\n'));
  }

  /** A sentence in lines of at most {@link #WIDTH}: a margin, then words. */
  static List<String> broken(String text, String firstMargin, String margin) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(firstMargin);
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH && line.length() > margin.length()) {
        lines.add(line.toString());
        line = new StringBuilder(margin);
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
