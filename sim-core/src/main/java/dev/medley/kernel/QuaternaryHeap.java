package dev.medley.kernel;

import dev.medley.check.SimulationFault;
import java.util.Arrays;

/**
 * A calendar as a heap of four children a node: the reference that other calendars are tested with.
 *
 * <p>The heap holds keys and slot numbers in parallel arrays; what an event carries lies in its slot
 * and never moves. Polling leaves the root open, and the next event scheduled fills it with one walk
 * down: the usual life of a simulation, where an event schedules its successor, costs half of a
 * removal and an insertion.
 *
 * <p>A cancelled event stays in the heap as a tombstone until it reaches the root, or until the
 * tombstones outnumber the pending events and are swept out in one pass; a cancellation thus costs
 * O(1) amortised, and memory stays below twice the largest number of events ever pending. Scheduling
 * and polling cost O(log n). Memory grows by doubling and never shrinks.
 *
 * <p>A ticket is a slot number with that slot's generation, which counts up whenever the slot is
 * taken and whenever it is left: odd while its event is pending. A slot is used 2^31 times and then
 * retired, so generations never wrap around and <b>no stale ticket ever matches a later event</b>;
 * the price is one slot (36 bytes) in two thousand million events.
 *
 * <p>Source of the shape: D. B. Johnson, "Priority queues with update and finding minimum spanning
 * trees", Information Processing Letters 4(3), 1975.
 */
public final class QuaternaryHeap implements Calendar {
  private static final int FIRST_CAPACITY = 64;

  /** Below this many tombstones a sweep is not worth its fixed cost. */
  private static final int FEW_TOMBSTONES = 32;


  /** The keys and slots of the heap; position 0 is the root, its children are 1 to 4, and so on. */
  private long[] times = new long[FIRST_CAPACITY];

  private long[] orders = new long[FIRST_CAPACITY];
  private int[] slotsAt = new int[FIRST_CAPACITY];

  /** Positions in use: pending events, tombstones, and the open root. */
  private int length;

  private boolean rootOpen;
  private int tombstones;

  private int[] generations = new int[FIRST_CAPACITY];
  private int[] types = new int[FIRST_CAPACITY];
  private int[] subjects = new int[FIRST_CAPACITY];
  private long[] payloads = new long[FIRST_CAPACITY];

  /** Slots given back and not yet taken again, as a stack: the last one left is warm in the cache. */
  private int[] freeSlots = new int[FIRST_CAPACITY];

  private int freeCount;

  /** Slots ever taken: those from here on are fresh. */
  private int slotCount;

  private int size;
  private long nextSequence;
  private long lastPolledNanos;

  /** Creates an empty calendar. */
  public QuaternaryHeap() {}

  @Override
  public long schedule(long atNanos, int rank, int type, int subject, long payload) {
    if (atNanos < lastPolledNanos || (rank & ~MAX_RANK) != 0) {
      throw refused(atNanos, rank);
    }
    int slot = takeSlot();
    int generation = ++generations[slot];
    types[slot] = type;
    subjects[slot] = subject;
    payloads[slot] = payload;
    // The rank's top bit is flipped so that signed comparison orders ranks 0 to 255.
    long order = (long) (rank ^ 0x80) << 56 | nextSequence++;
    if (rootOpen) {
      rootOpen = false;
      siftDown(0, atNanos, order, slot);
    } else {
      if (length == times.length) {
        growHeap();
      }
      siftUp(length++, atNanos, order, slot);
    }
    size++;
    return (long) generation << 32 | slot;
  }

  @Override
  public boolean cancel(long ticket) {
    if (!isPending(ticket)) {
      return false;
    }
    generations[(int) ticket]++;
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
    int generation = (int) (ticket >>> 32);
    return slot >= 0
        && slot < slotCount
        && generations[slot] == generation
        && isPending(generation);
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
      int slot = slotsAt[0];
      rootOpen = true;
      if (isPending(generations[slot])) {
        generations[slot]++;
        size--;
        lastPolledNanos = times[0];
        due.atNanos = times[0];
        due.type = types[slot];
        due.subject = subjects[slot];
        due.payload = payloads[slot];
        leaveSlot(slot);
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
      int slot = slotsAt[i];
      if (isPending(generations[slot])) {
        generations[slot]++;
      }
      leaveSlot(slot);
    }
    length = 0;
    rootOpen = false;
    tombstones = 0;
    size = 0;
    nextSequence = 0;
    lastPolledNanos = 0;
  }

  private static boolean isPending(int generation) {
    return (generation & 1) != 0;
  }

  private int takeSlot() {
    if (freeCount > 0) {
      return freeSlots[--freeCount];
    }
    if (slotCount == generations.length) {
      growSlots();
    }
    return slotCount++;
  }

  /** Makes a slot free again, unless its generations are used up. */
  private void leaveSlot(int slot) {
    if (generations[slot] != 0) {
      freeSlots[freeCount++] = slot;
    }
  }

  /** Fills the open root with the last entry. */
  private void closeRoot() {
    rootOpen = false;
    int last = --length;
    if (last > 0) {
      siftDown(0, times[last], orders[last], slotsAt[last]);
    }
  }

  private void siftUp(int from, long time, long order, int slot) {
    long[] times = this.times;
    long[] orders = this.orders;
    int[] slotsAt = this.slotsAt;
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >> 2;
      long parentTime = times[parent];
      if (parentTime < time || parentTime == time && orders[parent] < order) {
        break;
      }
      times[at] = parentTime;
      orders[at] = orders[parent];
      slotsAt[at] = slotsAt[parent];
      at = parent;
    }
    times[at] = time;
    orders[at] = order;
    slotsAt[at] = slot;
  }

  private void siftDown(int from, long time, long order, int slot) {
    long[] times = this.times;
    long[] orders = this.orders;
    int[] slotsAt = this.slotsAt;
    int length = this.length;
    int at = from;
    while (true) {
      int child = 4 * at + 1;
      if (child >= length) {
        break;
      }
      int least = child;
      long leastTime = times[child];
      for (int i = child + 1; i < Math.min(child + 4, length); i++) {
        if (times[i] < leastTime || times[i] == leastTime && orders[i] < orders[least]) {
          least = i;
          leastTime = times[i];
        }
      }
      if (time < leastTime || time == leastTime && order < orders[least]) {
        break;
      }
      times[at] = leastTime;
      orders[at] = orders[least];
      slotsAt[at] = slotsAt[least];
      at = least;
    }
    times[at] = time;
    orders[at] = order;
    slotsAt[at] = slot;
  }

  /** Removes every tombstone and makes a heap of the rest; an open root stays open. */
  private void sweep() {
    int first = rootOpen ? 1 : 0;
    int kept = first;
    for (int i = first; i < length; i++) {
      int slot = slotsAt[i];
      if (isPending(generations[slot])) {
        times[kept] = times[i];
        orders[kept] = orders[i];
        slotsAt[kept] = slot;
        kept++;
      } else {
        leaveSlot(slot);
      }
    }
    length = kept;
    tombstones = 0;
    for (int i = (length - 2) >> 2; i >= first; i--) {
      siftDown(i, times[i], orders[i], slotsAt[i]);
    }
  }

  private void growHeap() {
    int capacity = doubled(times.length);
    times = Arrays.copyOf(times, capacity);
    orders = Arrays.copyOf(orders, capacity);
    slotsAt = Arrays.copyOf(slotsAt, capacity);
  }

  private void growSlots() {
    int capacity = doubled(generations.length);
    generations = Arrays.copyOf(generations, capacity);
    types = Arrays.copyOf(types, capacity);
    subjects = Arrays.copyOf(subjects, capacity);
    payloads = Arrays.copyOf(payloads, capacity);
    freeSlots = Arrays.copyOf(freeSlots, capacity);
  }

  private static int doubled(int capacity) {
    if (capacity > 1 << 28) {
      throw new SimulationFault("more than " + capacity + " events pending");
    }
    return 2 * capacity;
  }

  private SimulationFault refused(long atNanos, int rank) {
    if ((rank & ~MAX_RANK) != 0) {
      return new SimulationFault("rank must be 0 to " + MAX_RANK + " (was " + rank + ")");
    }
    return new SimulationFault(
        "cannot schedule at " + atNanos + " ns, before the last event at " + lastPolledNanos + " ns");
  }
}
