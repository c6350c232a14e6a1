package dev.medley.benchmarks.contestants;

/** What a careful user of {@link java.util.PriorityQueue} would queue: an event used again. */
final class ReusedEvent implements Comparable<ReusedEvent> {
  long atNanos;

  /** Rank in the upper 8 bits, then the order of scheduling. */
  long order;

  int subject;
  boolean timeout;
  boolean cancelled;

  @Override
  public int compareTo(ReusedEvent other) {
    int byTime = Long.compare(atNanos, other.atNanos);
    return byTime == 0 ? Long.compare(order, other.order) : byTime;
  }
}
