package dev.medley.experiment;

import java.util.List;

/**
 * Figures over time on a regular grid.
 *
 * @param stepNanos grid step, nanoseconds; value k covers [k step, (k + 1) step)
 * @param columns one per figure, all of equal length
 */
public record TimeSeries(long stepNanos, List<Column> columns) {
  /**
   * One figure over time.
   *
   * @param name metric name with labels
   * @param unit base unit
   * @param values one value per step; NaN where there is none
   */
  public record Column(String name, String unit, double[] values) {}
}
