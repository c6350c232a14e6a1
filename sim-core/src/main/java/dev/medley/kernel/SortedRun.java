package dev.medley.kernel;

/**
 * The nearest events, sorted by time, then rank, then arrival: those polled next.
 *
 * <p>Two parallel arrays read from a head that moves on. Sorting is by insertion from the end,
 * which is cheapest for the few entries a bucket holds and leaves equal ones in order of arrival.
 */
final class SortedRun {
  /** Beyond this length insertion is too slow: the calendar then splits the run. */
  static final int MAX_LENGTH = 64;

  private static final int CAPACITY = 2 * MAX_LENGTH;

  private final EventSlots slots;
  private final long[] times = new long[CAPACITY];
  private final long[] words = new long[CAPACITY];
  private int head;
  private int tail;

  SortedRun(EventSlots slots) {
    this.slots = slots;
  }

  boolean isEmpty() {
    return head == tail;
  }

  int length() {
    return tail - head;
  }

  /** The time of entry i, 0 being the one to be polled next. */
  long atNanos(int i) {
    return times[head + i];
  }

  long word(int i) {
    return words[head + i];
  }

  void removeFirst() {
    head++;
  }

  /** Keeps the first entries only. */
  void truncate(int length) {
    tail = head + length;
  }

  void clear() {
    head = 0;
    tail = 0;
  }

  /** Adds an entry behind all that are not after it; there must be less than the most. */
  void insert(long atNanos, long word, int rank) {
    if (head == tail) {
      head = 0;
      tail = 0;
    } else if (tail == CAPACITY) {
      System.arraycopy(times, head, times, 0, tail - head);
      System.arraycopy(words, head, words, 0, tail - head);
      tail -= head;
      head = 0;
    }
    long[] times = this.times;
    long[] words = this.words;
    int head = this.head;
    int at = tail++;
    while (at > head) {
      long before = times[at - 1];
      if (before < atNanos || before == atNanos && slots.rank((int) words[at - 1]) <= rank) {
        break;
      }
      times[at] = before;
      words[at] = words[at - 1];
      at--;
    }
    times[at] = atNanos;
    words[at] = word;
  }
}
