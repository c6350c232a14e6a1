package dev.medley.experiment;

/**
 * An SLO or an expectation held against the replications.
 *
 * @param name the rule as the scenario states it
 * @param holds whether it is met by the mean over replications (SLO) or by the interval (expect)
 * @param value mean over replications
 * @param halfWidth half width of its interval; NaN for one replication
 * @param confidence level of that interval, for example 0.95
 * @param limit the limit or expected value, in the metric's base unit
 * @param unit base unit
 * @param because why the expected value is what it is; empty for an SLO
 */
public record CheckResult(
    String name,
    boolean holds,
    double value,
    double halfWidth,
    double confidence,
    double limit,
    String unit,
    String because) {}
