package dev.medley.kernel;

import dev.medley.check.SimulationFault;
import java.util.Arrays;

/**
 * Where the entries of all buckets lie: chunks of sixteen, linked to lists.
 *
 * <p>An entry is two longs side by side, its time and its word (the subject in the upper half, the
 * handle in the lower), at a position; four share a cache line. A chunk starts at every position
 * that is a multiple of {@value #CHUNK}; chunk 0 is never used, so that position 0 can mean none. A
 * chunk read to its end is free again and still in the cache, so it is the next to be filled.
 *
 * <p>Chunks lie in pages that never move: growth copies no entry.
 */
final class EntryChunks {
  private static final int CHUNK_BITS = 4;

  /** Entries of a chunk. */
  static final int CHUNK = 1 << CHUNK_BITS;

  private static final int CHUNK_MASK = CHUNK - 1;

  /** 8,192 entries, 128 KiB. */
  private static final int PAGE_BITS = 13;

  private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
  private static final int MAX_CHUNKS = 1 << 31 - CHUNK_BITS;

  private long[][] pages = {};

  /** For each chunk the one after it, in its list or among the free ones. */
  private int[] next = new int[1];

  private int count = 1;
  private int free;

  /** Whether a position is the end of a chunk, or 0. */
  static boolean isBoundary(int position) {
    return (position & CHUNK_MASK) == 0;
  }

  /** Whether a list from {@code first} to {@code last} is not longer than one chunk. */
  static boolean isOneChunk(int first, int last) {
    return (first ^ last) >>> CHUNK_BITS == 0;
  }

  /** The position after one of a list that goes on to {@code last}; 0 after the last. */
  int after(int position, int last) {
    if (position == last) {
      return 0;
    }
    int after = position + 1;
    return isBoundary(after) ? following(after) : after;
  }

  /** Like {@link #after}, and leaves a chunk that has been read to its end. */
  int afterReading(int position, int last) {
    if (position == last) {
      leave(position);
      return 0;
    }
    int after = position + 1;
    if (isBoundary(after)) {
      after = following(after);
      leave(position);
    }
    return after;
  }

  /** Takes an empty chunk and returns its first position. */
  int take() {
    int chunk = free;
    if (chunk == 0) {
      chunk = fresh();
    } else {
      free = next[chunk];
    }
    return chunk << CHUNK_BITS;
  }

  /** Lets the chunk at position {@code after} follow the one that ends at position {@code end}. */
  void link(int end, int after) {
    next[end - 1 >>> CHUNK_BITS] = after >>> CHUNK_BITS;
  }

  private int following(int end) {
    return next[end - 1 >>> CHUNK_BITS] << CHUNK_BITS;
  }

  private void leave(int position) {
    int chunk = position >>> CHUNK_BITS;
    next[chunk] = free;
    free = chunk;
  }

  void set(int position, long atNanos, long word) {
    long[] page = pages[position >>> PAGE_BITS];
    int at = (position & PAGE_MASK) << 1;
    page[at] = atNanos;
    page[at + 1] = word;
  }

  /** The page that holds a position, for reading the entries of a chunk one after the other. */
  long[] page(int position) {
    return pages[position >>> PAGE_BITS];
  }

  /** Where in its page the entry at a position begins. */
  static int indexInPage(int position) {
    return (position & PAGE_MASK) << 1;
  }

  /** How many entries of a list that goes on to {@code last} its chunk holds from a position on. */
  static int left(int position, int last) {
    return isOneChunk(position, last) ? last - position + 1 : CHUNK - (position & CHUNK_MASK);
  }

  long atNanos(int position) {
    return pages[position >>> PAGE_BITS][(position & PAGE_MASK) << 1];
  }

  long word(int position) {
    return pages[position >>> PAGE_BITS][((position & PAGE_MASK) << 1) + 1];
  }

  /** Chunks ever taken. */
  int count() {
    return count - 1;
  }

  private int fresh() {
    if (count == MAX_CHUNKS) {
      throw new SimulationFault("more events pending or cancelled than there is room for");
    }
    int chunk = count++;
    int page = chunk << CHUNK_BITS >>> PAGE_BITS;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, page + 1);
      pages[page] = new long[2 << PAGE_BITS];
    }
    if (chunk == next.length) {
      next = Arrays.copyOf(next, 2 * chunk);
    }
    return chunk;
  }
}
