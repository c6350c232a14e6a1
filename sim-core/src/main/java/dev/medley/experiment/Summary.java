package dev.medley.experiment;

import dev.medley.stat.LatencyHistogram;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What all replications say together.
 *
 * @param scenario name of the scenario
 * @param seed root seed
 * @param replications how many were folded, indices 0 to replications - 1
 * @param confidence level of every interval
 * @param metrics one line per figure
 * @param slo the scenario's SLOs
 * @param expectations the scenario's expected values
 * @param pooled histograms pooled over all replications, by metric name
 * @param series one band per figure over time
 * @param stepNanos grid step of the series, nanoseconds
 * @param warmupNanos simulated time before which nothing is measured
 * @param measuredNanos simulated time after that, which the figures cover
 * @param notices domain outcomes worth telling, without repetition
 */
public record Summary(
    String scenario,
    long seed,
    int replications,
    double confidence,
    List<MetricSummary> metrics,
    List<CheckResult> slo,
    List<CheckResult> expectations,
    LinkedHashMap<String, LatencyHistogram> pooled,
    List<Band> series,
    long stepNanos,
    long warmupNanos,
    long measuredNanos,
    List<String> notices) {
  /**
   * One figure over time over all replications.
   *
   * @param name metric name with labels
   * @param unit base unit
   * @param mean mean per step
   * @param low lower end of the interval per step
   * @param high upper end of the interval per step
   */
  public record Band(String name, String unit, double[] mean, double[] low, double[] high) {}
}
