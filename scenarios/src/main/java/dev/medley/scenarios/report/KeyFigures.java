package dev.medley.scenarios.report;

import dev.medley.experiment.MetricSummary;
import dev.medley.experiment.Summary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The figures a capacity planner asks for first, arranged: services, hosts, the whole run.
 *
 * <p>One arrangement for the table on stdout, Markdown and the HTML report. A row or column without
 * any figure is left out.
 *
 * @param sections in reading order
 */
record KeyFigures(List<Section> sections) {

  /** A table with figures down and parts of the cluster across. */
  record Section(String title, List<Column> columns, List<Row> rows) {}

  /**
   * A part of the cluster.
   *
   * @param name for example the service
   * @param detail second line of the heading, for example its runtime; may be empty
   */
  record Column(String name, String detail) {}

  /**
   * One kind of figure.
   *
   * @param detail what the label leaves open; may be empty
   * @param cells null where the part has no such figure
   */
  record Row(String label, String detail, List<@Nullable Cell> cells) {}

  /**
   * A figure of a part.
   *
   * @param atLeast whether it is only a lower bound, see {@link Censoring}
   */
  record Cell(MetricSummary metric, boolean atLeast) {}

  /** A kind of figure: the first of {@code bases} that a part has. */
  private record Kind(String label, String statistic, List<String> bases, boolean silentAtZero) {
    /** Whether it tells nothing where there were neither requests nor replicas to ask for. */
    boolean isIdle(boolean anyRequests, boolean anyReplicas) {
      return bases.stream()
          .anyMatch(
              base ->
                  (!anyRequests && base.startsWith("request."))
                      || (!anyReplicas
                          && (base.startsWith("replicas.") || base.equals("scale.events"))));
    }

    static Kind of(String label, String statistic, String... bases) {
      return new Kind(label, statistic, List.of(bases), false);
    }

    /** The same, left out where nothing of the kind happened. */
    Kind onlyIfAny() {
      return new Kind(label, statistic, bases, true);
    }
  }

  private static final List<Kind> SERVICE_KINDS =
      List.of(
          Kind.of("arrivals", "", "request.count"),
          Kind.of("rejected", "", "request.rejected.ratio", "request.rejected"),
          Kind.of("timed out", "", "request.timeout.ratio", "request.timeout"),
          Kind.of("latency p50", "p50", "request.latency"),
          Kind.of("latency p95", "p95", "request.latency"),
          Kind.of("latency p99", "p99", "request.latency"),
          Kind.of("wait mean", "mean", "request.wait"),
          Kind.of("wait p99", "p99", "request.wait"),
          Kind.of("jobs", "", "job.count"),
          Kind.of("jobs unfinished", "", "job.unfinished").onlyIfAny(),
          Kind.of("jobs begun anew", "", "job.restarted").onlyIfAny(),
          Kind.of("job duration mean", "mean", "job.duration"),
          Kind.of("job duration p99", "p99", "job.duration"),
          Kind.of("job wait mean", "mean", "job.wait"),
          Kind.of("makespan", "", "job.makespan"),
          Kind.of("cold", "", "request.cold.ratio"),
          Kind.of("cold wait mean", "mean", "request.cold.wait"),
          Kind.of("cold wait p99", "p99", "request.cold.wait"),
          Kind.of("start p50", "p50", "instance.start"),
          Kind.of("start p99", "p99", "instance.start"),
          Kind.of("replicas asked", "", "replicas.desired"),
          Kind.of("replicas ready", "", "replicas.ready"),
          Kind.of("most replicas asked", "max", "replicas.desired"),
          Kind.of("scale events", "", "scale.events"),
          Kind.of("from the warm pool", "", "warm.pool.hits"),
          Kind.of("warm pool was empty", "", "warm.pool.misses"),
          Kind.of("instances in the warm pool", "", "warm.pool.size"),
          Kind.of("CPU of an instance", "", "instance.cpu.utilization"),
          Kind.of("busiest instance", "max", "instance.cpu.utilization"),
          Kind.of("waiting for a place", "", "instance.unscheduled").onlyIfAny(),
          Kind.of("killed at their limit", "", "instance.oom.kills").onlyIfAny(),
          Kind.of("killed, host exhausted", "", "instance.oom.kills.host").onlyIfAny(),
          Kind.of("life of a leak mean", "mean", "instance.leak.life"),
          Kind.of("evicted for memory", "", "instance.evictions").onlyIfAny(),
          Kind.of("lost", "", "request.lost").onlyIfAny(),
          Kind.of("available", "", "service.availability"),
          Kind.of("all replicas ready", "", "service.complete"),
          Kind.of("recovery p50", "p50", "service.recovery"),
          Kind.of("restarts in place", "", "instance.restarts").onlyIfAny(),
          Kind.of("evicted with their host", "", "instance.evicted").onlyIfAny(),
          Kind.of("migrations", "", "migration.count"),
          Kind.of("migration mean", "mean", "migration.duration"),
          Kind.of("migration downtime max", "max", "migration.downtime"),
          Kind.of("evicted by drains", "", "eviction.count").onlyIfAny(),
          Kind.of("update took", "", "update.duration"));

  private static final List<Kind> RUN_KINDS =
      List.of(
          Kind.of("cost", "", "cost.total"),
          Kind.of("instances ready", "", "instance.ready.count"),
          Kind.of("hosts drained", "", "drain.count"),
          Kind.of("drains given up", "", "drain.given.up").onlyIfAny(),
          Kind.of("drain mean", "mean", "drain.duration"),
          Kind.of("drain max", "max", "drain.duration"),
          Kind.of("events per request (simulation effort)", "", "events.per.request"));

  private static final String ALL = "all";

  static KeyFigures of(Summary summary) {
    Map<MetricName, MetricSummary> metrics = new LinkedHashMap<>();
    for (MetricSummary metric : summary.metrics()) {
      metrics.putIfAbsent(MetricName.parse(metric.name()), metric);
    }
    List<Section> sections = new ArrayList<>();
    addIfAny(sections, services(metrics, Censoring.of(summary)));
    addIfAny(sections, hosts(metrics, summary.stepNanos()));
    addIfAny(sections, run(metrics));
    return new KeyFigures(List.copyOf(sections));
  }

  private static void addIfAny(List<Section> sections, Section section) {
    if (!section.rows().isEmpty()) {
      sections.add(section);
    }
  }

  /** Names of the services in the order of the metrics. */
  static List<String> serviceNames(Iterable<MetricName> names) {
    Set<String> services = new LinkedHashSet<>();
    for (MetricName name : names) {
      if (!name.service().isEmpty()) {
        services.add(name.service());
      }
    }
    return List.copyOf(services);
  }

  /** The runtime a service's figures name; empty when none does. */
  static String runtimeOf(String service, Iterable<MetricName> names) {
    for (MetricName name : names) {
      if (name.service().equals(service) && name.labels().containsKey("runtime")) {
        return name.labels().getOrDefault("runtime", "");
      }
    }
    return "";
  }

  private static Section services(Map<MetricName, MetricSummary> metrics, Censoring censoring) {
    List<String> names = serviceNames(metrics.keySet());
    Map<String, Map<MetricName, MetricSummary>> parts = byService(metrics);
    List<Column> columns = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    boolean whole = names.size() != 1 && hasWhole(metrics);
    if (whole) {
      columns.add(new Column(ALL, names.isEmpty() ? "" : names.size() + " services"));
      keys.add("");
    }
    for (String name : names) {
      columns.add(new Column(name, runtimeOf(name, part(parts, name).keySet())));
      keys.add(name);
    }
    boolean anyRequests = isAny(metrics, "request.count");
    boolean anyReplicas = isAny(metrics, "replicas.desired") || isAny(metrics, "replicas.ready");
    List<Row> rows = new ArrayList<>();
    for (Kind kind : SERVICE_KINDS) {
      if (kind.isIdle(anyRequests, anyReplicas)) {
        continue;
      }
      List<@Nullable Cell> cells = new ArrayList<>();
      for (String key : keys) {
        MetricSummary own = find(part(parts, key), kind, key);
        // A figure stated only for the whole run belongs to the only service there is.
        MetricSummary told =
            own == null && keys.size() == 1 ? find(part(parts, ""), kind, "") : own;
        cells.add(told == null ? null : new Cell(told, censoring.hides(told.name())));
      }
      addIfAny(rows, kind.label(), "", cells);
    }
    return new Section("Services", columns, rows);
  }

  /** Whether a figure is above zero anywhere; what no run tells counts as such. */
  private static boolean isAny(Map<MetricName, MetricSummary> metrics, String base) {
    boolean told = false;
    for (Map.Entry<MetricName, MetricSummary> entry : metrics.entrySet()) {
      if (entry.getKey().base().equals(base)) {
        told = true;
        if (entry.getValue().max() > 0) {
          return true;
        }
      }
    }
    return !told;
  }

  /** The figures of each service, and under the empty name those of none. */
  private static Map<String, Map<MetricName, MetricSummary>> byService(
      Map<MetricName, MetricSummary> metrics) {
    Map<String, Map<MetricName, MetricSummary>> parts = new LinkedHashMap<>();
    metrics.forEach(
        (name, metric) ->
            parts.computeIfAbsent(name.service(), key -> new LinkedHashMap<>()).put(name, metric));
    return parts;
  }

  private static Map<MetricName, MetricSummary> part(
      Map<String, Map<MetricName, MetricSummary>> parts, String service) {
    return parts.getOrDefault(service, Collections.emptyMap());
  }

  private static boolean hasWhole(Map<MetricName, MetricSummary> metrics) {
    return SERVICE_KINDS.stream().anyMatch(kind -> find(metrics, kind, "") != null);
  }

  private static @Nullable MetricSummary find(
      Map<MetricName, MetricSummary> metrics, Kind kind, String service) {
    for (String base : kind.bases()) {
      for (Map.Entry<MetricName, MetricSummary> entry : metrics.entrySet()) {
        MetricName name = entry.getKey();
        boolean aboutPart =
            service.isEmpty() ? name.labels().isEmpty() : name.service().equals(service);
        boolean tells =
            entry.getValue().n() > 0 && !(kind.silentAtZero() && entry.getValue().max() == 0);
        if (aboutPart && tells && name.is(base, kind.statistic())) {
          return entry.getValue();
        }
      }
    }
    return null;
  }

  private static Section hosts(Map<MetricName, MetricSummary> metrics, long stepNanos) {
    List<Row> rows = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (MetricName name : metrics.keySet()) {
      boolean cpu = name.base().equals("host.cpu.utilization");
      boolean card = name.base().equals("offload.utilization");
      if ((cpu || card) && seen.add(name.withoutStatistic())) {
        String part = name.part().isEmpty() ? "" : ", " + name.part();
        MetricSummary mean = metrics.get(new MetricName(name.base(), name.labels(), ""));
        MetricSummary busiest = metrics.get(new MetricName(name.base(), name.labels(), "max"));
        List<@Nullable Cell> cells = new ArrayList<>();
        cells.add(exact(mean));
        cells.add(exact(busiest));
        if (cpu) {
          addIfAny(rows, "CPU" + part, "", cells);
        } else {
          // A gateway that passes no bytes is not modelled: no share of its rate is used.
          cells.replaceAll(cell -> cell != null && isNothing(cell.metric()) ? null : cell);
          rows.add(new Row("offload gateways" + part, "share of their rate", cells));
        }
      }
      if (name.base().equals("host.memory.utilization") && seen.add(name.withoutStatistic())) {
        addMemory(rows, metrics, name);
      }
    }
    return new Section(
        "Hosts",
        List.of(
            new Column("utilisation", "mean"),
            new Column("utilisation", "busiest " + Wording.step(stepNanos))),
        rows);
  }

  private static void addMemory(
      List<Row> rows, Map<MetricName, MetricSummary> metrics, MetricName name) {
    String part = name.part().isEmpty() ? "" : ", " + name.part();
    List<@Nullable Cell> used = new ArrayList<>();
    used.add(exact(metrics.get(new MetricName(name.base(), name.labels(), ""))));
    used.add(exact(metrics.get(new MetricName(name.base(), name.labels(), "max"))));
    addIfAny(rows, "memory used" + part, "most: on any host, at once", used);
    List<@Nullable Cell> reserved = new ArrayList<>();
    reserved.add(exact(metrics.get(new MetricName("host.memory.reserved", name.labels(), ""))));
    reserved.add(null);
    addIfAny(rows, "memory reserved" + part, "", reserved);
  }

  private static Section run(Map<MetricName, MetricSummary> metrics) {
    List<Row> rows = new ArrayList<>();
    for (Kind kind : RUN_KINDS) {
      List<@Nullable Cell> cells = new ArrayList<>();
      cells.add(exact(find(metrics, kind, "")));
      addIfAny(rows, kind.label(), "", cells);
    }
    addFailedMigrations(rows, metrics);
    return new Section("Run", List.of(new Column("total", "")), rows);
  }

  /** One row for every reason for which migrations failed. */
  private static void addFailedMigrations(List<Row> rows, Map<MetricName, MetricSummary> metrics) {
    metrics.forEach(
        (name, metric) -> {
          if (name.is("migration.failed", "") && metric.max() > 0) {
            String which = String.join(", ", name.labels().values());
            rows.add(new Row("migrations failed: " + which, "", Arrays.asList(exact(metric))));
          }
        });
  }

  private static @Nullable Cell exact(@Nullable MetricSummary metric) {
    return metric == null ? null : new Cell(metric, false);
  }

  private static boolean isNothing(MetricSummary metric) {
    return metric.mean() == 0 && metric.max() == 0;
  }

  private static void addIfAny(
      List<Row> rows, String label, String detail, List<@Nullable Cell> cells) {
    if (cells.stream().anyMatch(cell -> cell != null)) {
      rows.add(new Row(label, detail, cells));
    }
  }

  /** Whether any figure is only a lower bound. */
  boolean hasBounds() {
    return sections.stream()
        .flatMap(section -> section.rows().stream())
        .flatMap(row -> row.cells().stream())
        .anyMatch(cell -> cell != null && cell.atLeast());
  }

  /** What a cell shows. */
  static String text(@Nullable Cell cell) {
    if (cell == null) {
      return Wording.NONE;
    }
    String text = text(cell.metric());
    return cell.atLeast() && !text.equals(Wording.NONE) ? "≥ " + text : text;
  }

  /** A figure with its interval. */
  static String text(MetricSummary metric) {
    return Wording.estimate(metric.mean(), metric.halfWidth(), metric.unit());
  }
}
