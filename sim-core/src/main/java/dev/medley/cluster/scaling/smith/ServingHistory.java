package dev.medley.cluster.scaling.smith;

/**
 * The number of serving instances over the last minutes: a ring of (time, number) points.
 *
 * <p>Times never go back; two points at one time are a jump. Linear in between; before the oldest
 * point its number holds.
 */
final class ServingHistory {
  private final long[] atNanos;
  private final double[] serving;
  private int newest = -1;
  private int size;

  ServingHistory(int capacity) {
    this.atNanos = new long[capacity];
    this.serving = new double[capacity];
  }

  void add(long nowNanos, double number) {
    newest = newest + 1 == atNanos.length ? 0 : newest + 1;
    atNanos[newest] = nowNanos;
    serving[newest] = number;
    size = Math.min(size + 1, atNanos.length);
  }

  /**
   * The harmonic mean of the number over a window: n for which a load shared evenly gives each
   * instance load / n on average over the window.
   *
   * <p>Exact for steps; trapezes on 1 / n in between. Numbers below 1 count as 1.
   *
   * @param fromNanos start of the window
   * @param toNanos its end, not before its start; beyond the newest point its number holds
   */
  double harmonicMean(long fromNanos, long toNanos) {
    if (fromNanos >= toNanos) {
      return atLeastOne(at(toNanos));
    }
    double sum = 0;
    long covered = toNanos;
    double right = atLeastOne(at(toNanos));
    int i = newest;
    for (int n = 0; n < size && covered > fromNanos; n++) {
      if (atNanos[i] <= covered) {
        long start = Math.max(atNanos[i], fromNanos);
        double left = atLeastOne(atNanos[i] >= fromNanos ? serving[i] : at(fromNanos));
        sum += (covered - start) * (1 / left + 1 / right) / 2;
        covered = start;
        right = left;
      }
      i = i == 0 ? atNanos.length - 1 : i - 1;
    }
    sum += (covered - fromNanos) / right;
    return (toNanos - fromNanos) / sum;
  }

  private static double atLeastOne(double number) {
    return Math.max(1, number);
  }

  /** The number at a time; a jump belongs to its later side. */
  double at(long timeNanos) {
    int i = newest;
    int later = newest;
    for (int n = 0; n < size; n++) {
      if (atNanos[i] <= timeNanos) {
        if (i == later) {
          return serving[i];
        }
        double share = (double) (timeNanos - atNanos[i]) / (atNanos[later] - atNanos[i]);
        return serving[i] + share * (serving[later] - serving[i]);
      }
      later = i;
      i = i == 0 ? atNanos.length - 1 : i - 1;
    }
    return serving[later];
  }
}
