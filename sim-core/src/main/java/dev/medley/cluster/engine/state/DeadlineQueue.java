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
  private long[] deadlineNanos = new long[64];
  private int[] request = new int[64];
  private int[] generation = new int[64];
  private int first;
  private int count;

  /** Adds a request whose deadline is not before those already there. */
  public void add(long atNanos, int row, RequestTable requests) {
    if (count == request.length) {
      dropDone(requests);
      if (count > request.length / 2) {
        grow();
      }
    }
    int at = (first + count++) & (request.length - 1);
    deadlineNanos[at] = atNanos;
    request[at] = row;
    generation[at] = requests.generation(row);
  }

  /** Whether nothing is there. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** Deadline of the first entry. */
  public long firstDeadlineNanos() {
    return deadlineNanos[first];
  }

  /** Row of the first entry. */
  public int firstRequest() {
    return request[first];
  }

  /** Generation of the first entry's row when it was added. */
  public int firstGeneration() {
    return generation[first];
  }

  /** Drops the first entry. */
  public void removeFirst() {
    first = (first + 1) & (request.length - 1);
    count--;
  }

  /** All but the first entry, for which an event is scheduled. */
  private void dropDone(RequestTable requests) {
    int mask = request.length - 1;
    int kept = 1;
    for (int i = 1; i < count; i++) {
      int from = (first + i) & mask;
      if (requests.generation(request[from]) == generation[from]) {
        int to = (first + kept++) & mask;
        deadlineNanos[to] = deadlineNanos[from];
        request[to] = request[from];
        generation[to] = generation[from];
      }
    }
    count = kept;
  }

  private void grow() {
    int size = request.length;
    long[] deadlines = new long[size * 2];
    int[] requests = new int[size * 2];
    int[] generations = new int[size * 2];
    for (int i = 0; i < count; i++) {
      int at = (first + i) & (size - 1);
      deadlines[i] = deadlineNanos[at];
      requests[i] = request[at];
      generations[i] = generation[at];
    }
    deadlineNanos = deadlines;
    request = requests;
    generation = generations;
    first = 0;
  }
}
