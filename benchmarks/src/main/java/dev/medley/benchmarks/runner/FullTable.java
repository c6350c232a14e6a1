package dev.medley.benchmarks.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The findings of the full run for people. */
final class FullTable {
  private FullTable() {}

  static String of(Bench.Findings findings) {
    StringBuilder text = new StringBuilder();
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"criterion", "median", "spread", "goal", "", "moonshot", ""});
    for (Verdict verdict : findings.verdicts()) {
      Criterion criterion = verdict.criterion();
      Spread found = verdict.found();
      rows.add(
          new String[] {
            criterion.name(),
            verdict.shown(found.median()),
            verdict.shown(found.low()) + " .. " + verdict.shown(found.high()),
            bound(criterion, criterion.goal()),
            verdict.passes(findings.tolerance()) ? "ok" : "FAILED",
            bound(criterion, criterion.moonshot()),
            verdict.reachesMoonshot() ? "reached" : ""
          });
    }
    append(text, rows);
    text.append('\n');
    rows.clear();
    rows.add(new String[] {"measurement", "median", "spread", "against Medley", "B/event"});
    Measurements all = findings.measurements();
    Map<String, Point> ours = new LinkedHashMap<>();
    for (Point point : all.points()) {
      if (point.contestant().equals(Point.MEDLEY)) {
        ours.put(point.setting(), point);
      }
    }
    for (String setting : all.points().stream().map(Point::setting).distinct().toList()) {
      for (Point point : all.points()) {
        if (point.setting().equals(setting)) {
          rows.add(row(all, point, ours.getOrDefault(setting, point)));
        }
      }
    }
    append(text, rows);
    return text.toString();
  }

  private static String bound(Criterion criterion, double value) {
    return (criterion.isUpperBound() ? "<= " : ">= ") + Verdict.plain(value);
  }

  private static String[] row(Measurements all, Point point, Point ours) {
    Spread nanos = all.nanos(point);
    return new String[] {
      point.toString(),
      time(nanos.median()),
      nanos.low() == nanos.high() ? "" : time(nanos.low()) + " .. " + time(nanos.high()),
      point.equals(ours) ? "" : digits(all.ratio(point, ours).median(), 2),
      digits(all.allocatedBytes(point).median(), 1)
    };
  }

  private static String time(double nanos) {
    return nanos < 10_000
        ? digits(nanos, 1) + " ns"
        : nanos < 10_000_000 ? digits(nanos / 1e3, 1) + " us" : digits(nanos / 1e6, 1) + " ms";
  }

  private static String digits(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** Columns: the first to the left, the others to the right. */
  private static void append(StringBuilder text, List<String[]> rows) {
    int columns = rows.get(0).length;
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row[c].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line =
          new StringBuilder(row[0]).append(" ".repeat(widths[0] - row[0].length()));
      for (int c = 1; c < columns; c++) {
        line.append("  ").append(" ".repeat(widths[c] - row[c].length())).append(row[c]);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }
}
