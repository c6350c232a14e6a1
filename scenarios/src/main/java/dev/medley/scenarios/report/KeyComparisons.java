package dev.medley.scenarios.report;

import dev.medley.experiment.Comparison;
import dev.medley.experiment.Comparison.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The figures by which variants are judged, in reading order, and what they are called in prose.
 *
 * <p>Tail latency per service, what went wrong, how much was provisioned, what it cost.
 */
final class KeyComparisons {
  private static final Map<String, String> STATISTICS =
      Map.of("mean", "mean", "max", "greatest", "min", "least");

  private static final Map<String, String> NOUNS =
      Map.ofEntries(
          Map.entry("request.latency", "latency"),
          Map.entry("request.wait", "wait"),
          Map.entry("request.count", "arrivals"),
          Map.entry("request.completed", "completed"),
          Map.entry("request.rate", "arrivals"),
          Map.entry("request.rejected", "rejected"),
          Map.entry("request.rejected.ratio", "rejected"),
          Map.entry("request.timeout", "timed out"),
          Map.entry("request.timeout.ratio", "timed out"),
          Map.entry("request.cold.ratio", "cold"),
          Map.entry("request.cold.wait", "cold wait"),
          Map.entry("warm.pool.size", "instances in the warm pool"),
          Map.entry("instance.start", "instance start"),
          Map.entry("instance.ready.count", "instances ready"),
          Map.entry("replicas.desired", "replicas asked"),
          Map.entry("replicas.ready", "replicas ready"),
          Map.entry("scale.events", "scale events"),
          Map.entry("host.cpu.utilization", "host CPU"),
          Map.entry("offload.utilization", "offload gateways"),
          Map.entry("cost.total", "cost"),
          Map.entry("slo.violation.time", "time in violation"),
          Map.entry("events.per.request", "events per request"));

  private KeyComparisons() {}

  static List<Line> of(Comparison comparison) {
    List<Line> chosen = new ArrayList<>();
    add(chosen, comparison, "request.latency", "p99", Part.SERVICES);
    if (!areKnown(chosen)) {
      addStarts(chosen, comparison);
    }
    add(chosen, comparison, "request.cold.ratio", "", Part.SERVICES);
    add(chosen, comparison, "request.cold.wait", "mean", Part.SERVICES);
    add(chosen, comparison, "request.rejected.ratio", "", Part.WHOLE);
    add(chosen, comparison, "request.timeout.ratio", "", Part.WHOLE);
    add(chosen, comparison, "slo.violation.time", "", Part.ANY);
    add(chosen, comparison, "replicas.ready", "", Part.SERVICES);
    add(chosen, comparison, "warm.pool.size", "", Part.SERVICES);
    add(chosen, comparison, "scale.events", "", Part.SERVICES);
    add(chosen, comparison, "host.cpu.utilization", "", Part.WHOLE);
    add(chosen, comparison, "cost.total", "", Part.WHOLE);
    if (areKnown(chosen)) {
      chosen.removeIf(line -> !areKnown(List.of(line)));
    }
    return chosen.isEmpty() ? comparison.lines() : List.copyOf(chosen);
  }

  /** Where nobody asks for anything, starts are what a run is about. */
  private static void addStarts(List<Line> chosen, Comparison comparison) {
    List<Line> starts = new ArrayList<>();
    add(starts, comparison, "instance.start", "p50", Part.SERVICES);
    add(starts, comparison, "instance.start", "p99", Part.SERVICES);
    if (areKnown(starts)) {
      chosen.addAll(starts);
    }
  }

  private static boolean areKnown(List<Line> lines) {
    return lines.stream().flatMap(line -> line.means().stream()).anyMatch(mean -> mean.n() > 0);
  }

  /** The key figures in which any variant differs from another, or of which nothing is known. */
  static List<Line> different(Comparison comparison) {
    return of(comparison).stream().filter(line -> !isEqual(line)).toList();
  }

  /** The key figures that are the same in every variant. */
  static List<Line> equal(Comparison comparison) {
    return of(comparison).stream().filter(KeyComparisons::isEqual).toList();
  }

  private static boolean isEqual(Line line) {
    return line.differences().stream()
        .allMatch(
            difference ->
                difference.n() > 0 && difference.mean() == 0 && !(difference.halfWidth() > 0));
  }

  private enum Part {
    SERVICES,
    WHOLE,
    ANY
  }

  private static void add(
      List<Line> chosen, Comparison comparison, String base, String statistic, Part part) {
    boolean anyService =
        comparison.lines().stream()
            .map(line -> MetricName.parse(line.name()))
            .anyMatch(name -> name.is(base, statistic) && !name.service().isEmpty());
    for (Line line : comparison.lines()) {
      MetricName name = MetricName.parse(line.name());
      boolean fits =
          switch (part) {
            case SERVICES -> anyService ? !name.service().isEmpty() : name.labels().isEmpty();
            case WHOLE -> name.labels().isEmpty();
            case ANY -> true;
          };
      if (fits && name.is(base, statistic)) {
        chosen.add(line);
      }
    }
  }

  /** A metric's name in prose: {@code web, container: latency p99}. */
  static String label(String metric) {
    MetricName name = MetricName.parse(metric);
    String noun = NOUNS.getOrDefault(name.base(), name.base());
    String statistic = STATISTICS.getOrDefault(name.statistic(), name.statistic());
    String text = statistic.isEmpty() ? noun : noun + " " + statistic;
    String rule = name.labels().get("slo");
    if (rule != null) {
      return noun + " of " + rule;
    }
    return name.part().isEmpty() ? text : name.part() + ": " + text;
  }
}
