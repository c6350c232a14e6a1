package dev.medley.cluster.scaling.smith;

import java.util.ArrayDeque;

/** The greatest number of a sliding window; an entry exactly as old as the window still counts. */
final class RecentMaximum {
  private final long windowNanos;
  private final ArrayDeque<long[]> falling = new ArrayDeque<>();

  RecentMaximum(int windowSeconds) {
    this.windowNanos = windowSeconds * 1_000_000_000L;
  }

  /** Adds a number and answers the greatest of the window, this one included. */
  int with(int number, long nowNanos) {
    while (!falling.isEmpty() && nowNanos - falling.peekFirst()[0] > windowNanos) {
      falling.pollFirst();
    }
    while (!falling.isEmpty() && falling.peekLast()[1] <= number) {
      falling.pollLast();
    }
    falling.addLast(new long[] {nowNanos, number});
    return (int) falling.peekFirst()[1];
  }
}
