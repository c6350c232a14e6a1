package dev.medley.scenarios.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.runtime.Profile;
import dev.medley.cluster.runtime.RuntimeDefinition;
import dev.medley.experiment.RuntimeFigures;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Every runtime under every profile, side by side: starts, memory of idle instances, density. */
public final class RuntimeTable {
  private static final List<String> OVER =
      List.of("", "cached", "cached", "pulled", "pulled", "idle", "density", "bound by");
  private static final List<String> UNDER =
      List.of("profile", "p50", "p99", "p50", "p99", "", "", "");

  private final HostType host;
  private final ImageSpec image;
  private final int instances;
  private final List<Row> rows = new ArrayList<>();

  /** One runtime under one profile. */
  private record Row(String runtime, String profile, RuntimeFigures figures) {}

  /**
   * Computes the table.
   *
   * @param runtimes in any order; the table is by name
   * @param host whose memory, features and bandwidths count
   * @param image that starts begin from
   * @param instances idle instances whose memory is told
   */
  public RuntimeTable(
      Collection<RuntimeDefinition> runtimes, HostType host, ImageSpec image, int instances) {
    this.host = host;
    this.image = image;
    this.instances = instances;
    runtimes.stream()
        .sorted(Comparator.comparing(RuntimeDefinition::name))
        .forEach(
            runtime -> {
              for (Profile profile : Profile.values()) {
                runtime
                    .variant(profile)
                    .ifPresent(
                        numbers ->
                            rows.add(
                                new Row(
                                    runtime.name(),
                                    profile.name().toLowerCase(Locale.ROOT),
                                    RuntimeFigures.of(numbers, host, image))));
              }
            });
  }

  /** The table in any format. */
  public String render(Format format, boolean colored) {
    return switch (format) {
      case TABLE -> text(colored);
      case JSON -> json();
      case CSV -> csv();
      case MD -> markdown();
    };
  }

  private String title() {
    return "on an empty "
        + host.name()
        + " ("
        + host.cores()
        + " cores, "
        + host.memory()
        + "), "
        + (image.signed() ? "signed" : "unsigned")
        + " image of "
        + new Bytes(image.bytes())
        + ", undisturbed starts";
  }

  private List<String> notes() {
    return List.of(
        "cached, pulled: start on a node that has the image, and on one that must pull it",
        "idle: memory of "
            + instances
            + " idle instances, each with one vCPU and the least memory that the runtime starts"
            + " with, the runtime's own included",
        "density: idle instances that the host holds, the least of the runtime's ceiling and the"
            + " host's memory; 0 when the host lacks a feature",
        "quantiles of several random stages are convolved and off by at most "
            + Wording.value(worstError(), "ratio")
            + " of the shown value; all others are exact");
  }

  private double worstError() {
    double worst = 0;
    for (Row row : rows) {
      for (RuntimeFigures.Start start : List.of(row.figures.cached(), row.figures.cold())) {
        if (start.p50Nanos() > 0) {
          worst = Math.max(worst, start.errorNanos() / start.p50Nanos());
        }
      }
    }
    return worst;
  }

  private static List<String> cells(Row row, int instances) {
    RuntimeFigures figures = row.figures;
    return List.of(
        row.profile,
        seconds(figures.cached().p50Nanos()),
        seconds(figures.cached().p99Nanos()),
        seconds(figures.cold().p50Nanos()),
        seconds(figures.cold().p99Nanos()),
        bytes((double) figures.idleBytes() * instances),
        Wording.count(figures.density()),
        figures.boundBy());
  }

  private String text(boolean colored) {
    TextTable table = new TextTable();
    table.heading(OVER);
    table.heading(UNDER);
    for (Row row : rows) {
      table.row(row.runtime, cells(row, instances));
    }
    StringBuilder out = new StringBuilder("runtimes ").append(title()).append('\n');
    table.print(out, new Ansi(colored));
    out.append('\n');
    notes().forEach(note -> TextTable.bullet(note, out));
    return out.toString();
  }

  private String markdown() {
    StringBuilder out = new StringBuilder("Runtimes ").append(title()).append(".\n");
    List<String> heading = new ArrayList<>(List.of("runtime"));
    for (int c = 0; c < OVER.size(); c++) {
      heading.add((OVER.get(c) + " " + UNDER.get(c)).strip());
    }
    List<List<String>> lines = new ArrayList<>();
    for (Row row : rows) {
      List<String> line = new ArrayList<>(cells(row, instances));
      line.add(0, row.runtime);
      lines.add(line);
    }
    Markdown.table(heading, lines, out);
    out.append('\n');
    notes().forEach(note -> out.append("- ").append(Markdown.escaped(note)).append('\n'));
    return out.toString();
  }

  private String csv() {
    StringWriter out = new StringWriter();
    CsvWriter csv = Csv.to(out);
    csv.writeRecord(
        "runtime",
        "profile",
        "start.cached.p50 [s]",
        "start.cached.p99 [s]",
        "start.cached.error [s]",
        "start.cold.p50 [s]",
        "start.cold.p99 [s]",
        "start.cold.error [s]",
        "memory.idle [bytes]",
        "density [instances]",
        "bound.by");
    for (Row row : rows) {
      RuntimeFigures figures = row.figures;
      csv.writeRecord(
          row.runtime,
          row.profile,
          Numbers.csv(figures.cached().p50Nanos() / 1e9),
          Numbers.csv(figures.cached().p99Nanos() / 1e9),
          Numbers.csv(figures.cached().errorNanos() / 1e9),
          Numbers.csv(figures.cold().p50Nanos() / 1e9),
          Numbers.csv(figures.cold().p99Nanos() / 1e9),
          Numbers.csv(figures.cold().errorNanos() / 1e9),
          Numbers.csv((double) figures.idleBytes() * instances),
          Long.toString(figures.density()),
          figures.boundBy());
    }
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private String json() {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = Json.pretty(out)) {
      json.writeStartObject();
      json.writeStringProperty("host", host.name());
      json.writeNumberProperty("imageBytes", image.bytes());
      json.writeNumberProperty("instances", instances);
      json.writeArrayPropertyStart("runtimes");
      for (Row row : rows) {
        json.writeStartObject();
        json.writeStringProperty("runtime", row.runtime);
        json.writeStringProperty("profile", row.profile);
        start(json, "cached", row.figures.cached());
        start(json, "cold", row.figures.cold());
        Json.number(json, "idleBytes", (double) row.figures.idleBytes() * instances);
        json.writeNumberProperty("density", row.figures.density());
        json.writeStringProperty("boundBy", row.figures.boundBy());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.append('\n').toString();
  }

  private static void start(JsonGenerator json, String name, RuntimeFigures.Start start) {
    json.writeObjectPropertyStart(name);
    Json.number(json, "p50Seconds", start.p50Nanos() / 1e9);
    Json.number(json, "p99Seconds", start.p99Nanos() / 1e9);
    Json.number(json, "errorSeconds", start.errorNanos() / 1e9);
    json.writeEndObject();
  }

  /**
   * Where the nominal and the empirical profile of a runtime differ, as lines of a table: quantity,
   * nominal, empirical, empirical over nominal. Empty when there is only one profile.
   */
  public static List<String> disagreement(
      RuntimeDefinition runtime, HostType host, ImageSpec image) {
    if (runtime.nominal() == null || runtime.empirical() == null) {
      return List.of();
    }
    RuntimeFigures nominal = RuntimeFigures.of(runtime.nominal(), host, image);
    RuntimeFigures empirical = RuntimeFigures.of(runtime.empirical(), host, image);
    TextTable table = new TextTable();
    table.heading(List.of("nominal", "empirical", "ratio"));
    time(
        table,
        "start p50, image cached",
        nominal.cached().p50Nanos(),
        empirical.cached().p50Nanos());
    time(
        table,
        "start p99, image cached",
        nominal.cached().p99Nanos(),
        empirical.cached().p99Nanos());
    time(table, "start p50, image pulled", nominal.cold().p50Nanos(), empirical.cold().p50Nanos());
    time(table, "start p99, image pulled", nominal.cold().p99Nanos(), empirical.cold().p99Nanos());
    line(
        table,
        "memory, one idle instance",
        bytes(nominal.idleBytes()),
        bytes(empirical.idleBytes()),
        (double) empirical.idleBytes() / nominal.idleBytes());
    line(
        table,
        "density on " + host.name(),
        Wording.count(nominal.density()),
        Wording.count(empirical.density()),
        (double) empirical.density() / nominal.density());
    line(
        table,
        "CPU loss",
        Wording.value(nominal.cpuLoss(), "ratio"),
        Wording.value(empirical.cpuLoss(), "ratio"),
        empirical.cpuLoss() / nominal.cpuLoss());
    time(table, "network hop, mean", nominal.hopNanos(), empirical.hopNanos());
    line(
        table,
        "network throughput",
        gigabits(nominal.bitsPerSecond()),
        gigabits(empirical.bitsPerSecond()),
        empirical.bitsPerSecond() / nominal.bitsPerSecond());
    time(table, "storage call, mean", nominal.storageNanos(), empirical.storageNanos());
    line(
        table,
        "storage calls",
        Wording.value(nominal.iops(), "1/s"),
        Wording.value(empirical.iops(), "1/s"),
        empirical.iops() / nominal.iops());
    StringBuilder out = new StringBuilder();
    table.print(out, new Ansi(false));
    return out.toString().lines().toList();
  }

  private static void time(TextTable table, String name, double nominal, double empirical) {
    line(table, name, seconds(nominal), seconds(empirical), empirical / nominal);
  }

  private static void line(
      TextTable table, String name, String nominal, String empirical, double ratio) {
    String told = nominal.equals(empirical) ? "same" : Wording.value(ratio, "1");
    table.row(name, List.of(nominal, empirical, told));
  }

  private static String seconds(double nanos) {
    return Wording.value(nanos / 1e9, "s");
  }

  private static String gigabits(double bitsPerSecond) {
    return Wording.value(bitsPerSecond / 1e9, "Gb/s");
  }

  private static String bytes(double bytes) {
    if (bytes >= 1e9) {
      return Wording.value(bytes / 1e9, "GB");
    }
    return bytes == 0 ? "0 MB" : Wording.value(bytes / 1e6, "MB");
  }
}
