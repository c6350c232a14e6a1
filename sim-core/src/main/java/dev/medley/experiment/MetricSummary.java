package dev.medley.experiment;

/**
 * One figure over all replications.
 *
 * @param name metric name with labels
 * @param unit base unit
 * @param n replications in which the figure exists
 * @param mean mean over replications
 * @param halfWidth half width of the t confidence interval of the mean; NaN for n below 2
 * @param confidence level of the interval, for example 0.95
 * @param stddev standard deviation over replications; NaN for n below 2
 * @param min least value
 * @param max greatest value
 */
public record MetricSummary(
    String name,
    String unit,
    int n,
    double mean,
    double halfWidth,
    double confidence,
    double stddev,
    double min,
    double max) {}
