package dev.medley.scenarios.report;

import dev.medley.experiment.Comparison;
import dev.medley.experiment.Outcome;
import dev.medley.experiment.Summary;
import dev.medley.stat.LatencyHistogram;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The result files of one run directory; each is written in full or not at all.
 *
 * <p>{@code replications.csv} and {@code summary.json} depend on nothing but their argument, byte
 * by byte; so does what the {@code .csv.gz} and the {@code .hlog} files decode to. {@code run.json}
 * and the provenance of the report carry the time of the run.
 *
 * @param directory an existing directory
 */
public record RunFiles(Path directory) {

  /** Text written to one file. */
  @FunctionalInterface
  private interface Text {
    void writeTo(Writer out) throws IOException;
  }

  /** Writes {@code replications.csv}. */
  public void replications(Iterable<Outcome> outcomes) throws IOException {
    text("replications.csv", out -> ReplicationsCsv.write(outcomes, out));
  }

  /** Writes {@code summary.json}. */
  public void summary(Summary summary) throws IOException {
    text("summary.json", out -> out.write(SummaryJson.text(summary)));
  }

  /** Writes {@code timeseries.csv.gz}. */
  public void timeSeries(Iterable<Outcome> outcomes) throws IOException {
    compressed("timeseries.csv.gz", text -> TimeSeriesCsv.write(outcomes, text));
  }

  /** Writes {@code instances.csv.gz}. */
  public void instances(Iterable<Outcome> outcomes) throws IOException {
    compressed("instances.csv.gz", text -> InstancesCsv.write(outcomes, text));
  }

  /**
   * Writes one {@code .hlog} and one {@code .hgrm} per histogram.
   *
   * @param histograms by metric name
   * @param durationNanos simulated time that the histograms cover
   */
  public void histograms(LinkedHashMap<String, LatencyHistogram> histograms, long durationNanos)
      throws IOException {
    Map<String, String> stems = HistogramFiles.stems(histograms.keySet());
    for (Map.Entry<String, LatencyHistogram> entry : histograms.entrySet()) {
      String metric = entry.getKey();
      LatencyHistogram histogram = entry.getValue();
      Path log = directory.resolve(stems.get(metric) + ".hlog");
      AtomicFiles.write(log, out -> HistogramFiles.writeLog(metric, histogram, durationNanos, out));
      AtomicFiles.write(
          directory.resolve(stems.get(metric) + ".hgrm"),
          out -> HistogramFiles.writePercentiles(histogram, out));
    }
  }

  /** Writes {@code run.json}. */
  public void run(Provenance provenance) throws IOException {
    text("run.json", out -> out.write(provenance.json()));
  }

  /** Writes {@code scenario.yaml}. */
  public void scenario(String resolved) throws IOException {
    text("scenario.yaml", out -> out.write(resolved));
  }

  /** Writes {@code report.html} about a run. */
  public void report(Summary summary, Provenance provenance, Assumptions assumptions)
      throws IOException {
    text("report.html", out -> out.write(HtmlReport.page(summary, provenance, assumptions)));
  }

  /** Writes {@code comparison.json}, {@code comparison.csv} and {@code report.html}. */
  public void comparison(Comparison comparison, Provenance provenance, Assumptions assumptions)
      throws IOException {
    text("comparison.json", out -> out.write(ComparisonTable.json(comparison)));
    text("comparison.csv", out -> out.write(ComparisonTable.csv(comparison)));
    text("report.html", out -> out.write(HtmlReport.page(comparison, provenance, assumptions)));
    run(provenance);
  }

  /**
   * Writes {@code scaling.svg}: load against replicas as a still picture, for a README or a slide.
   *
   * @throws IllegalArgumentException when no service left a series behind
   */
  public void picture(Summary summary) throws IOException {
    text("scaling.svg", out -> out.write(ScalingPicture.svg(summary)));
  }

  private void text(String name, Text text) throws IOException {
    AtomicFiles.write(directory.resolve(name), out -> write(out, text));
  }

  private void compressed(String name, Text text) throws IOException {
    AtomicFiles.write(
        directory.resolve(name),
        out -> {
          GzipStream gzip = new GzipStream(out);
          write(gzip, text);
          gzip.finish();
        });
  }

  private static void write(OutputStream out, Text text) throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    text.writeTo(writer);
    writer.flush();
  }
}
