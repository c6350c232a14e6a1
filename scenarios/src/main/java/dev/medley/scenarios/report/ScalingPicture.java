package dev.medley.scenarios.report;

import dev.medley.experiment.Summary;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A still picture of one run: load above, replicas asked and ready below, a column per service.
 *
 * <p>Standalone SVG on white, without scripts, for a README. Lines are means over replications,
 * shades their confidence band. Equal summaries give equal bytes.
 */
public final class ScalingPicture {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 380;
  private static final int LEFT = 46;
  private static final int RIGHT = 14;
  private static final int GAP = 44;
  private static final int LOAD_TOP = 94;
  private static final int LOAD_HEIGHT = 84;
  private static final int REPLICAS_TOP = 208;
  private static final int REPLICAS_HEIGHT = 140;
  private static final int MOST_COLUMNS = 4;
  private static final int MOST_POINTS = 180;
  private static final double SECONDS_PER_MINUTE = 60;
  private static final double NANOS_PER_SECOND = 1e9;

  private static final String SMALL = "fill=\"#5b6570\" font-size=\"11\"";
  private static final String LOAD = "#6b7785";
  private static final String ASKED = "#b35900";
  private static final String READY = "#0072b2";

  private final Summary summary;
  private final StringBuilder out = new StringBuilder();

  private ScalingPicture(Summary summary) {
    this.summary = summary;
  }

  /**
   * The picture of a run.
   *
   * @throws IllegalArgumentException when no service left a series behind
   */
  public static String svg(Summary summary) {
    return new ScalingPicture(summary).draw();
  }

  private String draw() {
    List<String> services =
        KeyFigures.serviceNames(
            summary.series().stream().map(band -> MetricName.parse(band.name())).toList());
    if (services.isEmpty()) {
      throw new IllegalArgumentException("no service left a series behind");
    }
    List<String> shown = services.subList(0, Math.min(services.size(), MOST_COLUMNS));
    String title = summary.scenario() + ": load, replicas asked and replicas ready";
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .append(WIDTH + " " + HEIGHT + "\" width=\"" + WIDTH + "\" height=\"" + HEIGHT)
        .append("\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n<title>")
        .append(Markup.escaped(title))
        .append("</title>\n<rect width=\"" + WIDTH + "\" height=\"" + HEIGHT)
        .append("\" fill=\"#ffffff\"/>\n");
    text(LEFT, 24, "start", "font-size=\"16\" font-weight=\"600\" fill=\"#1c2024\"", title);
    text(LEFT, 42, "start", "fill=\"#5b6570\"", SummaryTable.conditionsOfBand(summary));
    key();
    int width = (WIDTH - LEFT - RIGHT - GAP * (shown.size() - 1)) / shown.size();
    for (int i = 0; i < shown.size(); i++) {
      column(shown.get(i), LEFT + i * (width + GAP), width);
    }
    return out.append("</svg>\n").toString();
  }

  private void key() {
    int right = WIDTH - RIGHT;
    keyEntry(right - 190, "load", LOAD, "");
    keyEntry(right - 128, "asked", ASKED, " stroke-dasharray=\"5 3\"");
    keyEntry(right - 58, "ready", READY, "");
  }

  private void keyEntry(int x, String name, String color, String dash) {
    out.append("<path d=\"M" + x + " 20h20\" stroke=\"" + color + "\" stroke-width=\"2.5\"" + dash);
    out.append("/>");
    text(x + 26, 24, "start", "fill=\"#1c2024\"", name);
  }

  private void column(String service, int left, int width) {
    String runtime =
        KeyFigures.runtimeOf(
            service,
            summary.metrics().stream().map(metric -> MetricName.parse(metric.name())).toList());
    String name = runtime.isEmpty() ? service : service + " (" + runtime + ")";
    text(left, LOAD_TOP - 22, "start", "font-weight=\"600\" fill=\"#1c2024\"", name);
    text(left, LOAD_TOP - 6, "start", SMALL, "requests per second");
    text(left, REPLICAS_TOP - 6, "start", SMALL, "replicas");
    Summary.Band load = band("request.rate", service);
    Summary.Band asked = band("replicas.desired", service);
    Summary.Band ready = band("replicas.ready", service);
    plot(new Plot(left, LOAD_TOP, width, LOAD_HEIGHT), List.of(LOAD), listOf(load), false);
    List<String> colors = new ArrayList<>();
    if (asked != null) {
      colors.add(ASKED);
    }
    if (ready != null) {
      colors.add(READY);
    }
    Plot replicas = new Plot(left, REPLICAS_TOP, width, REPLICAS_HEIGHT);
    plot(replicas, colors, listOf(asked, ready), true);
    timeAxis(replicas);
  }

  private static List<Summary.Band> listOf(Summary.@Nullable Band... bands) {
    List<Summary.Band> present = new ArrayList<>();
    for (Summary.@Nullable Band band : bands) {
      if (band != null) {
        present.add(band);
      }
    }
    return present;
  }

  private Summary.@Nullable Band band(String base, String service) {
    for (Summary.Band band : summary.series()) {
      MetricName name = MetricName.parse(band.name());
      if (name.is(base, "") && name.service().equals(service)) {
        return band;
      }
    }
    return null;
  }

  /** A rectangle to draw in. */
  private record Plot(int left, int top, int width, int height) {
    double x(double share) {
      return left + share * width;
    }

    double y(double share) {
      return top + height - share * height;
    }
  }

  private void plot(Plot plot, List<String> colors, List<Summary.Band> bands, boolean dashFirst) {
    double peak = 0;
    for (Summary.Band band : bands) {
      for (int i = 0; i < band.mean().length; i++) {
        peak = Math.max(peak, Double.isFinite(band.high()[i]) ? band.high()[i] : 0);
        peak = Math.max(peak, Double.isFinite(band.mean()[i]) ? band.mean()[i] : 0);
      }
    }
    double step = niceStep(peak > 0 ? peak / 3 : 1);
    double end = step * Math.max(1, Math.ceil(peak / step - 1e-9));
    for (int tick = 0; tick * step <= end * (1 + 1e-9); tick++) {
      double y = plot.y(tick * step / end);
      out.append("<path d=\"M" + plot.left() + " " + at(y) + "h" + plot.width());
      out.append("\" stroke=\"" + (tick == 0 ? "#5b6570" : "#e3e5e1") + "\"/>");
      String label = Wording.given(tick * step, "1");
      text(plot.left() - 6, y + 4, "end", SMALL, label);
    }
    out.append('\n');
    for (int b = 0; b < bands.size(); b++) {
      lines(plot, bands.get(b), end, colors.get(b), dashFirst && b == 0 && bands.size() > 1);
    }
  }

  private void lines(Plot plot, Summary.Band band, double end, String color, boolean dashed) {
    int steps = band.mean().length;
    Downsampling sampling = new Downsampling(Math.max(1, (steps + MOST_POINTS - 1) / MOST_POINTS));
    double[] mean = sampling.of(band.mean());
    double[] low = sampling.of(band.low());
    double[] high = sampling.of(band.high());
    StringBuilder there = new StringBuilder();
    StringBuilder back = new StringBuilder();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < mean.length; i++) {
      String x = at(plot.x(Math.min(1, (i + 0.5) * sampling.stepsPerPoint() / steps)));
      if (Double.isFinite(low[i]) && Double.isFinite(high[i])) {
        there.append(x + "," + at(plot.y(high[i] / end)) + " ");
        back.insert(0, x + "," + at(plot.y(Math.max(0, low[i]) / end)) + " ");
      }
      if (Double.isFinite(mean[i])) {
        line.append(x + "," + at(plot.y(mean[i] / end)) + " ");
      }
    }
    if (there.length() > 0) {
      out.append("<polygon points=\"" + there + back.toString().strip());
      out.append("\" fill=\"" + color + "\" fill-opacity=\"0.22\"/>\n");
    }
    out.append("<polyline points=\"" + line.toString().strip());
    out.append("\" fill=\"none\" stroke-linejoin=\"round\" stroke=\"" + color);
    out.append("\" stroke-width=\"" + (dashed ? "1.6" : "2") + "\"");
    out.append(dashed ? " stroke-dasharray=\"5 3\"" : "").append("/>\n");
  }

  private void timeAxis(Plot plot) {
    int steps = summary.series().stream().mapToInt(band -> band.mean().length).max().orElse(0);
    double minutes = summary.stepNanos() / NANOS_PER_SECOND * steps / SECONDS_PER_MINUTE;
    double step = niceStep(minutes / 4);
    if (step > 20 && step < 60) {
      step = 30;
    }
    for (int tick = 0; tick * step <= minutes * (1 + 1e-9); tick++) {
      double x = plot.x(tick * step / minutes);
      double y = plot.y(0);
      boolean last = (tick + 1) * step > minutes * (1 + 1e-9);
      out.append("<path d=\"M" + at(x) + " " + at(y) + "v4\" stroke=\"#5b6570\"/>");
      String label = Wording.given(tick * step, "1") + (last ? " min" : "");
      text(x, y + 18, last ? "end" : "middle", SMALL, label);
    }
    out.append('\n');
  }

  /** The least of 1, 2, 2.5, 5 times a power of ten that is not below {@code raw}. */
  static double niceStep(double raw) {
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(raw)));
    for (double first : new double[] {1, 2, 2.5, 5}) {
      if (first * power >= raw * (1 - 1e-9)) {
        return first * power;
      }
    }
    return 10 * power;
  }

  private void text(double x, double y, String anchor, String look, String content) {
    out.append("<text x=\"" + at(x) + "\" y=\"" + at(y) + "\" text-anchor=\"" + anchor + "\" ");
    out.append(look + ">" + Markup.escaped(content) + "</text>");
  }

  static String at(double coordinate) {
    BigDecimal tenth = new BigDecimal(coordinate).setScale(1, RoundingMode.HALF_UP);
    return tenth.signum() == 0 ? "0" : tenth.stripTrailingZeros().toPlainString();
  }
}
