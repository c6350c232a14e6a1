package dev.medley.kernel;

/**
 * A ring of buckets of equal width, a power of two nanoseconds each, over a window of time.
 *
 * <p>A time belongs to the bucket that its bits above {@link #shift} name, modulo the number of
 * buckets. The window never spans more buckets than there are; what lies before the window counts
 * as its first bucket, what lies past {@link #last} belongs to the next ring outwards. A bucket is
 * a list of chunks in order of arrival, held in one long: the position it is read from in the upper
 * half, the one it is written at in the lower. One bit a bucket says which are occupied.
 */
final class BucketRing {
  private final EntryChunks chunks;
  private final long[] buckets;
  private final long[] occupied;
  private int occupiedCount;
  private int mask;

  /** The binary logarithm of a bucket's width in nanoseconds. */
  int shift;

  /** The start of the window: the least time whose bucket tells it from others. */
  long first;

  /** The end of the window, inclusive. */
  long last;

  /** The ring to which times past {@link #last} belong; the outermost has itself. */
  BucketRing outer = this;

  /** How many rungs lie between this ring and the levels, itself included; 0 for a level. */
  int depth;

  /**
   * Creates a ring of empty buckets.
   *
   * @param count how many buckets at most, a power of two from 64
   */
  BucketRing(EntryChunks chunks, int count) {
    this.chunks = chunks;
    this.buckets = new long[count];
    this.occupied = new long[count >>> 6];
    this.mask = count - 1;
  }

  /** The most buckets this ring can have. */
  int capacity() {
    return buckets.length;
  }

  /** Chooses how many buckets an empty ring has: a power of two from 64 to its capacity. */
  void resize(int count) {
    mask = count - 1;
  }

  boolean isEmpty() {
    return occupiedCount == 0;
  }

  /** The bucket of a time up to {@link #last}. */
  int indexOf(long atNanos) {
    return (int) (Math.max(atNanos, first) >>> shift) & mask;
  }

  /** Adds an entry to the end of a bucket. */
  void append(int index, long atNanos, long word) {
    long bucket = buckets[index];
    int end = (int) bucket;
    if (EntryChunks.isBoundary(end)) {
      bucket = lengthened(index, bucket);
      end = (int) bucket;
    }
    chunks.set(end, atNanos, word);
    buckets[index] = bucket + 1;
  }

  private long lengthened(int index, long bucket) {
    int start = chunks.take();
    if (bucket == 0) {
      occupied[index >>> 6] |= 1L << index;
      occupiedCount++;
      return (long) start << 32 | start;
    }
    chunks.link((int) bucket, start);
    return bucket >>> 32 << 32 | start;
  }

  /**
   * The number (time divided by width) of the first occupied bucket for times from {@code
   * fromNanos}; the ring must not be empty.
   */
  long firstOccupied(long fromNanos) {
    long number = Math.max(fromNanos, first) >>> shift;
    int index = (int) number & mask;
    int at = index >>> 6;
    long word = occupied[at] & -1L << index;
    int words = mask >>> 6;
    while (word == 0) {
      at = at + 1 & words;
      word = occupied[at];
    }
    int found = at << 6 | Long.numberOfTrailingZeros(word);
    return number + (found - index & mask);
  }

  /** The index of the first occupied bucket from an index on, or -1; without regard to time. */
  int occupiedFrom(int index) {
    int words = mask >>> 6;
    int at = index >>> 6;
    if (at > words) {
      return -1;
    }
    long word = occupied[at] & -1L << index;
    while (word == 0) {
      if (++at > words) {
        return -1;
      }
      word = occupied[at];
    }
    return at << 6 | Long.numberOfTrailingZeros(word);
  }

  /** The list of a bucket. */
  long bucket(int index) {
    return buckets[index];
  }

  /** The list of an occupied bucket, which is empty from now on. */
  long detach(int index) {
    long bucket = buckets[index];
    buckets[index] = 0;
    occupied[index >>> 6] &= ~(1L << index);
    occupiedCount--;
    return bucket;
  }

  /** Lets the list of an occupied bucket begin at a later position: what is before it was read. */
  void startAt(int index, int position) {
    buckets[index] = (long) position << 32 | (int) buckets[index];
  }

  /** The first position of a list. */
  static int first(long bucket) {
    return (int) (bucket >>> 32);
  }

  /** The last position of a list that is not empty. */
  static int last(long bucket) {
    return (int) bucket - 1;
  }
}
