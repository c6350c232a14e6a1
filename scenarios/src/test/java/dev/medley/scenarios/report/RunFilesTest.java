package dev.medley.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.medley.experiment.InstanceUsage;
import dev.medley.experiment.MetricValue;
import dev.medley.experiment.Outcome;
import dev.medley.experiment.Summary;
import dev.medley.experiment.TimeSeries;
import dev.medley.stat.LatencyHistogram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunFilesTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path directory;

  @Test
  void replicationsHaveOneRowPerReplicationAndMetric() throws IOException {
    new RunFiles(directory).replications(List.of(small(0), small(1)));

    assertThat(directory.resolve("replications.csv"))
        .content(StandardCharsets.UTF_8)
        .isEqualTo(
            """
            replication,metric,unit,value
            0,request.count,1,1200
            0,"request.latency{service=web,runtime=vm}.p99",s,0.0123456789012
            0,cost.total,EUR,
            1,request.count,1,1201
            1,"request.latency{service=web,runtime=vm}.p99",s,0.0123456789012
            1,cost.total,EUR,
            """);
  }

  @Test
  void summaryHasExactlyThePromisedMembers() throws IOException {
    Summary summary = SyntheticFlashCrowd.summary(3);
    new RunFiles(directory).summary(summary);

    String text = Files.readString(directory.resolve("summary.json"));
    assertThat(text).endsWith("}\n").doesNotContain("\r");
    JsonNode root = JSON.readTree(text);
    assertThat(root.propertyNames())
        .containsExactly("scenario", "seed", "replications", "metrics", "slo", "expectations");
    assertThat(root.get("metrics")).hasSize(summary.metrics().size());
    assertThat(root.get("metrics").get(0).propertyNames())
        .containsExactly(
            "name", "unit", "n", "mean", "halfWidth", "confidence", "stddev", "min", "max");
    assertThat(root.get("slo").get(0).propertyNames())
        .containsExactly("name", "holds", "value", "limit", "halfWidth", "decided");
    assertThat(root.get("metrics").get(0).get("mean").doubleValue())
        .isCloseTo(
            summary.metrics().get(0).mean(), org.assertj.core.data.Percentage.withPercentage(1e-9));
  }

  @Test
  void oneReplicationHasNoHalfWidth() {
    JsonNode root = JSON.readTree(SummaryJson.text(SyntheticFlashCrowd.summary(1)));
    assertThat(root.get("metrics").get(0).get("halfWidth").isNull()).isTrue();
    assertThat(root.get("metrics").get(0).get("stddev").isNull()).isTrue();
  }

  @Test
  void timeSeriesRoundTripsThroughGzipAndCsv() throws IOException {
    List<Outcome> outcomes = SyntheticFlashCrowd.outcomes(2);
    new RunFiles(directory).timeSeries(outcomes);

    byte[] bytes = Files.readAllBytes(directory.resolve("timeseries.csv.gz"));
    assertThat(bytes).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
    String text;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<CsvRecord> rows = CsvReader.builder().ofCsvRecord(text).stream().toList();
    TimeSeries series = outcomes.get(1).series();
    assertThat(rows).hasSize(1 + 2 * 720);
    assertThat(rows.get(0).getFields())
        .startsWith("replication", "time [s]", "request.rate{service=web} [1/s]")
        .contains("request.latency{service=filter}.p99 [s]", "offload.utilization [ratio]");
    CsvRecord last = rows.get(rows.size() - 1);
    assertThat(last.getField(0)).isEqualTo("1");
    assertThat(last.getField(1)).isEqualTo("7190");
    assertThat(last.getField(2)).isEqualTo(Numbers.csv(series.columns().get(0).values()[719]));
  }

  @Test
  void unlikeSeriesAreRefused() {
    Outcome other =
        new Outcome(
            1,
            List.of(),
            new LinkedHashMap<>(),
            new TimeSeries(1, List.of()),
            InstanceUsage.NONE,
            List.of(),
            0,
            0);
    assertThatThrownBy(() -> new RunFiles(directory).timeSeries(List.of(small(0), other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("replication 1");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void everyRecordedInstanceHasARow() throws IOException {
    new RunFiles(directory).instances(List.of(small(0), small(1)));
    try (GZIPInputStream in =
        new GZIPInputStream(Files.newInputStream(directory.resolve("instances.csv.gz")))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines())
          .containsExactly(
              "replication,service,instance,host,samples,cpu.utilization.mean"
                  + " [ratio],cpu.utilization.max [ratio]",
              "0,web,0,3,10,0.25,1",
              "0,web,1,4,9,0.333333333333,0.5",
              "1,web,0,3,10,0.25,1",
              "1,web,1,4,9,0.333333333333,0.5");
    }
  }

  @Test
  void histogramLogIsReadByHdrHistogramItself() throws IOException {
    LinkedHashMap<String, LatencyHistogram> histograms = small(0).histograms();
    LatencyHistogram histogram = histograms.get("request.latency{service=web,runtime=vm}");
    new RunFiles(directory).histograms(histograms, 7_200_000_000_000L);

    Path log = directory.resolve("request.latency.service-web.runtime-vm.hlog");
    assertThat(Files.readString(log))
        .contains("#[Histogram log format version 1.3]", "#[BaseTime: 0.000 (seconds since epoch)]")
        .contains("\n0.000,7200.000,3.000,");
    try (InputStream in = Files.newInputStream(log)) {
      HistogramLogReader reader = new HistogramLogReader(in);
      Histogram back = (Histogram) reader.nextIntervalHistogram();
      assertThat(back).isEqualTo(HistogramFiles.decode(histogram));
      assertThat(back.getTotalCount()).isEqualTo(3);
      assertThat(back.getStartTimeStamp()).isZero();
      assertThat(back.getEndTimeStamp()).isEqualTo(7_200_000);
      assertThat(reader.nextIntervalHistogram()).isNull();
    }
  }

  @Test
  void percentileTableIsInMilliseconds() throws IOException {
    new RunFiles(directory).histograms(small(0).histograms(), 1);

    List<String> lines =
        Files.readAllLines(directory.resolve("request.latency.service-web.runtime-vm.hgrm"));
    assertThat(lines.get(0).trim().split(" +"))
        .containsExactly("Value", "Percentile", "TotalCount", "1/(1-Percentile)");
    assertThat(lines).anyMatch(line -> line.trim().startsWith("3.000 1.0000"));
  }

  @Test
  void fileNamesAreSafeAndDistinct() {
    assertThat(
            HistogramFiles.stems(
                    List.of(
                        "request.latency",
                        "request.latency{service=web}",
                        "request.latency{service=Web}",
                        "../../etc/passwd",
                        "",
                        "a".repeat(300)))
                .values())
        .containsExactly(
            "request.latency",
            "request.latency.service-web",
            "request.latency.service-Web-2",
            "_.._.._etc_passwd",
            "_",
            "a".repeat(120));
  }

  @Test
  void failedWriteLeavesTheOldFileAndNoRubbish() throws IOException {
    Path file = directory.resolve("summary.json");
    Files.writeString(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      out.write(1);
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(file).hasContent("old");
    assertThat(directory.toFile().list()).containsExactly("summary.json");
  }

  @Test
  void runJsonTellsWhereTheResultComesFrom() throws IOException {
    new RunFiles(directory).run(provenance());
    assertThat(directory.resolve("run.json"))
        .content(StandardCharsets.UTF_8)
        .isEqualTo(
            """
            {
              "version": "0.1.0",
              "commit": "0123abc",
              "jdk": "Example 17.0.1",
              "arguments": [
                "run",
                "flash-crowd"
              ],
              "seed": 7,
              "scenarioSha256": "00ff",
              "replications": 4,
              "status": "interrupted",
              "started": "2026-01-02T03:04:05Z",
              "finished": null,
              "machine": "2 processors"
            }
            """);
  }

  static Assumptions assumptions() {
    return new Assumptions("apiVersion: medley/v1\nname: flash-crowd\n", List.of("left out: x"));
  }

  static Provenance provenance() {
    return new Provenance(
        "0.1.0",
        "0123abc",
        "Example 17.0.1",
        List.of("run", "flash-crowd"),
        7,
        "00ff",
        4,
        Provenance.Status.INTERRUPTED,
        Instant.parse("2026-01-02T03:04:05Z"),
        null,
        "2 processors");
  }

  private static Outcome small(int index) {
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.recordNanos(1_000_000);
    histogram.recordNanos(2_000_000);
    histogram.recordNanos(3_000_000);
    LinkedHashMap<String, LatencyHistogram> histograms = new LinkedHashMap<>();
    histograms.put("request.latency{service=web,runtime=vm}", histogram);
    return new Outcome(
        index,
        List.of(
            new MetricValue("request.count", "1", 1200 + index),
            new MetricValue(
                "request.latency{service=web,runtime=vm}.p99", "s", 0.012345678901234567),
            new MetricValue("cost.total", "EUR", Double.NaN)),
        histograms,
        new TimeSeries(1_000_000_000, List.of(new TimeSeries.Column("x", "1", new double[] {1}))),
        new InstanceUsage(
            List.of("web"),
            new int[] {0, 0},
            new int[] {0, 1},
            new int[] {3, 4},
            new int[] {10, 9},
            new double[] {0.25, 1.0 / 3},
            new double[] {1, 0.5}),
        List.of(),
        10,
        11);
  }
}
