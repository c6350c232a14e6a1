package dev.medley.kernel;

import dev.medley.check.SimulationFault;
import java.util.Arrays;

/**
 * A calendar as a heap of four children a node: the reference that other calendars are tested with.
 *
 * <p>The heap is two parallel arrays, times and slot numbers. What else an event has lies in its
 * slot and never moves; the order of scheduling is looked up there when two times are equal.
 * Polling leaves the root open, and the next event scheduled fills it with one walk down: the usual
 * life of a simulation, where an event schedules its successor, costs half of a removal and an
 * insertion.
 *
 * <p>A cancelled event stays in the heap as a tombstone until it reaches the root, or until the
 * tombstones outnumber the pending events and are swept out in one pass. A cancellation thus costs
 * O(1) amortised, and memory is bounded by twice the largest number of events ever pending.
 * Scheduling and polling cost O(log n); mass ties about twice as much as distinct times. Memory
 * grows by doubling, 48 bytes an event, and never shrinks.
 *
 * <p>A ticket is a slot number with that slot's generation, which counts up whenever the slot is
 * taken and whenever it is left: odd while its event is pending. A slot is used 2^31 times and then
 * retired, so generations never wrap around and <b>no stale ticket ever matches a later event</b>;
 * the price is one slot lost in two thousand million events.
 *
 * <p>Source of the shape: D. B. Johnson, "Priority queues with update and finding minimum spanning
 * trees", Information Processing Letters 4(3), 1975.
 */
public final class QuaternaryHeap implements Calendar {
  private static final int FIRST_CAPACITY = 64;
  private static final int MAX_CAPACITY = 1 << 28;

  /** Below this many tombstones a sweep is not worth its fixed cost. */
  private static final int FEW_TOMBSTONES = 32;

  /** Words of a slot: they share a cache line, so that an event costs one miss and not four. */
  private static final int SLOT_WORDS = 4;

  /** The generation in the lower half, the type in the upper. */
  private static final int STATE = 0;

  private static final int SUBJECT = 1;
  private static final int PAYLOAD = 2;

  /** The rank in 8 bits, its highest bit flipped for signed comparison, and the sequence in 56. */
  private static final int ORDER = 3;

  /** The heap; the root is at 0, and the children of i from 4 i + 1 to 4 i + 4. */
  private long[] times = new long[FIRST_CAPACITY];

  private int[] slots = new int[FIRST_CAPACITY];

  /** Heap positions in use: pending events, tombstones and the open root. */
  private int length;

  private boolean rootOpen;
  private int tombstones;

  private long[] words = new long[SLOT_WORDS * FIRST_CAPACITY];

  /** Slots left and not yet taken again, as a stack: the last one left is warm in the cache. */
  private int[] freeSlots = new int[FIRST_CAPACITY];

  private int freeCount;

  /** Slots ever taken. */
  private int slotCount;

  private final int firstGeneration;
  private int size;
  private long nextSequence;
  private long lastPolledNanos;

  /** Creates an empty calendar. */
  public QuaternaryHeap() {
    this(0);
  }

  /**
   * Creates an empty calendar whose slots seem to have been used before.
   *
   * @param firstGeneration even; -2 retires every slot after one use
   */
  QuaternaryHeap(int firstGeneration) {
    this.firstGeneration = firstGeneration;
  }

  @Override
  public long schedule(long atNanos, int kind, int subject, long payload) {
    if (!Refusals.accepts(atNanos, kind, lastPolledNanos)) {
      throw Refusals.fault(atNanos, kind, lastPolledNanos);
    }
    int slot = freeCount > 0 ? freeSlots[--freeCount] : freshSlot();
    long order = (long) (Calendar.rank(kind) ^ 0x80) << 56 | nextSequence++;
    long[] words = this.words;
    int at = SLOT_WORDS * slot;
    int generation = (int) words[at] + 1;
    words[at + STATE] = (long) Calendar.type(kind) << 32 | generation & 0xFFFFFFFFL;
    words[at + SUBJECT] = subject;
    words[at + PAYLOAD] = payload;
    words[at + ORDER] = order;
    size++;
    if (rootOpen) {
      rootOpen = false;
      siftDown(0, atNanos, slot);
    } else {
      if (length == times.length) {
        growHeap();
      }
      siftUp(length++, atNanos, slot);
    }
    return (long) generation << 32 | slot;
  }

  @Override
  public void post(long atNanos, int kind, int subject) {
    schedule(atNanos, kind, subject, 0);
  }

  @Override
  public boolean cancel(long ticket) {
    if (!isPending(ticket)) {
      return false;
    }
    words[SLOT_WORDS * (int) ticket + STATE]++;
    size--;
    tombstones++;
    if (tombstones > FEW_TOMBSTONES && tombstones > size) {
      sweep();
    }
    return true;
  }

  @Override
  public boolean isPending(long ticket) {
    int slot = (int) ticket;
    if (slot < 0 || slot >= slotCount) {
      return false;
    }
    int generation = (int) words[SLOT_WORDS * slot + STATE];
    return isOdd(generation) && generation == (int) (ticket >>> 32);
  }

  @Override
  public boolean pollUntil(long endNanos, Due due) {
    while (true) {
      if (rootOpen) {
        closeRoot();
      }
      if (length == 0 || times[0] > endNanos) {
        return false;
      }
      long[] words = this.words;
      int slot = slots[0];
      int at = SLOT_WORDS * slot;
      long state = words[at + STATE];
      rootOpen = true;
      if (isOdd(state)) {
        words[at + STATE] = state + 1;
        leaveSlot(slot);
        size--;
        lastPolledNanos = times[0];
        due.atNanos = times[0];
        due.type = (int) (state >>> 32);
        due.subject = (int) words[at + SUBJECT];
        due.payload = words[at + PAYLOAD];
        return true;
      }
      tombstones--;
      leaveSlot(slot);
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void clear() {
    for (int i = rootOpen ? 1 : 0; i < length; i++) {
      int at = SLOT_WORDS * slots[i] + STATE;
      if (isOdd(words[at])) {
        words[at]++;
      }
      leaveSlot(slots[i]);
    }
    length = 0;
    rootOpen = false;
    tombstones = 0;
    size = 0;
    nextSequence = 0;
    lastPolledNanos = 0;
  }

  /** How many events and tombstones there is room for; bounded however many are cancelled. */
  int capacity() {
    return Math.max(times.length, freeSlots.length);
  }

  private static boolean isOdd(long generation) {
    return (generation & 1) != 0;
  }

  private int freshSlot() {
    if (slotCount == freeSlots.length) {
      int capacity = doubled(slotCount);
      words = Arrays.copyOf(words, SLOT_WORDS * capacity);
      freeSlots = Arrays.copyOf(freeSlots, capacity);
    }
    words[SLOT_WORDS * slotCount + STATE] = firstGeneration;
    return slotCount++;
  }

  /** Makes a slot free to be taken again, unless its generations are used up. */
  private void leaveSlot(int slot) {
    if ((int) words[SLOT_WORDS * slot + STATE] != 0) {
      freeSlots[freeCount++] = slot;
    }
  }

  /** Fills the open root with the last entry. */
  private void closeRoot() {
    rootOpen = false;
    int last = --length;
    if (last > 0) {
      siftDown(0, times[last], slots[last]);
    }
  }

  private void siftUp(int from, long time, int slot) {
    long[] times = this.times;
    int[] slots = this.slots;
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >> 2;
      long parentTime = times[parent];
      int parentSlot = slots[parent];
      if (time > parentTime || time == parentTime && isBefore(parentSlot, slot)) {
        break;
      }
      times[at] = parentTime;
      slots[at] = parentSlot;
      at = parent;
    }
    times[at] = time;
    slots[at] = slot;
  }

  private void siftDown(int from, long time, int slot) {
    long[] times = this.times;
    int[] slots = this.slots;
    int length = this.length;
    int at = from;
    while (true) {
      int child = 4 * at + 1;
      int least;
      long leastTime;
      if (child + 3 < length) {
        // A tournament of sign bits. Which child is least is a coin toss, and a branch on it would
        // be mispredicted at every level: so written, a hold takes half the time. Times are not
        // negative, so a difference does not overflow.
        long first = times[child];
        long second = times[child + 1] - first;
        int left = child - (int) (second >> 63);
        first += second & second >> 63;
        long third = times[child + 2];
        long fourth = times[child + 3] - third;
        int right = child + 2 - (int) (fourth >> 63);
        third += fourth & fourth >> 63;
        long between = third - first;
        least = left + (right - left & (int) (between >> 63));
        leastTime = first + (between & between >> 63);
        if (second == 0 || fourth == 0 || between == 0) {
          least = leastOf(child, child + 4);
        }
      } else if (child < length) {
        least = leastOf(child, length);
        leastTime = times[least];
      } else {
        break;
      }
      int leastSlot = slots[least];
      if (time < leastTime || time == leastTime && isBefore(slot, leastSlot)) {
        break;
      }
      times[at] = leastTime;
      slots[at] = leastSlot;
      at = least;
    }
    times[at] = time;
    slots[at] = slot;
  }

  private int leastOf(int from, int to) {
    int least = from;
    for (int i = from + 1; i < to; i++) {
      if (times[i] < times[least] || times[i] == times[least] && isBefore(slots[i], slots[least])) {
        least = i;
      }
    }
    return least;
  }

  /** Which of two events at one time comes first. */
  private boolean isBefore(int slot, int other) {
    return words[SLOT_WORDS * slot + ORDER] < words[SLOT_WORDS * other + ORDER];
  }

  /** Removes every tombstone and makes a heap of the rest; an open root stays open. */
  private void sweep() {
    int first = rootOpen ? 1 : 0;
    int kept = first;
    for (int i = first; i < length; i++) {
      int slot = slots[i];
      if (isOdd(words[SLOT_WORDS * slot + STATE])) {
        times[kept] = times[i];
        slots[kept] = slot;
        kept++;
      } else {
        leaveSlot(slot);
      }
    }
    length = kept;
    tombstones = 0;
    for (int i = (length - 2) >> 2; i >= first; i--) {
      siftDown(i, times[i], slots[i]);
    }
  }

  private void growHeap() {
    int capacity = doubled(length);
    times = Arrays.copyOf(times, capacity);
    slots = Arrays.copyOf(slots, capacity);
  }

  private static int doubled(int capacity) {
    if (capacity == MAX_CAPACITY) {
      throw new SimulationFault("more than " + MAX_CAPACITY + " events pending or cancelled");
    }
    return 2 * capacity;
  }
}
