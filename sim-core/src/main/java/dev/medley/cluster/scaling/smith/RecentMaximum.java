package dev.medley.cluster.scaling.smith;

import java.util.Arrays;

/** The greatest number of a sliding window; an entry exactly as old as the window still counts. */
final class RecentMaximum {
  private final long windowNanos;
  private long[] atNanos = new long[16];
  private double[] falling = new double[16];
  private int first;
  private int end;

  RecentMaximum(int windowSeconds) {
    this.windowNanos = windowSeconds * 1_000_000_000L;
  }

  /** Adds a number and answers the greatest of the window, this one included. */
  double with(double number, long nowNanos) {
    while (first < end && nowNanos - atNanos[first] > windowNanos) {
      first++;
    }
    // Whoever is smaller and older can never be the greatest again.
    while (first < end && falling[end - 1] <= number) {
      end--;
    }
    makeRoom();
    atNanos[end] = nowNanos;
    falling[end] = number;
    end++;
    return falling[first];
  }

  private void makeRoom() {
    if (end < falling.length) {
      return;
    }
    int kept = end - first;
    int capacity = 2 * kept > falling.length ? 2 * falling.length : falling.length;
    atNanos = Arrays.copyOf(Arrays.copyOfRange(atNanos, first, end), capacity);
    falling = Arrays.copyOf(Arrays.copyOfRange(falling, first, end), capacity);
    first = 0;
    end = kept;
  }
}
