package dev.medley.cluster.workload;

import dev.medley.check.InvalidConfiguration;

/**
 * Requests per interval, read from a file.
 *
 * @param counts one value per interval, at least 0
 * @param intervalNanos length of an interval, nanoseconds
 */
public record CountSeries(long[] counts, long intervalNanos) {
  /** Checks every component. */
  public CountSeries {
    if (intervalNanos <= 0) {
      throw new InvalidConfiguration("interval", "must be > 0 (was " + intervalNanos + " ns)");
    }
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 0 || counts[i] > 1_000_000_000_000L) {
        throw new InvalidConfiguration(
            "counts", "row " + (i + 1) + " must be >= 0 and <= 10^12 (was " + counts[i] + ")");
      }
    }
  }

  /** Sum of all intervals. */
  public long total() {
    long sum = 0;
    for (long count : counts) {
      sum = Math.addExact(sum, count);
    }
    return sum;
  }
}
