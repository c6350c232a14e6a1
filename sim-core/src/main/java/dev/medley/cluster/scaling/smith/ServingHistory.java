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
