package dev.medley.scenarios.report;

import dev.medley.experiment.CheckResult;
import dev.medley.experiment.MetricSummary;
import dev.medley.experiment.Summary;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * The text of {@code summary.json}: what all replications say together, for programs.
 *
 * <p>The members and their order are a promise: {@code scenario, seed, replications, metrics, slo,
 * expectations}. A figure that does not exist is {@code null}.
 */
public final class SummaryJson {
  private SummaryJson() {}

  /** The whole file, with a trailing line feed. */
  public static String text(Summary summary) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = Json.pretty(out)) {
      json.writeStartObject();
      json.writeStringProperty("scenario", summary.scenario());
      json.writeNumberProperty("seed", summary.seed());
      json.writeNumberProperty("replications", summary.replications());
      metrics(json, summary.metrics());
      checks(json, "slo", summary.slo(), false);
      checks(json, "expectations", summary.expectations(), true);
      json.writeEndObject();
    }
    return out.append('\n').toString();
  }

  private static void metrics(JsonGenerator json, List<MetricSummary> metrics) {
    json.writeArrayPropertyStart("metrics");
    for (MetricSummary metric : metrics) {
      metric(json, metric);
    }
    json.writeEndArray();
  }

  static void metric(JsonGenerator json, MetricSummary metric) {
    json.writeStartObject();
    json.writeStringProperty("name", metric.name());
    json.writeStringProperty("unit", metric.unit());
    json.writeNumberProperty("n", metric.n());
    Json.number(json, "mean", metric.mean());
    Json.number(json, "halfWidth", metric.halfWidth());
    Json.number(json, "confidence", metric.confidence());
    Json.number(json, "stddev", metric.stddev());
    Json.number(json, "min", metric.min());
    Json.number(json, "max", metric.max());
    json.writeEndObject();
  }

  private static void checks(
      JsonGenerator json, String name, List<CheckResult> checks, boolean expected) {
    json.writeArrayPropertyStart(name);
    for (CheckResult check : checks) {
      json.writeStartObject();
      json.writeStringProperty("name", check.name());
      json.writeBooleanProperty("holds", check.holds());
      Json.number(json, "value", check.value());
      if (expected) {
        Json.number(json, "halfWidth", check.halfWidth());
      }
      Json.number(json, "limit", check.limit());
      if (expected) {
        json.writeStringProperty("because", check.because());
        Json.number(json, "confidence", check.confidence());
      } else {
        Json.number(json, "halfWidth", check.halfWidth());
        decided(json, check);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Whether the limit lies outside of the interval; null without an interval. */
  private static void decided(JsonGenerator json, CheckResult check) {
    if (Double.isFinite(check.halfWidth())) {
      json.writeBooleanProperty("decided", !Verdict.isUndecided(check));
    } else {
      json.writeNullProperty("decided");
    }
  }
}
