package dev.medley.scenarios.report;

import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.fit.Fit;
import dev.medley.distribution.fit.Fits;
import dev.medley.distribution.fit.Samples;
import java.io.StringWriter;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/**
 * Fitted laws for programs; durations in seconds, {@code null} where there is no figure.
 *
 * <p>{@code {"file", "column", "unit", "seed", "samples": {...}, "laws": [{"law", "yaml",
 * "parameters", "logLikelihood", "aic", "deltaAic", "bic", "ks", "ksP", "ad", "adP", "p50", "p99",
 * "mean", "note"}], "refused": [{"law", "reason"}], "take": {"law", "yaml", "why",
 * "reservations"}}}.
 */
public final class FitJson {
  private static final double NANOS_PER_SECOND = 1e9;

  private FitJson() {}

  /**
   * The text, ending with a line feed.
   *
   * @param fits with at least one fitted law
   * @param yaml how a law is written in a file
   */
  public static String text(Fits fits, FitSource source, Function<DurationLaw, String> yaml) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = Json.pretty(out)) {
      json.writeStartObject();
      json.writeStringProperty("file", source.file());
      json.writeStringProperty("column", source.column());
      json.writeStringProperty("unit", source.unit());
      json.writeNumberProperty("seed", source.seed());
      samples(fits.samples(), fits.tested(), json);
      json.writeArrayPropertyStart("laws");
      double least = fits.ranked().get(0).aic();
      for (Fit fit : fits.ranked()) {
        law(fit, least, yaml, json);
      }
      json.writeEndArray();
      json.writeArrayPropertyStart("refused");
      fits.refused()
          .forEach(
              (family, reason) -> {
                json.writeStartObject();
                json.writeStringProperty("law", family.key());
                json.writeStringProperty("reason", reason);
                json.writeEndObject();
              });
      json.writeEndArray();
      Fit taken = fits.recommended();
      if (taken != null) {
        json.writeObjectPropertyStart("take");
        json.writeStringProperty("law", taken.family().key());
        json.writeStringProperty("yaml", yaml.apply(taken.law()));
        json.writeStringProperty("why", FitWords.headline(fits, taken));
        json.writeArrayPropertyStart("reservations");
        FitWords.reservations(fits, taken).forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    return out + "\n";
  }

  private static void samples(Samples samples, int tested, JsonGenerator json) {
    json.writeObjectPropertyStart("samples");
    json.writeNumberProperty("n", samples.count());
    json.writeNumberProperty("distinct", samples.distinct());
    json.writeNumberProperty("tested", tested);
    seconds(json, "clockStep", samples.stepNanos());
    seconds(json, "min", samples.least());
    seconds(json, "max", samples.greatest());
    seconds(json, "mean", samples.mean());
    seconds(json, "stddev", samples.standardDeviation());
    seconds(json, "p50", samples.quantile(0.5));
    seconds(json, "p99", samples.quantile(0.99));
    Json.number(json, "neighbourCorrelation", samples.neighbourCorrelation());
    json.writeEndObject();
  }

  private static void law(
      Fit fit, double leastAic, Function<DurationLaw, String> yaml, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("law", fit.family().key());
    json.writeStringProperty("yaml", yaml.apply(fit.law()));
    json.writeNumberProperty("parameters", fit.family().parameters());
    Json.number(json, "logLikelihood", fit.logLikelihood());
    Json.number(json, "aic", fit.aic());
    Json.number(json, "deltaAic", fit.aic() - leastAic);
    Json.number(json, "bic", fit.bic());
    Json.number(json, "ks", fit.distance().kolmogorov());
    Json.number(json, "ksP", fit.pValues().kolmogorov());
    Json.number(json, "ad", fit.distance().andersonDarling());
    Json.number(json, "adP", fit.pValues().andersonDarling());
    json.writeNumberProperty("resamples", fit.pValues().resamples());
    seconds(json, "p50", fit.law().quantileNanos(0.5));
    seconds(json, "p99", fit.law().quantileNanos(0.99));
    seconds(json, "mean", fit.law().meanNanos());
    json.writeStringProperty("note", fit.note());
    json.writeEndObject();
  }

  private static void seconds(JsonGenerator json, String name, double nanos) {
    Json.number(json, name, nanos / NANOS_PER_SECOND);
  }
}
