package dev.medley.benchmarks.growth;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Two charts side by side over the number of instances: time per event, and heap. */
final class GrowthPicture {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 330;
  private static final int PANEL = 310;
  private static final int TOP = 50;
  private static final int BOTTOM = 270;
  private static final double LEAST_DECADE = 3;
  private static final double DECADES = 3;
  private static final String[] COLORS = {"#1b6ca8", "#c05621", "#2f855a"};

  private final StringBuilder out = new StringBuilder();

  private GrowthPicture() {}

  static String svg(List<Growth.Row> rows) {
    GrowthPicture picture = new GrowthPicture();
    picture.draw(rows);
    return picture.out.toString();
  }

  private void draw(List<Growth.Row> rows) {
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " font-family=\"sans-serif\" font-size=\"12\" fill=\"#333\">",
        WIDTH, HEIGHT);
    line("<title>Time per event and heap against the number of instances</title>");
    line("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, HEIGHT);
    panel(50, "CPU time per event [ns]", rows, Growth.Row::eventNanos);
    panel(430, "heap, idle [MiB]", rows, row -> row.heapBytes() / (double) (1 << 20));
    int[] hosts = rows.stream().mapToInt(Growth.Row::hosts).distinct().toArray();
    for (int h = 0; h < hosts.length; h++) {
      int x = 50 + 140 * h;
      line(
          "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">%,d hosts</text>",
          x, HEIGHT - 14, COLORS[h], x + 10, HEIGHT - 10, hosts[h]);
    }
    line("</svg>");
  }

  private void panel(
      int left, String title, List<Growth.Row> rows, ToDoubleFunction<Growth.Row> value) {
    double most = rows.stream().mapToDouble(value).filter(Double::isFinite).max().orElseThrow();
    double top = 4 * niceStep(most / 4);
    line("<text x=\"%d\" y=\"30\" font-weight=\"bold\">%s</text>", left, title);
    for (int tick = 0; tick <= 4; tick++) {
      double y = BOTTOM - tick * (BOTTOM - TOP) / 4.0;
      line(
          "<path d=\"M%d %.1fh%d\" stroke=\"#ddd\"/>"
              + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          left, y, PANEL - 40, left - 6, y + 4, number(top * tick / 4));
    }
    for (int decade = 0; decade <= DECADES; decade++) {
      line(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">10<tspan dy=\"-5\""
              + " font-size=\"9\">%.0f</tspan></text>",
          x(left, Math.pow(10, LEAST_DECADE + decade)), BOTTOM + 18, LEAST_DECADE + decade);
    }
    line(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">instances</text>",
        left + PANEL - 40, BOTTOM + 34);
    int[] hosts = rows.stream().mapToInt(Growth.Row::hosts).distinct().toArray();
    for (int h = 0; h < hosts.length; h++) {
      StringBuilder path = new StringBuilder();
      for (Growth.Row row : rows) {
        if (row.hosts() == hosts[h] && Double.isFinite(value.applyAsDouble(row))) {
          double y = BOTTOM - value.applyAsDouble(row) / top * (BOTTOM - TOP);
          path.append(
              format("%s%.1f %.1f", path.isEmpty() ? "M" : "L", x(left, row.instances()), y));
          line(
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>",
              x(left, row.instances()), y, COLORS[h]);
        }
      }
      line("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", path, COLORS[h]);
    }
  }

  /** The least of 1, 2, 2.5, 5 and 10 times a power of ten that is at least so much. */
  private static double niceStep(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 2.5, 5}) {
      if (factor * power >= least) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static double x(int left, double instances) {
    return left + 15 + (Math.log10(instances) - LEAST_DECADE) / DECADES * (PANEL - 70);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? format("%.0f", value) : format("%.1f", value);
  }

  private void line(String pattern, Object... values) {
    out.append(format(pattern, values)).append('\n');
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
