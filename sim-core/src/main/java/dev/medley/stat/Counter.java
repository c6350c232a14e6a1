package dev.medley.stat;

/** A number of happenings. Merging is addition and exact in any order. */
public final class Counter {
  private long count;

  /** A counter at 0. */
  public Counter() {}

  /** Counts one. */
  public void increment() {
    count++;
  }

  /**
   * Counts several.
   *
   * @param happenings at least 0
   * @throws IllegalArgumentException when negative: a counter never falls
   */
  public void add(long happenings) {
    if (happenings < 0) {
      throw new IllegalArgumentException("a counter never falls (add " + happenings + ")");
    }
    count += happenings;
  }

  /** How many were counted since the start or the last reset. */
  public long count() {
    return count;
  }

  /** Adds what another counter counted. */
  public void merge(Counter other) {
    count += other.count;
  }

  /** Back to 0, for the end of a warm-up. */
  public void reset() {
    count = 0;
  }
}
