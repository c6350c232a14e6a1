package dev.medley.scenarios.cli;

import dev.medley.cluster.metric.MetricFamily;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code medley metrics}: every figure that a run emits. */
@Command(
    name = "metrics",
    mixinStandardHelpOptions = true,
    description = {
      "List the figures that runs emit, for slo:, expect: and --precision: name, labels, unit,",
      "meaning. Of a distribution there are the statistics .mean, .p50, .p90, .p95, .p99, .p999",
      "and .max, as in request.latency{service=web}.p99."
    })
final class MetricsCommand implements Callable<Integer> {
  private final Console console;

  MetricsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Map<String, String> lines = new LinkedHashMap<>();
    for (MetricFamily family : MetricFamily.values()) {
      lines.put(name(family), unit(family) + family.meaning());
    }
    Listing.print(console.out(), lines);
    return ExitCode.OK;
  }

  private static String name(MetricFamily family) {
    String labels = family.labels().isEmpty() ? "" : "{" + String.join(",", family.labels()) + "}";
    return family.text() + labels + (family.isDistribution() ? ".*" : "");
  }

  private static String unit(MetricFamily family) {
    return family.unit().equals("1") ? "" : "(" + family.unit() + ") ";
  }
}
