package dev.medley.cluster.scaling.smith;

import dev.medley.cluster.scaling.PlantModel;

/**
 * F(t), the probability that a start is over within t: tabulated once, so that a decision costs
 * look-ups only.
 *
 * <p>Linear between grid points and 1 beyond the last one, which is where F reaches 1 - 10⁻⁶ or one
 * hour. An exact dead time is kept exact.
 */
final class StartUpLaw {
  private static final long LONGEST_NANOS = 3_600_000_000_000L;
  private static final double COMPLETE = 1 - 1e-6;

  private final long stepNanos;
  private final double[] table;

  private StartUpLaw(long stepNanos, double[] table) {
    this.stepNanos = stepNanos;
    this.table = table;
  }

  /** The law of the actual runtime, on a grid. */
  static StartUpLaw of(PlantModel plant, long stepNanos) {
    int points = 1;
    while (points * stepNanos <= LONGEST_NANOS
        && plant.readyWithin((points - 1) * stepNanos) < COMPLETE) {
      points++;
    }
    double[] table = new double[points];
    for (int i = 0; i < points; i++) {
      table[i] = Math.max(0, Math.min(1, plant.readyWithin(i * stepNanos)));
    }
    table[points - 1] = 1;
    return new StartUpLaw(stepNanos, table);
  }

  /** A dead time: F jumps from 0 to 1. */
  static StartUpLaw deadTime(long deadNanos) {
    return new StartUpLaw(deadNanos, new double[0]);
  }

  /** F(t), in [0, 1]; t at least 0. */
  double readyWithin(long nanos) {
    if (table.length == 0) {
      return nanos >= stepNanos ? 1 : 0;
    }
    long slot = nanos / stepNanos;
    if (slot >= table.length - 1) {
      return 1;
    }
    int i = (int) slot;
    double share = (double) (nanos - slot * stepNanos) / stepNanos;
    return table[i] + share * (table[i + 1] - table[i]);
  }
}
