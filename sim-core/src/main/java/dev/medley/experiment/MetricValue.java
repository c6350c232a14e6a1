package dev.medley.experiment;

/**
 * One figure of one replication.
 *
 * @param name metric name with labels, for example {@code request.latency{service=web}.p99}
 * @param unit base unit: {@code s}, {@code 1}, {@code ratio}, {@code 1/s}, or a currency
 * @param value the figure; NaN when there is none (no request completed, say)
 */
public record MetricValue(String name, String unit, double value) {}
