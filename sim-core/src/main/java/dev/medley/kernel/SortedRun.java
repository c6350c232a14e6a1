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

  private static final int CAPACITY = 3 * MAX_LENGTH;

  private static final int LOADED_BITS = 5;

  /** The most events that can be taken in at once. */
  static final int MAX_LOADED = 1 << LOADED_BITS;

  /** The longest span of time that can be taken in at once, exclusive. */
  static final long MAX_LOADED_NANOS = 1L << 63 - LOADED_BITS;

  private final EventSlots slots;
  private final long[] keys = new long[MAX_LOADED];
  private final long[] loadedWords = new long[MAX_LOADED];
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
      head = MAX_LENGTH;
      tail = MAX_LENGTH;
    } else if (tail == CAPACITY) {
      moveTo(1);
    }
    if (head > 0 && times[head + tail >>> 1] > atNanos) {
      insertFromHead(atNanos, word, rank);
    } else {
      insertFromTail(atNanos, word, rank);
    }
  }

  private void moveTo(int start) {
    int length = tail - head;
    System.arraycopy(times, head, times, start, length);
    System.arraycopy(words, head, words, start, length);
    head = start;
    tail = start + length;
  }

  /** Adds an entry of the earlier half: those before it move one place towards the start. */
  private void insertFromHead(long atNanos, long word, int rank) {
    long[] times = this.times;
    long[] words = this.words;
    int at = head--;
    while (true) {
      long after = times[at];
      long afterWord = words[at];
      if (after > atNanos || after == atNanos && slots.rank((int) afterWord) > rank) {
        break;
      }
      times[at - 1] = after;
      words[at - 1] = afterWord;
      at++;
    }
    times[at - 1] = atNanos;
    words[at - 1] = word;
  }

  private void insertFromTail(long atNanos, long word, int rank) {
    long[] times = this.times;
    long[] words = this.words;
    int head = this.head;
    int at = tail++;
    while (at > head) {
      long before = times[at - 1];
      long beforeWord = words[at - 1];
      if (before < atNanos || before == atNanos && slots.rank((int) beforeWord) <= rank) {
        break;
      }
      times[at] = before;
      words[at] = beforeWord;
      at--;
    }
    times[at] = atNanos;
    words[at] = word;
  }

  /**
   * Takes the events of a list into the empty run, and leaves the slots of those that are dead.
   *
   * @param first the list, of at most {@value #MAX_LOADED} entries
   * @param baseNanos no event is earlier
   * @return how many were dead
   */
  int load(EntryChunks chunks, int first, int last, long baseNanos) {
    long[] keys = this.keys;
    long[] words = this.loadedWords;
    int count = 0;
    int dead = 0;
    int at = first;
    while (at != 0) {
      long[] page = chunks.page(at);
      int i = EntryChunks.indexInPage(at);
      int entries = EntryChunks.left(at, last);
      for (int n = 0; n < entries; n++) {
        long word = page[i + 1];
        if (slots.isLive((int) word)) {
          words[count] = word;
          // A branch on which is less would be mispredicted every other time.
          long key = page[i] - baseNanos << LOADED_BITS | count;
          for (int k = 0; k < count; k++) {
            long other = keys[k];
            long less = key - other;
            less &= less >> 63;
            keys[k] = other + less;
            key -= less;
          }
          keys[count++] = key;
        } else {
          slots.leave((int) word);
          dead++;
        }
        i += 2;
      }
      at = chunks.afterReading(at + entries - 1, last);
    }
    arrange(count, baseNanos);
    return dead;
  }

  private void arrange(int count, long baseNanos) {
    head = 1;
    tail = 1 + count;
    boolean distinct = true;
    long before = -1;
    for (int i = 0; i < count; i++) {
      long key = keys[i];
      long delay = key >>> LOADED_BITS;
      distinct &= delay != before;
      before = delay;
      times[1 + i] = baseNanos + delay;
      words[1 + i] = loadedWords[(int) key & MAX_LOADED - 1];
    }
    if (!distinct) {
      arrangeByRank(count);
    }
  }

  /** Puts events at one time into the order of their ranks. */
  private void arrangeByRank(int count) {
    tail = head;
    for (int i = head; i < head + count; i++) {
      long word = words[i];
      insertFromTail(times[i], word, slots.rank((int) word));
    }
  }
}
