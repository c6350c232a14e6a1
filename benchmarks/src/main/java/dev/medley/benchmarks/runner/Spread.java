package dev.medley.benchmarks.runner;

import java.util.Arrays;

/**
 * Middle and ends of a few values.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param low the least
 * @param high the greatest
 */
record Spread(double median, double low, double high) {
  /** Of at least one value. */
  static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return new Spread((sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[0], sorted[n - 1]);
  }
}
