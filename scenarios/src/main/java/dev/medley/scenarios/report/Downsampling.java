package dev.medley.scenarios.report;

import java.util.Arrays;

/**
 * Fewer points for a line than it has steps: each point is the mean of a fixed number of steps.
 *
 * @param stepsPerPoint at least 1
 */
record Downsampling(int stepsPerPoint) {
  private static final int MOST_POINTS = 1500;
  private static final int FEWEST_POINTS = 200;
  private static final int NUMBERS_IN_ALL = 60_000;
  private static final int NUMBERS_PER_POINT = 3;

  /** As many points per line as the page has room for. */
  static Downsampling of(int steps, int lines) {
    int room = NUMBERS_IN_ALL / NUMBERS_PER_POINT / Math.max(1, lines);
    int points = Math.max(FEWEST_POINTS, Math.min(MOST_POINTS, room));
    return new Downsampling(Math.max(1, (steps + points - 1) / points));
  }

  int points(int steps) {
    return (steps + stepsPerPoint - 1) / stepsPerPoint;
  }

  /** Means of consecutive steps; NaN steps are left out, a point of none is NaN. */
  double[] of(double[] values) {
    if (stepsPerPoint == 1) {
      return values.clone();
    }
    double[] points = new double[points(values.length)];
    for (int point = 0; point < points.length; point++) {
      int from = point * stepsPerPoint;
      int to = Math.min(values.length, from + stepsPerPoint);
      points[point] =
          Arrays.stream(values, from, to).filter(Double::isFinite).average().orElse(Double.NaN);
    }
    return points;
  }
}
