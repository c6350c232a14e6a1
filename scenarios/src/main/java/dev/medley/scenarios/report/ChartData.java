package dev.medley.scenarios.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What a chart of the report draws, and how it is written into the page.
 *
 * <p>Numbers keep five digits: more cannot be seen.
 */
sealed interface ChartData {
  /** Color number of the load, which is nobody's own. */
  int LOAD_COLOR = -1;

  int DIGITS = 5;

  void write(JsonGenerator json);

  /**
   * Panels over one another on a common time axis.
   *
   * @param stepSeconds length of one point
   * @param steps points per line
   * @param totalSeconds length of the axis
   * @param warmupSeconds how much of it, from the start, is not measured
   */
  record Time(
      double stepSeconds, int steps, double totalSeconds, double warmupSeconds, List<Panel> panels)
      implements ChartData {
    @Override
    public void write(JsonGenerator json) {
      json.writeStringProperty("kind", "time");
      Json.number(json, "stepSeconds", stepSeconds);
      json.writeNumberProperty("steps", steps);
      Json.number(json, "totalSeconds", totalSeconds);
      Json.number(json, "warmupSeconds", warmupSeconds);
      json.writeArrayPropertyStart("panels");
      panels.forEach(panel -> panel.write(json));
      json.writeEndArray();
    }
  }

  /** One pair of axes; {@code limit} is an SLO's limit for what is drawn. */
  record Panel(String title, String unit, int height, List<Line> lines, @Nullable Limit limit) {
    void write(JsonGenerator json) {
      json.writeStartObject();
      json.writeStringProperty("title", title);
      json.writeStringProperty("unit", unit);
      json.writeNumberProperty("height", height);
      json.writeArrayPropertyStart("lines");
      lines.forEach(line -> line.write(json));
      json.writeEndArray();
      if (limit != null) {
        json.writeObjectPropertyStart("limit");
        json.writeStringProperty("name", limit.name());
        Json.number(json, "value", limit.value());
        json.writeEndObject();
      }
      json.writeEndObject();
    }
  }

  /** A limit that an SLO sets. */
  record Limit(String name, double value) {}

  /**
   * A mean over time with its interval.
   *
   * @param name unique in its panel; equal names in several panels are switched on and off together
   * @param label what it is called away from its panel
   * @param color number of a color, or {@link #LOAD_COLOR}
   * @param low empty when there is no interval
   */
  record Line(
      String name,
      String label,
      int color,
      boolean dashed,
      boolean filled,
      double[] mean,
      double[] low,
      double[] high) {
    void write(JsonGenerator json) {
      json.writeStartObject();
      json.writeStringProperty("name", name);
      json.writeStringProperty("label", label);
      writeColor(json, color);
      json.writeBooleanProperty("dashed", dashed);
      json.writeBooleanProperty("filled", filled);
      numbers(json, "mean", mean);
      if (low.length > 0) {
        numbers(json, "low", low);
        numbers(json, "high", high);
      }
      json.writeEndObject();
    }
  }

  /** Latency over log 1/(1-p); {@code limits} are SLO limits on percentiles. */
  record Percentiles(String unit, List<Curve> curves, List<PercentileLimit> limits)
      implements ChartData {
    @Override
    public void write(JsonGenerator json) {
      json.writeStringProperty("kind", "percentile");
      json.writeStringProperty("unit", unit);
      json.writeArrayPropertyStart("lines");
      for (Curve curve : curves) {
        json.writeStartObject();
        json.writeStringProperty("name", curve.name());
        writeColor(json, curve.color());
        numbers(json, "odds", curve.odds());
        numbers(json, "values", curve.values());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayPropertyStart("limits");
      for (PercentileLimit limit : limits) {
        json.writeStartObject();
        json.writeStringProperty("name", limit.name());
        Json.number(json, "odds", limit.odds());
        Json.number(json, "value", limit.value());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  /** Values over odds 1/(1-p). */
  record Curve(String name, int color, double[] odds, double[] values) {}

  /** A limit on one percentile. */
  record PercentileLimit(String name, double odds, double value) {}

  /** Shares of consecutive stages in a whole. */
  record Stages(List<String> stages, List<Bar> bars) implements ChartData {
    @Override
    public void write(JsonGenerator json) {
      json.writeStringProperty("kind", "stack");
      json.writeArrayPropertyStart("stages");
      stages.forEach(json::writeString);
      json.writeEndArray();
      json.writeArrayPropertyStart("bars");
      for (Bar bar : bars) {
        json.writeStartObject();
        json.writeStringProperty("name", bar.name());
        Json.number(json, "total", bar.total());
        numbers(json, "seconds", bar.seconds());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  /** One start path: seconds per stage, in the order of the stages. */
  record Bar(String name, double total, double[] seconds) {}

  /** Paired differences relative to the reference. */
  record Forest(String reference, List<ForestRow> rows) implements ChartData {
    @Override
    public void write(JsonGenerator json) {
      json.writeStringProperty("kind", "forest");
      json.writeStringProperty("reference", reference);
      json.writeArrayPropertyStart("rows");
      for (ForestRow row : rows) {
        json.writeStartObject();
        json.writeStringProperty("label", row.label());
        json.writeStringProperty("difference", row.difference());
        json.writeStringProperty("conclusion", row.conclusion());
        json.writeStringProperty("tone", row.tone());
        Json.number(json, "mean", row.mean());
        Json.number(json, "low", row.low());
        Json.number(json, "high", row.high());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  /** A difference in words and as a ratio to the reference. */
  record ForestRow(
      String label,
      String difference,
      String conclusion,
      String tone,
      double mean,
      double low,
      double high) {}

  private static void writeColor(JsonGenerator json, int color) {
    if (color == LOAD_COLOR) {
      json.writeStringProperty("color", "load");
    } else {
      json.writeNumberProperty("color", color);
    }
  }

  private static void numbers(JsonGenerator json, String name, double[] values) {
    json.writeArrayPropertyStart(name);
    for (double value : values) {
      json.writeRawValue(Numbers.json(value, DIGITS));
    }
    json.writeEndArray();
  }
}
