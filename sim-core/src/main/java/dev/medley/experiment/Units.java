package dev.medley.experiment;

import dev.medley.cluster.metric.MetricName;

/** The unit that a rule about a metric must be written in. */
final class Units {
  private Units() {}

  /** Refuses a duration for a ratio and a bare number for a duration. */
  static void check(MetricName metric, Amount amount) {
    boolean time = metric.family().unit().equals("s");
    if (time && !amount.isDuration()) {
      throw new IllegalArgumentException(
          metric
              + " is a duration: write the value with a unit, for example 500ms (was "
              + amount
              + ")");
    }
    if (!time && amount.isDuration()) {
      throw new IllegalArgumentException(
          metric + " is not a duration: write a plain number (was " + amount + ")");
    }
  }
}
