package dev.medley.scenarios.report;

import dev.medley.distribution.fit.Family;
import dev.medley.distribution.fit.Fit;
import dev.medley.distribution.fit.Fits;
import dev.medley.distribution.fit.Samples;
import java.util.ArrayList;
import java.util.List;

/**
 * A still picture of samples and the laws fitted to them: distribution functions on the left,
 * quantiles against quantiles on the right.
 *
 * <p>Standalone SVG on white, without scripts. The law to take and the next best are drawn, four at
 * most. Durations stand on a logarithmic axis when the greatest is far from the median. Equal
 * arguments give equal bytes.
 */
final class FitPicture {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 430;
  private static final int TOP = 96;
  private static final int PLOT_HEIGHT = 280;
  private static final int PLOT_WIDTH = 400;
  private static final int LEFT = 52;
  private static final int RIGHT_PLOT_LEFT = 544;
  private static final int MOST_LAWS = 4;
  private static final int POINTS = 240;
  private static final int MOST_TICKS = 6;
  private static final double LOGARITHMIC_FROM_RATIO = 20;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MARGIN = 0.04;
  private static final double FARTHEST_BEYOND = 0.25;

  private static final String INK = "#1c2024";
  private static final String SOFT = "#5b6570";
  private static final String SMALL = "fill=\"" + SOFT + "\" font-size=\"11\"";
  private static final String[] COLORS = {"#0072b2", "#b35900", "#00705a", "#8a4ea0"};

  private final Samples samples;
  private final List<Fit> laws;
  private final boolean logarithmic;
  private final double low;
  private final double high;
  private final StringBuilder out = new StringBuilder();

  private FitPicture(Fits fits) {
    samples = fits.samples();
    laws = drawn(fits);
    logarithmic =
        samples.least() > 0 && samples.greatest() > LOGARITHMIC_FROM_RATIO * samples.quantile(0.5);
    double from = scaled(samples.least());
    double to = scaled(samples.greatest());
    double margin = MARGIN * (to - from);
    low = logarithmic ? from - margin : Math.max(0, from - margin);
    high = to + margin;
  }

  /** The picture; at least one law was fitted. */
  static String svg(Fits fits, FitSource source) {
    return new FitPicture(fits).draw(source);
  }

  private static List<Fit> drawn(Fits fits) {
    List<Fit> drawn = new ArrayList<>();
    Fit taken = fits.recommended();
    if (taken != null) {
      drawn.add(taken);
    }
    for (Fit fit : fits.ranked()) {
      if (fit != taken && fit.family() != Family.EMPIRICAL && drawn.size() < MOST_LAWS) {
        drawn.add(fit);
      }
    }
    return drawn;
  }

  private String draw(FitSource source) {
    String file = source.file().substring(source.file().lastIndexOf('/') + 1);
    String title = file + ", " + source.column() + ": samples and fitted laws";
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .append(WIDTH + " " + HEIGHT + "\" width=\"" + WIDTH + "\" height=\"" + HEIGHT)
        .append("\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n<title>")
        .append(Markup.escaped(title))
        .append("</title>\n<desc>")
        .append(Markup.escaped(FitTable.described(samples)))
        .append("</desc>\n<rect width=\"" + WIDTH + "\" height=\"" + HEIGHT)
        .append("\" fill=\"#ffffff\"/>\n");
    text(LEFT, 24, "start", "font-size=\"16\" font-weight=\"600\" fill=\"" + INK + "\"", title);
    text(LEFT, 42, "start", "fill=\"" + SOFT + "\"", FitTable.described(samples));
    key();
    text(LEFT, TOP - 8, "start", SMALL, "share of samples not longer (dots), of each law (lines)");
    text(RIGHT_PLOT_LEFT, TOP - 8, "start", SMALL, "quantile of the samples over that of each law");
    distributions();
    quantiles();
    return out.append("</svg>\n").toString();
  }

  private void key() {
    int x = LEFT;
    for (int i = 0; i < laws.size(); i++) {
      Fit fit = laws.get(i);
      String name =
          fit.family().key() + " (KS " + FitWords.digits(fit.distance().kolmogorov()) + ")";
      out.append(
          "<path d=\"M" + x + " 62h20\" stroke=\"" + COLORS[i] + "\" stroke-width=\"2.5\"/>");
      text(x + 26, 66, "start", "fill=\"" + INK + "\"", name);
      x += 50 + 7 * name.length();
    }
    out.append('\n');
  }

  // ---- distribution functions -----------------------------------------------------------------

  private void distributions() {
    for (int tick = 0; tick <= 4; tick++) {
      double y = TOP + PLOT_HEIGHT * (1 - tick / 4.0);
      rule("M" + LEFT + " " + ScalingPicture.at(y) + "h" + PLOT_WIDTH, tick == 0);
      text(LEFT - 6, y + 4, "end", SMALL, 25 * tick + " %");
    }
    durationTicks(LEFT);
    for (int i = laws.size() - 1; i >= 0; i--) {
      StringBuilder line = new StringBuilder();
      for (int k = 0; k <= POINTS; k++) {
        double at = low + (high - low) * k / POINTS;
        point(line, x(LEFT, at), share(laws.get(i).law().cdf(unscaled(at))));
      }
      line(line, COLORS[i], i == 0);
    }
    StringBuilder dots = new StringBuilder();
    int n = samples.count();
    int drawn = Math.min(n, POINTS);
    for (int k = 0; k < drawn; k++) {
      int i = drawn == 1 ? 0 : (int) ((long) k * (n - 1) / (drawn - 1));
      dot(dots, x(LEFT, scaled(samples.nanos(i))), share((i + 0.5) / n));
    }
    out.append("<path d=\"" + dots + "\" stroke=\"" + INK + "\" stroke-width=\"2.6\"");
    out.append(" stroke-linecap=\"round\"/>\n");
  }

  private static double share(double p) {
    return TOP + PLOT_HEIGHT * (1 - p);
  }

  // ---- quantiles ------------------------------------------------------------------------------

  private void quantiles() {
    rule("M" + RIGHT_PLOT_LEFT + " " + (TOP + PLOT_HEIGHT) + "h" + PLOT_WIDTH, true);
    durationTicks(RIGHT_PLOT_LEFT);
    for (double tick : ticks()) {
      double y = y(scaled(tick));
      rule("M" + RIGHT_PLOT_LEFT + " " + ScalingPicture.at(y) + "h" + PLOT_WIDTH, false);
      text(RIGHT_PLOT_LEFT - 6, y + 4, "end", SMALL, label(tick));
    }
    out.append("<path d=\"M" + RIGHT_PLOT_LEFT + " " + (TOP + PLOT_HEIGHT) + "L");
    out.append((RIGHT_PLOT_LEFT + PLOT_WIDTH) + " " + TOP + "\" stroke=\"" + SOFT);
    out.append("\" stroke-dasharray=\"5 3\"/>\n");
    int n = samples.count();
    int drawn = Math.min(n, POINTS);
    double farthest = FARTHEST_BEYOND * (high - low);
    for (int i = laws.size() - 1; i >= 0; i--) {
      StringBuilder dots = new StringBuilder();
      for (int k = 0; k < drawn; k++) {
        int rank = drawn == 1 ? 0 : (int) ((long) k * (n - 1) / (drawn - 1));
        double of = laws.get(i).law().quantileNanos((rank + 0.5) / n);
        if (of > 0 || !logarithmic) {
          double at = Math.min(high + farthest, Math.max(low - farthest, scaled(of)));
          if (at >= low && at <= high) {
            dot(dots, x(RIGHT_PLOT_LEFT, at), y(scaled(samples.nanos(rank))));
          }
        }
      }
      out.append("<path d=\"" + dots + "\" stroke=\"" + COLORS[i] + "\" stroke-width=\"");
      out.append((i == 0 ? "4" : "2.6") + "\" stroke-linecap=\"round\"/>\n");
    }
  }

  // ---- axes -----------------------------------------------------------------------------------

  private double scaled(double nanos) {
    return logarithmic ? StrictMath.log10(nanos) : nanos;
  }

  private double unscaled(double at) {
    return logarithmic ? StrictMath.pow(10, at) : at;
  }

  private double x(int left, double at) {
    return left + PLOT_WIDTH * (at - low) / (high - low);
  }

  private double y(double at) {
    return TOP + PLOT_HEIGHT * (1 - (at - low) / (high - low));
  }

  private void durationTicks(int left) {
    for (double tick : ticks()) {
      double x = x(left, scaled(tick));
      int bottom = TOP + PLOT_HEIGHT;
      out.append("<path d=\"M" + ScalingPicture.at(x) + " " + bottom + "v4\" stroke=\"" + SOFT);
      out.append("\"/>");
      text(x, bottom + 18, "middle", SMALL, label(tick));
    }
    out.append('\n');
  }

  /** Durations in nanoseconds at which the axis has a label. */
  private List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      int every = (int) Math.max(1, Math.ceil((high - low) / MOST_TICKS));
      for (int power = (int) Math.ceil(low); power <= high; power += every) {
        ticks.add(StrictMath.pow(10, power));
      }
      return ticks;
    }
    double step = ScalingPicture.niceStep((high - low) / MOST_TICKS);
    for (double k = Math.ceil(low / step); k * step <= high; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }

  private static String label(double nanos) {
    return Wording.given(nanos / NANOS_PER_SECOND, "s");
  }

  // ---- SVG ------------------------------------------------------------------------------------

  private void rule(String path, boolean axis) {
    out.append("<path d=\"" + path + "\" stroke=\"" + (axis ? SOFT : "#e3e5e1") + "\"/>\n");
  }

  private static void point(StringBuilder line, double x, double y) {
    line.append(ScalingPicture.at(x)).append(',').append(ScalingPicture.at(y)).append(' ');
  }

  private static void dot(StringBuilder path, double x, double y) {
    path.append('M').append(ScalingPicture.at(x)).append(' ').append(ScalingPicture.at(y));
    path.append("h0");
  }

  private void line(StringBuilder points, String color, boolean taken) {
    out.append("<polyline points=\"" + points.toString().strip());
    out.append("\" fill=\"none\" stroke-linejoin=\"round\" stroke=\"" + color);
    out.append("\" stroke-width=\"" + (taken ? "2.4" : "1.4") + "\"/>\n");
  }

  private void text(double x, double y, String anchor, String look, String content) {
    out.append("<text x=\"" + ScalingPicture.at(x) + "\" y=\"" + ScalingPicture.at(y));
    out.append("\" text-anchor=\"" + anchor + "\" " + look + ">");
    out.append(Markup.escaped(content) + "</text>");
  }
}
