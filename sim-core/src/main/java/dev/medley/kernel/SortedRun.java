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
  private final long[] loadedStates = new long[MAX_LOADED];
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
    int count = gather(chunks, first, last, baseNanos);
    sort(count);
    return arrange(count, baseNanos);
  }

  /**
   * Copies a list, and looks up the state of every event before anything is done with the first:
   * among a million each look misses the caches, and so they are under way together.
   */
  private int gather(EntryChunks chunks, int first, int last, long baseNanos) {
    long[] keys = this.keys;
    long[] words = this.loadedWords;
    long[] states = this.loadedStates;
    int count = 0;
    int at = first;
    while (at != 0) {
      long[] page = chunks.page(at);
      int i = EntryChunks.indexInPage(at);
      int entries = EntryChunks.left(at, last);
      for (int n = 0; n < entries; n++) {
        long word = page[i + 1];
        words[count] = word;
        states[count] = slots.state((int) word);
        keys[count] = page[i] - baseNanos << LOADED_BITS | count;
        count++;
        i += 2;
      }
      at = chunks.afterReading(at + entries - 1, last);
    }
    return count;
  }

  /**
   * Sorts by insertion without a branch on which is less: it would be mispredicted half the time.
   */
  private void sort(int count) {
    long[] keys = this.keys;
    for (int n = 1; n < count; n++) {
      long key = keys[n];
      for (int k = 0; k < n; k++) {
        long other = keys[k];
        long less = key - other;
        less &= less >> 63;
        keys[k] = other + less;
        key -= less;
      }
      keys[n] = key;
    }
  }

  /** Makes the run of the live among the sorted, and returns how many are dead. */
  private int arrange(int count, long baseNanos) {
    int dead = 0;
    int at = 0;
    boolean distinct = true;
    long after = -1;
    for (int n = count - 1; n >= 0; n--) {
      long delay = keys[n] >>> LOADED_BITS;
      distinct &= delay != after;
      after = delay;
      int from = (int) keys[n] & MAX_LOADED - 1;
      long word = loadedWords[from];
      long state = loadedStates[from];
      if (EventSlots.isLive(state)) {
        times[at] = baseNanos + delay;
        words[at] = word;
        kinds[at] = (int) state;
        at++;
      } else {
        slots.leave((int) word);
        dead++;
      }
    }
    length = at;
    if (!distinct) {
      arrangeByRank(count, baseNanos);
    }
    return dead;
  }

  /** Puts events at one time into the order of their ranks. */
  private void arrangeByRank(int count, long baseNanos) {
    length = 0;
    for (int n = 0; n < count; n++) {
      int from = (int) keys[n] & MAX_LOADED - 1;
      long state = loadedStates[from];
      if (EventSlots.isLive(state)) {
        insert(baseNanos + (keys[n] >>> LOADED_BITS), loadedWords[from], (int) state);
      }
    }
  }
}
