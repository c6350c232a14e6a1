package dev.medley.cluster.engine.state;

/**
 * An SLO that can be judged step by step, for {@code slo.violation.time}.
 *
 * @param name the rule as the scenario states it
 * @param service index of the service, or {@link #ALL}
 * @param kind what is compared
 * @param quantile for {@link Kind#LATENCY}, else NaN
 * @param limit greatest value that holds; seconds or a ratio
 */
public record StepObjective(String name, int service, Kind kind, double quantile, double limit) {
  /** All services together. */
  public static final int ALL = -1;

  /** What is compared with the limit. */
  public enum Kind {
    /** A quantile of the latency of requests completed in the step. */
    LATENCY,
    /** Rejected by arrived in the step. */
    REJECTED_RATIO,
    /** Timed out by arrived in the step. */
    TIMEOUT_RATIO,
    /** Rejected, timed out and lost by arrived in the step. */
    FAILED_RATIO
  }
}
