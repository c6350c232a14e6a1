package dev.medley.cluster.engine.state;

/**
 * Requests of one service in order of their deadlines.
 *
 * <p>All requests of a service wait equally long, so order of arrival is order of deadline, and a
 * ring with one calendar event for its first entry replaces an event per request. A full ring first
 * drops the requests that are done, so that it holds about twice those under way and not every
 * request of the last timeout. Amortised O(1) per request, no allocation once it has grown.
 */
public final class DeadlineQueue {
  /** Two words an entry: the deadline; the row in the upper half, its generation in the lower. */
  private long[] words = new long[2 * 64];

  private int first;
  private int count;

  /** Adds a request whose deadline is not before those already there. */
  public void add(long atNanos, Request request, RequestTable requests) {
    if (2 * count == words.length) {
      dropDone(requests);
      if (4 * count > words.length) {
        grow();
      }
    }
    int at = place(count++);
    words[at] = atNanos;
    words[at + 1] = (long) request.row << 32 | request.generation & 0xFFFFFFFFL;
  }

  /** Whether nothing is there. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** Deadline of the first entry. */
  public long firstDeadlineNanos() {
    return words[place(0)];
  }

  /** Row of the first entry. */
  public int firstRow() {
    return (int) (words[place(0) + 1] >>> 32);
  }

  /** Generation of the first entry's row when it was added. */
  public int firstGeneration() {
    return (int) words[place(0) + 1];
  }

  /** Drops the first entry. */
  public void removeFirst() {
    first++;
    count--;
  }

  private int place(int entry) {
    return 2 * (first + entry) & (words.length - 1);
  }

  /** All but the first entry, for which an event is scheduled. */
  private void dropDone(RequestTable requests) {
    int kept = 1;
    for (int i = 1; i < count; i++) {
      int from = place(i);
      long who = words[from + 1];
      if (requests.row((int) (who >>> 32)).generation == (int) who) {
        int to = place(kept++);
        words[to] = words[from];
        words[to + 1] = who;
      }
    }
    count = kept;
  }

  private void grow() {
    long[] larger = new long[2 * words.length];
    for (int i = 0; i < count; i++) {
      larger[2 * i] = words[place(i)];
      larger[2 * i + 1] = words[place(i) + 1];
    }
    words = larger;
    first = 0;
  }
}
