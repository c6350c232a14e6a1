package dev.medley.kernel;

/**
 * The nearest events, sorted by time, then rank, then arrival: those polled next.
 *
 * <p>An event is one key, which holds all three: its time since the run's base (49 bits with the
 * sign), its rank (8) and a number (7). Numbers count up from event to event, and tell where an
 * event's word lies; when they are used up, all are given anew. The least key is the last: what is
 * scheduled is mostly due soon, and then little has to move to let it in.
 */
final class SortedRun {
  /** Beyond this length insertion is too slow: the calendar then splits the run. */
  static final int MAX_LENGTH = 64;

  /** The most events that can be taken in at once. */
  static final int MAX_LOADED = 32;

  private static final int NUMBER_BITS = 7;
  private static final int NUMBERS = 1 << NUMBER_BITS;
  private static final int ORDER_BITS = NUMBER_BITS + 8;

  /**
   * How far from its base, exclusive, the run's events may lie: 39 hours. Half of what a key has
   * room for, so that the difference of two keys does not overflow.
   */
  static final long REACH_NANOS = 1L << 62 - ORDER_BITS;

  private final EventSlots slots;
  private final long[] keys = new long[MAX_LENGTH];
  private final int[] dead = new int[MAX_LOADED];
  private long[] words = new long[NUMBERS];
  private long[] newWords = new long[NUMBERS];
  private long baseNanos;
  private int length;
  private int numbered;
  private long leastWord;

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
    return atNanos(length - 1);
  }

  /** Removes the event to be polled next and returns its word. */
  long removeLeast() {
    long word = leastWord;
    int left = --length;
    leastWord = words[numberOf(keys[left - 1 & MAX_LENGTH - 1])];
    return word;
  }

  /** The time of an entry, 0 being the last to be polled. */
  long atNanos(int i) {
    return baseNanos + (keys[i] >> ORDER_BITS);
  }

  int rank(int i) {
    return (int) keys[i] >>> NUMBER_BITS & Calendar.MAX_RANK;
  }

  long word(int i) {
    return words[numberOf(keys[i])];
  }

  private static int numberOf(long key) {
    return (int) key & NUMBERS - 1;
  }

  /** Removes the entries that are polled last. */
  void removeLast(int count) {
    length -= count;
    System.arraycopy(keys, count, keys, 0, length);
  }

  void clear() {
    length = 0;
  }

  /** Whether an event that is not later than the run's others can be inserted, by its time. */
  boolean reachesBackTo(long atNanos) {
    return atNanos >= baseNanos - REACH_NANOS;
  }

  /**
   * Sets the time, of at least 0, that the events of the empty run lie around.
   *
   * @return how late they may be: {@code lastNanos} or less
   */
  long startFrom(long baseNanos, long lastNanos) {
    this.baseNanos = baseNanos;
    numbered = 0;
    return Math.min(lastNanos - baseNanos, REACH_NANOS - 1) + baseNanos;
  }

  /** Adds an entry behind all that are not after it; there must be less than the most. */
  void insert(long atNanos, long word, int rank) {
    if (numbered == NUMBERS) {
      renumber();
    }
    int number = numbered++;
    words[number] = word;
    long[] keys = this.keys;
    long key = atNanos - baseNanos << ORDER_BITS | rank << NUMBER_BITS | number;
    int at = length++;
    if (at <= 16) {
      for (; at > 0; at--) {
        long other = keys[at - 1];
        long less = other - key;
        less &= less >> 63;
        keys[at] = key + less;
        key = other - less;
      }
      keys[0] = key;
    } else {
      while (at > 0 && keys[at - 1] < key) {
        keys[at] = keys[at - 1];
        at--;
      }
      keys[at] = key;
    }
    leastWord = words[numberOf(keys[length - 1])];
  }

  private void renumber() {
    numbered = 0;
    for (int i = length - 1; i >= 0; i--) {
      newWords[numbered] = word(i);
      keys[i] = keys[i] & -NUMBERS | numbered;
      numbered++;
    }
    long[] spare = words;
    words = newWords;
    newWords = spare;
  }

  /**
   * Takes the events of a list into the empty run, and leaves the slots of those that are dead.
   *
   * @param first the list, of at most {@value #MAX_LOADED} entries
   * @param baseNanos no event is earlier, or later by {@link #REACH_NANOS}
   * @return how many were dead
   */
  int load(EntryChunks chunks, int first, int last, long baseNanos) {
    this.baseNanos = baseNanos;
    int dead = gather(chunks, first, last);
    sort();
    leastWord = words[numberOf(keys[length - 1 & MAX_LENGTH - 1])];
    for (int i = 0; i < dead; i++) {
      slots.leave(this.dead[i]);
    }
    return dead;
  }

  /**
   * Copies the live of a list, and returns how many are not. The state of every event is looked up
   * before anything is done with the first: among a million each look misses the caches, and so
   * they are under way together.
   */
  private int gather(EntryChunks chunks, int first, int last) {
    long[] keys = this.keys;
    long[] words = this.words;
    int live = 0;
    int dead = 0;
    int at = first;
    while (at != 0) {
      long[] page = chunks.page(at);
      int i = EntryChunks.indexInPage(at);
      int entries = EntryChunks.left(at, last);
      for (int n = 0; n < entries; n++) {
        long word = page[i + 1];
        long state = slots.state((int) word);
        int bit = EventSlots.liveBit(state);
        keys[live] =
            page[i] - baseNanos << ORDER_BITS | Calendar.rank((int) state) << NUMBER_BITS | live;
        words[live] = word;
        this.dead[dead] = (int) word;
        live += bit;
        dead += 1 - bit;
        i += 2;
      }
      at = chunks.afterReading(at + entries - 1, last);
    }
    length = live;
    numbered = live;
    return dead;
  }

  /**
   * Sorts by insertion without a branch on which is less: it would be mispredicted half the time.
   */
  private void sort() {
    long[] keys = this.keys;
    int length = this.length;
    for (int n = 1; n < length; n++) {
      long key = keys[n];
      for (int k = 0; k < n; k++) {
        long other = keys[k];
        long less = other - key;
        less &= less >> 63;
        keys[k] = other - less;
        key += less;
      }
      keys[n] = key;
    }
  }
}
