package dev.medley.kernel;

/**
 * The nearest events, sorted by time, then rank, then arrival: those polled next.
 *
 * <p>Two parallel arrays, the least event last: what is scheduled is mostly due soon, and then
 * little has to move to let it in.
 */
final class SortedRun {
  /** Beyond this length insertion is too slow: the calendar then splits the run. */
  static final int MAX_LENGTH = 64;

  private static final int LOADED_BITS = 5;

  /** The most events that can be taken in at once. */
  static final int MAX_LOADED = 1 << LOADED_BITS;

  /** The longest span of time that can be taken in at once, exclusive. */
  static final long MAX_LOADED_NANOS = 1L << 63 - LOADED_BITS;

  private final EventSlots slots;
  private final long[] keys = new long[MAX_LOADED];
  private final long[] loadedWords = new long[MAX_LOADED];
  private final int[] loadedKinds = new int[MAX_LOADED];
  private final long[] times = new long[MAX_LENGTH];
  private final long[] words = new long[MAX_LENGTH];
  private final int[] kinds = new int[MAX_LENGTH];
  private int length;

  SortedRun(EventSlots slots) {
    this.slots = slots;
  }

  boolean isEmpty() {
    return length == 0;
  }

  int length() {
    return length;
  }

  /** The time of the event to be polled next. */
  long leastNanos() {
    return times[length - 1];
  }

  /** The kind of the event to be polled next. */
  int leastKind() {
    return kinds[length - 1];
  }

  /** Removes the event to be polled next and returns its word. */
  long removeLeast() {
    return words[--length];
  }

  /** The time of an entry, 0 being the last to be polled. */
  long atNanos(int i) {
    return times[i];
  }

  long word(int i) {
    return words[i];
  }

  int kind(int i) {
    return kinds[i];
  }

  /** Removes the entries that are polled last. */
  void removeLast(int count) {
    length -= count;
    System.arraycopy(times, count, times, 0, length);
    System.arraycopy(words, count, words, 0, length);
    System.arraycopy(kinds, count, kinds, 0, length);
  }

  void clear() {
    length = 0;
  }

  /** Adds an entry behind all that are not after it; there must be less than the most. */
  void insert(long atNanos, long word, int kind) {
    long[] times = this.times;
    long[] words = this.words;
    int[] kinds = this.kinds;
    int at = length++;
    while (at > 0) {
      long before = times[at - 1];
      if (before > atNanos || before == atNanos && kinds[at - 1] >>> 24 > kind >>> 24) {
        break;
      }
      times[at] = before;
      words[at] = words[at - 1];
      kinds[at] = kinds[at - 1];
      at--;
    }
    times[at] = atNanos;
    words[at] = word;
    kinds[at] = kind;
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
    int[] kinds = this.loadedKinds;
    int count = 0;
    int dead = 0;
    int at = first;
    while (at != 0) {
      long[] page = chunks.page(at);
      int i = EntryChunks.indexInPage(at);
      int entries = EntryChunks.left(at, last);
      for (int n = 0; n < entries; n++) {
        long word = page[i + 1];
        long state = slots.state((int) word);
        if (EventSlots.isLive(state)) {
          words[count] = word;
          kinds[count] = (int) state;
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
    length = count;
    boolean distinct = true;
    long before = -1;
    for (int i = 0; i < count; i++) {
      long key = keys[i];
      long delay = key >>> LOADED_BITS;
      distinct &= delay != before;
      before = delay;
      times[count - 1 - i] = baseNanos + delay;
      int from = (int) key & MAX_LOADED - 1;
      words[count - 1 - i] = loadedWords[from];
      kinds[count - 1 - i] = loadedKinds[from];
    }
    if (!distinct) {
      arrangeByRank(count, baseNanos);
    }
  }

  /** Puts events at one time into the order of their ranks. */
  private void arrangeByRank(int count, long baseNanos) {
    length = 0;
    for (int i = 0; i < count; i++) {
      long key = keys[i];
      int from = (int) key & MAX_LOADED - 1;
      insert(baseNanos + (key >>> LOADED_BITS), loadedWords[from], loadedKinds[from]);
    }
  }
}
