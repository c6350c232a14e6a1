package dev.medley.kernel;

import dev.medley.check.SimulationFault;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One slot for each event with a ticket that is pending, or cancelled and not yet swept out:
 * whether it still is to come, and what it carries besides its time and subject.
 *
 * <p>The calendar's entries know an event by its handle: its slot or, negative, its kind. A kind is
 * a rank (8 bits) and a type (23 bits), and all there is to be known about a posted event, which
 * has no ticket: it takes no slot, and is always live.
 *
 * <p>A slot is one long: its generation (32 bits) and the kind of its event. The payload lies
 * apart, in a page that there is only once one of its slots had one: hardly any event has. The
 * generation counts up whenever the slot is taken and whenever its event is polled or cancelled:
 * odd while the event is to come. A ticket is a slot with its generation. A slot is used 2^31 times
 * and then retired, so no ticket is ever issued twice.
 *
 * <p>Slots lie in pages that never move: growth copies no event. The slot left last is taken first,
 * because it is still in the cache.
 */
final class EventSlots {
  /** 16,384 slots, 128 KiB. */
  private static final int PAGE_BITS = 14;

  private static final int PAGE_SLOTS = 1 << PAGE_BITS;
  private static final int PAGE_MASK = PAGE_SLOTS - 1;
  private static final int MAX_SLOTS = 1 << 28;
  private static final long ONE_GENERATION = 1L << 32;

  /** Never empty: the first slot is also looked up, and not used, for every posted event. */
  private long[][] pages = {new long[PAGE_SLOTS]};

  /** The payloads by slot; null for a page of slots that never had one. */
  private @Nullable long[][] payloads = new long[1][];

  private int count;

  /** The free slots, as a stack: a list through the slots would wait for one miss after another. */
  private int[] free = new int[PAGE_SLOTS];

  private int freeCount;

  private final int firstGeneration;

  /**
   * Creates a table without slots.
   *
   * @param firstGeneration even; -2 retires every slot after one use
   */
  EventSlots(int firstGeneration) {
    this.firstGeneration = firstGeneration;
  }

  /** Takes a slot for a new event and returns its ticket, whose lower half is the slot. */
  long take(int kind, long payload) {
    int slot = freeCount > 0 ? free[--freeCount] : fresh();
    long[] page = pages[slot >>> PAGE_BITS];
    int at = slot & PAGE_MASK;
    long generation = (page[at] & -ONE_GENERATION) + ONE_GENERATION;
    page[at] = generation | kind;
    long[] payloadPage = payloads[slot >>> PAGE_BITS];
    if (payloadPage != null) {
      payloadPage[at] = payload;
    } else if (payload != 0) {
      payloadPage = new long[PAGE_SLOTS];
      payloadPage[at] = payload;
      payloads[slot >>> PAGE_BITS] = payloadPage;
    }
    return generation | slot;
  }

  /** The handle of an event without a ticket. */
  static int posted(int kind) {
    return kind | Integer.MIN_VALUE;
  }

  /**
   * The kind of an event, and in the upper half whether it is live: see {@link #isLive}.
   *
   * <p>Whether an event has a slot may be a coin toss, so there is no branch on it.
   */
  long state(int handle) {
    int posted = handle >> 31;
    long state = stateOf(handle & ~posted);
    long ofPosted = ONE_GENERATION | handle & Integer.MAX_VALUE;
    return state ^ (state ^ ofPosted) & posted;
  }

  private long stateOf(int slot) {
    return pages[slot >>> PAGE_BITS][slot & PAGE_MASK];
  }

  /** Whether an event of this state is to come, and not cancelled. */
  static boolean isLive(long state) {
    return (state & ONE_GENERATION) != 0;
  }

  /** Whether the event of a ticket is to come; false for any bits that are no ticket. */
  boolean isPending(long ticket) {
    int slot = (int) ticket;
    if (slot < 0 || slot >= count) {
      return false;
    }
    long state = stateOf(slot);
    return isLive(state) && state >>> 32 == ticket >>> 32;
  }

  /** Makes a live event a dead one; its slot stays taken. */
  void kill(int slot) {
    pages[slot >>> PAGE_BITS][slot & PAGE_MASK] += ONE_GENERATION;
  }

  /**
   * Leaves the slot of an event, if it has one, and tells what it carried if it was live.
   *
   * @return whether the event was live; {@code due} is as it was if not
   */
  boolean poll(int handle, Due due) {
    if (handle < 0) {
      due.type = Calendar.type(handle);
      due.payload = 0;
      return true;
    }
    return pollSlot(handle, due);
  }

  private boolean pollSlot(int slot, Due due) {
    long[] page = pages[slot >>> PAGE_BITS];
    int at = slot & PAGE_MASK;
    long state = page[at];
    boolean live = isLive(state);
    if (live) {
      state += ONE_GENERATION;
      page[at] = state;
      due.type = Calendar.type((int) state);
      long[] payloadPage = payloads[slot >>> PAGE_BITS];
      due.payload = payloadPage == null ? 0 : payloadPage[at];
    }
    leave(slot, state);
    return live;
  }

  /** Leaves the slot of a dead event. */
  void leave(int slot) {
    leave(slot, stateOf(slot));
  }

  private void leave(int slot, long state) {
    if (state >>> 32 != 0) {
      free[freeCount++] = slot;
    }
  }

  /** 1 for the state of a live event, 0 for that of a dead one. */
  static int liveBit(long state) {
    return (int) (state >>> 32) & 1;
  }

  /** Kills every live event and leaves every slot. */
  void clear() {
    freeCount = 0;
    for (int slot = count - 1; slot >= 0; slot--) {
      if (isLive(stateOf(slot))) {
        kill(slot);
      }
      leave(slot);
    }
  }

  /** Slots ever taken. */
  int count() {
    return count;
  }

  private int fresh() {
    if (count == MAX_SLOTS) {
      throw new SimulationFault("more than " + MAX_SLOTS + " events pending or cancelled");
    }
    int slot = count++;
    int page = slot >>> PAGE_BITS;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, page + 1);
      payloads = Arrays.copyOf(payloads, page + 1);
      pages[page] = new long[PAGE_SLOTS];
    }
    if (count > free.length) {
      free = Arrays.copyOf(free, 2 * free.length);
    }
    pages[page][slot & PAGE_MASK] = (long) firstGeneration << 32;
    return slot;
  }
}
