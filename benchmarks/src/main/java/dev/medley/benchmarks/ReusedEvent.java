package dev.medley.benchmarks;

/** What a careful user of {@link java.util.PriorityQueue} would queue: an event used again. */
final class ReusedEvent implements Comparable<ReusedEvent> {
  long atNanos;
  long order;
  int type;
  int subject;
  boolean cancelled;

  @Override
  public int compareTo(ReusedEvent other) {
    int byTime = Long.compare(atNanos, other.atNanos);
    return byTime == 0 ? Long.compare(order, other.order) : byTime;
  }
}
