package dev.medley.kernel;

import java.util.Arrays;

/**
 * The production calendar: a hierarchical timing wheel whose near end adapts to what is pending.
 *
 * <p>Time is cut in three. The <em>run</em> is a short sorted list of the nearest events. Beyond it
 * lie <em>rungs</em>: rings of buckets made to measure, so that a bucket holds some {@value
 * #ENTRIES_PER_BUCKET} events. Beyond these lie the <em>levels</em>: rings of 512 buckets whose
 * widths are the powers of 256 ns. An event is appended to the bucket of a level or a rung, moves
 * inwards when time reaches its bucket, and into the run at last: two or three sequential copies of
 * 16 bytes, however many are pending. A bucket crowded at one instant becomes a ring of 256 buckets
 * by rank, each first in, first out.
 *
 * <p>Buckets are lists in order of arrival and are always emptied in that order, so events at one
 * time never overtake each other and no sequence number is needed.
 *
 * <p>An event that nobody can take back and that carries no payload is all in its entry; another
 * has a slot besides.
 *
 * <p>A cancelled event stays in its bucket as a tombstone. When there are twice as many tombstones
 * as pending events, every further cancellation sweeps a few entries: no pause, and memory bounded
 * by about three times the largest number of events ever pending. Scheduling, polling and
 * cancelling cost O(1) amortised for any law of delays; the longest single call opens one bucket.
 * Memory grows by pages of 128 KiB and never shrinks: 17 bytes an event, 12 for a ticket, 8 for a
 * payload, and up to 256 for every occupied bucket.
 *
 * <p>Sources: G. Varghese, T. Lauck, "Hashed and hierarchical timing wheels", SOSP 1987 (levels);
 * W. T. Tang, R. S. M. Goh, I. L.-J. Thng, "Ladder queue", ACM TOMACS 15(3), 2005 (rungs and sorted
 * bottom).
 */
public final class TimingWheel implements Calendar {
  private static final int LEVELS = 8;

  /** A level's width is 2^8 times the one before. */
  private static final int LEVEL_BITS = 8;

  /** Two buckets of the next level: the one that time is in, and the one ahead. */
  private static final int LEVEL_BUCKETS = 2 << LEVEL_BITS;

  /** A bucket of at most so many goes straight into the run. */
  private static final int FEW = SortedRun.MAX_LOADED;

  /** What a rung's buckets are to hold at most, on average; at least half of it. */
  private static final int ENTRIES_PER_BUCKET = 8;

  private static final int MIN_RUNG_BUCKETS = 64;
  private static final int MAX_RUNG_BUCKETS = 4096;

  /** A bucket of more than this goes to the level below instead of a rung. */
  private static final int MANY = MAX_RUNG_BUCKETS * ENTRIES_PER_BUCKET * 2;

  /** With more events than this pending, levels look ahead, to open the next in parts. */
  private static final int LOOK_AHEAD_SIZE = 1 << 18;

  private static final int RANKS = MAX_RANK + 1;

  /** Below this many tombstones a sweep is not worth its fixed cost. */
  private static final int FEW_TOMBSTONES = 64;

  /** Entries swept for every cancellation during a sweep. */
  private static final int SWEPT_PER_CANCEL = 16;

  private final EventSlots slots;
  private final EntryChunks chunks = new EntryChunks();
  private final SortedRun run;

  /** The levels, then the rungs ever needed, then nothing. */
  private BucketRing[] rings = new BucketRing[LEVELS];

  private int rungCount;

  /** The innermost ring that covers times past the run. */
  private BucketRing inner;

  /** The events at {@link #tieNanos}, by rank; empty unless that is a crowd. */
  private final BucketRing tie = new BucketRing(chunks, RANKS);

  private long tieNanos;

  /** Events up to this time are in the run or the tie, later ones in the rings. */
  private long reachedNanos;

  /** No event in the rings is earlier; 0 when that is not known. */
  private long leastNanos;

  private int size;
  private int tombstones;
  private boolean sweeping;
  private int sweptRing;
  private int sweptIndex;
  private final long[] liveTimes = new long[EntryChunks.CHUNK];
  private final long[] liveWords = new long[EntryChunks.CHUNK];
  private final long[] deadWords = new long[EntryChunks.CHUNK];
  private long lastPolledNanos;

  /** Creates an empty calendar. */
  public TimingWheel() {
    this(0);
  }

  /**
   * Creates an empty calendar whose slots seem to have been used before.
   *
   * @param firstGeneration even; -2 retires every slot after one use
   */
  TimingWheel(int firstGeneration) {
    slots = new EventSlots(firstGeneration);
    run = new SortedRun(slots);
    for (int level = 0; level < LEVELS; level++) {
      rings[level] = new BucketRing(chunks, LEVEL_BUCKETS);
      rings[level].shift = LEVEL_BITS * level;
      if (level > 0) {
        rings[level - 1].outer = rings[level];
      }
    }
    inner = rings[0];
    startOver();
  }

  private void startOver() {
    for (int level = 0; level < LEVELS; level++) {
      rings[level].first = 0;
      rings[level].last =
          level == LEVELS - 1 ? Long.MAX_VALUE : (2L << LEVEL_BITS * (level + 1)) - 1;
    }
    inner = rings[0];
    rungCount = 0;
    reachedNanos = run.startFrom(0, -1);
    leastNanos = 0;
    lastPolledNanos = 0;
  }

  @Override
  public long schedule(long atNanos, int kind, int subject, long payload) {
    if (!Refusals.accepts(atNanos, kind, lastPolledNanos)) {
      throw Refusals.fault(atNanos, kind, lastPolledNanos);
    }
    long ticket = slots.take(kind, payload);
    add(atNanos, (long) subject << 32 | ticket & 0xFFFFFFFFL, kind);
    return ticket;
  }

  @Override
  public void post(long atNanos, int kind, int subject) {
    if (!Refusals.accepts(atNanos, kind, lastPolledNanos)) {
      throw Refusals.fault(atNanos, kind, lastPolledNanos);
    }
    add(atNanos, (long) subject << 32 | EventSlots.posted(kind) & 0xFFFFFFFFL, kind);
  }

  private void add(long atNanos, long word, int kind) {
    size++;
    if (atNanos > reachedNanos) {
      place(atNanos, word);
    } else {
      placeNear(atNanos, word, Calendar.rank(kind));
    }
  }

  private void place(long atNanos, long word) {
    if (atNanos < leastNanos) {
      leastNanos = atNanos;
    }
    BucketRing ring = inner;
    while (atNanos > ring.last) {
      ring = ring.outer;
    }
    ring.append(ring.indexOf(atNanos), atNanos, word);
  }

  private void placeNear(long atNanos, long word, int rank) {
    if (!run.reachesBackTo(atNanos)) {
      startRunFrom(atNanos);
    }
    if (run.length() == SortedRun.MAX_LENGTH && !joinsTie(atNanos)) {
      splitRun();
    }
    if (atNanos > reachedNanos) {
      place(atNanos, word);
    } else if (joinsTie(atNanos)) {
      tie.append(rank, atNanos, word);
    } else {
      run.insert(atNanos, word, rank);
    }
  }

  private boolean joinsTie(long atNanos) {
    return atNanos == tieNanos && !tie.isEmpty();
  }

  /**
   * Makes room in a full run: the later half goes to the rings, or a crowd at its head to the tie.
   */
  private void splitRun() {
    dissolveTie();
    int half = run.length() / 2;
    long earliest = run.leastNanos();
    long boundary = run.atNanos(half);
    int moved = half;
    if (boundary > earliest) {
      while (run.atNanos(moved) == boundary) {
        moved++;
      }
      reachedNanos = boundary - 1;
    } else {
      while (moved > 0 && run.atNanos(moved - 1) == earliest) {
        moved--;
      }
      reachedNanos = earliest;
    }
    placeLast(moved);
    if (reachedNanos == earliest) {
      tieNanos = earliest;
      while (!run.isEmpty()) {
        tie.append(run.rank(run.length() - 1), earliest, run.removeLeast());
      }
    }
  }

  /** Moves the later events of the run to the rings. */
  private void placeLast(int count) {
    for (int i = count - 1; i >= 0; i--) {
      place(run.atNanos(i), run.word(i));
    }
    run.removeLast(count);
  }

  /** Empties the run into the rings, to let it begin with an event long before all others. */
  private void startRunFrom(long atNanos) {
    if (!tie.isEmpty()) {
      reachedNanos = tieNanos - 1;
      dissolveTie();
    }
    if (!run.isEmpty()) {
      reachedNanos = run.leastNanos() - 1;
      placeLast(run.length());
    }
    reachedNanos = run.startFrom(atNanos, reachedNanos);
  }

  private void dissolveTie() {
    while (!tie.isEmpty()) {
      int rank = tie.occupiedFrom(0);
      long bucket = tie.detach(rank);
      int at = BucketRing.first(bucket);
      int last = BucketRing.last(bucket);
      while (at != 0) {
        place(tieNanos, chunks.word(at));
        at = chunks.afterReading(at, last);
      }
    }
  }

  @Override
  public boolean pollUntil(long endNanos, Due due) {
    while (true) {
      if (!run.isEmpty()) {
        long atNanos = run.leastNanos();
        if (atNanos > endNanos) {
          return false;
        }
        if (poll(atNanos, run.removeLeast(), due)) {
          return true;
        }
      } else if (!tie.isEmpty()) {
        if (tieNanos > endNanos) {
          return false;
        }
        if (poll(tieNanos, removeFirstOfTie(), due)) {
          return true;
        }
      } else if (!refill(endNanos)) {
        return false;
      }
    }
  }

  private boolean poll(long atNanos, long word, Due due) {
    if (!slots.poll((int) word, due)) {
      tombstones--;
      return false;
    }
    due.atNanos = atNanos;
    due.subject = (int) (word >>> 32);
    lastPolledNanos = atNanos;
    size--;
    return true;
  }

  private long removeFirstOfTie() {
    int rank = tie.occupiedFrom(0);
    long bucket = tie.bucket(rank);
    int at = BucketRing.first(bucket);
    long word = chunks.word(at);
    int after = chunks.afterReading(at, BucketRing.last(bucket));
    if (after == 0) {
      tie.detach(rank);
    } else {
      tie.startAt(rank, after);
    }
    return word;
  }

  /**
   * Opens the next bucket, unless all its events lie past the horizon: into the run, the tie, a new
   * rung or the level below.
   *
   * <p>One long method on purpose: too long for the compiler to make part of {@link #pollUntil},
   * which without it is short enough to become part of the simulation's loop.
   *
   * @return whether to look again; false when there is nothing to be polled
   */
  private boolean refill(long endNanos) {
    long fromNanos = reachedNanos + 1;
    if (fromNanos < 0 || leastNanos > endNanos) {
      return false;
    }
    leastNanos = 0;
    BucketRing ring = inner;
    while (ring.isEmpty()) {
      if (ring == ring.outer) {
        return false;
      }
      ring = ring.outer;
    }
    long number = ring.firstOccupied(fromNanos);
    long startNanos = number << ring.shift;
    if (startNanos <= ring.first ? fromNanos > endNanos : startNanos > endNanos) {
      return false;
    }
    // The last bucket of a rung may be wider than what is left of the bucket that the rung is for.
    long lastNanos = Math.min(startNanos + ((1L << ring.shift) - 1), ring.last);
    int index = ring.indexOf(startNanos);
    int first = BucketRing.first(ring.bucket(index));
    int last = BucketRing.last(ring.bucket(index));
    if (EntryChunks.isOneChunk(first, last)) {
      enter(ring, index, startNanos);
      load(first, last, lastNanos);
      return true;
    }
    int count = 0;
    long least = Long.MAX_VALUE;
    long most = 0;
    long someNanos = chunks.atNanos(first);
    double sum = 0;
    for (int i = first; i != 0; i = chunks.after(i, last)) {
      long atNanos = chunks.atNanos(i);
      least = Math.min(least, atNanos);
      most = Math.max(most, atNanos);
      sum += atNanos - someNanos;
      count++;
    }
    if (least > endNanos) {
      leastNanos = least;
      return false;
    }
    enter(ring, index, startNanos);
    if (count <= FEW) {
      load(first, last, lastNanos);
    } else if (least == most) {
      loadTie(first, last, least);
    } else {
      // Twice the mean delay, over the number: exact for a uniform density, half for the front of
      // an exponential one. But never so wide that the first and the last share a bucket.
      double gapNanos = 2 * (sum / count + (someNanos - least)) / count;
      int ideal = Math.max(0, Math.getExponent(gapNanos * ENTRIES_PER_BUCKET));
      int shift = Math.min(ideal, 63 - Long.numberOfLeadingZeros(least ^ most));
      while (buckets(least, lastNanos, shift) > MAX_RUNG_BUCKETS) {
        shift++;
      }
      boolean ofLevel = ring.depth == 0 && ring.shift > 0;
      inner =
          ofLevel && (count > MANY || shift > ideal + 1)
              ? levelBelow(ring, startNanos, lastNanos)
              : rung(ring, shift, least, lastNanos);
      spread(first, last, inner);
    }
    return true;
  }

  /** How many buckets of a width there are from one time to another. */
  private static long buckets(long firstNanos, long lastNanos, int shift) {
    return (lastNanos >>> shift) - (firstNanos >>> shift) + 1;
  }

  /** Lets the next finer level cover one bucket of a level. */
  private BucketRing levelBelow(BucketRing ring, long startNanos, long lastNanos) {
    BucketRing level = rings[ring.shift / LEVEL_BITS - 1];
    level.first = startNanos;
    level.last = lastNanos;
    return level;
  }

  /** Empties a bucket to be opened, and drops all rings inside of its ring: they are empty. */
  private void enter(BucketRing ring, int index, long startNanos) {
    ring.detach(index);
    inner = ring;
    rungCount = ring.depth;
    if (rungCount == 0 && ring.last != Long.MAX_VALUE && size > LOOK_AHEAD_SIZE) {
      long width = 1L << ring.shift + LEVEL_BITS;
      if (startNanos > ring.last - width) {
        ring.first = startNanos & -width;
        lookAhead(ring);
      }
    }
  }

  /** Lets a level reach one bucket of the next level further, whose events it takes over. */
  private void lookAhead(BucketRing level) {
    if (level.last == Long.MAX_VALUE) {
      return;
    }
    BucketRing outer = level.outer;
    long startNanos = level.last + 1;
    if (outer.last == level.last) {
      outer.first = startNanos;
      lookAhead(outer);
    }
    level.last += 1L << outer.shift;
    int index = outer.indexOf(startNanos);
    long bucket = outer.bucket(index);
    if (bucket != 0) {
      outer.detach(index);
      spread(BucketRing.first(bucket), BucketRing.last(bucket), level);
    }
  }

  /** The next rung inwards from a ring, made to measure for the events of one of its buckets. */
  private BucketRing rung(BucketRing ring, int shift, long least, long lastNanos) {
    int buckets = (int) buckets(least, lastNanos, shift);
    int capacity = Math.max(MIN_RUNG_BUCKETS, Integer.highestOneBit(2 * buckets - 1));
    int at = LEVELS + rungCount;
    if (at == rings.length) {
      rings = Arrays.copyOf(rings, at + 1);
    }
    BucketRing rung = rings[at];
    if (rung == null || rung.capacity() < capacity) {
      rung = new BucketRing(chunks, capacity);
      rings[at] = rung;
    }
    rungCount++;
    rung.depth = rungCount;
    rung.resize(capacity);
    rung.shift = shift;
    rung.first = least;
    rung.last = lastNanos;
    rung.outer = ring;
    return rung;
  }

  private void spread(int first, int last, BucketRing ring) {
    int at = first;
    while (at != 0) {
      long atNanos = chunks.atNanos(at);
      ring.append(ring.indexOf(atNanos), atNanos, chunks.word(at));
      at = chunks.afterReading(at, last);
    }
  }

  /** Moves a list into the empty run, which then reaches to {@code lastNanos}. */
  private void load(int first, int last, long lastNanos) {
    long baseNanos = reachedNanos + 1;
    reachedNanos = lastNanos;
    if (lastNanos - baseNanos < SortedRun.REACH_NANOS) {
      tombstones -= run.load(chunks, first, last, baseNanos);
    } else {
      loadInReach(first, last);
    }
  }

  /** Moves the earliest of a list into the empty run, and the others back to where they were. */
  private void loadInReach(int first, int last) {
    long least = Long.MAX_VALUE;
    for (int i = first; i != 0; i = chunks.after(i, last)) {
      least = Math.min(least, chunks.atNanos(i));
    }
    reachedNanos = run.startFrom(least, reachedNanos);
    int at = first;
    while (at != 0) {
      long atNanos = chunks.atNanos(at);
      long word = chunks.word(at);
      long state = slots.state((int) word);
      if (!EventSlots.isLive(state)) {
        drop(word);
      } else if (atNanos > reachedNanos) {
        place(atNanos, word);
      } else {
        run.insert(atNanos, word, Calendar.rank((int) state));
      }
      at = chunks.afterReading(at, last);
    }
  }

  private void loadTie(int first, int last, long atNanos) {
    int at = first;
    while (at != 0) {
      long word = chunks.word(at);
      long state = slots.state((int) word);
      if (EventSlots.isLive(state)) {
        tie.append(Calendar.rank((int) state), atNanos, word);
      } else {
        drop(word);
      }
      at = chunks.afterReading(at, last);
    }
    tieNanos = atNanos;
    reachedNanos = run.startFrom(atNanos, atNanos);
  }

  private void drop(long word) {
    slots.leave((int) word);
    tombstones--;
  }

  @Override
  public boolean cancel(long ticket) {
    if (!slots.isPending(ticket)) {
      return false;
    }
    slots.kill((int) ticket);
    size--;
    tombstones++;
    if (sweeping || tombstones > 2 * size + FEW_TOMBSTONES) {
      sweep();
    }
    return true;
  }

  /** Goes on with, or begins, one round through all buckets. */
  private void sweep() {
    sweeping = true;
    int left = SWEPT_PER_CANCEL;
    while (left > 0) {
      BucketRing ring = sweptRing < LEVELS + rungCount ? rings[sweptRing] : tie;
      int index = ring.isEmpty() ? -1 : ring.occupiedFrom(sweptIndex);
      if (index >= 0) {
        left -= sweep(ring, index);
        sweptIndex = index + 1;
      } else {
        sweptIndex = 0;
        if (ring == tie) {
          sweptRing = 0;
          sweeping = false;
          return;
        }
        sweptRing++;
      }
    }
  }

  /**
   * Drops the tombstones of a bucket, and returns how many entries it had.
   *
   * <p>Whether an entry is one is a coin toss: so all are copied to both sides, and counted on one.
   */
  private int sweep(BucketRing ring, int index) {
    long bucket = ring.detach(index);
    int last = BucketRing.last(bucket);
    int at = BucketRing.first(bucket);
    int swept = 0;
    while (at != 0) {
      int entries = EntryChunks.left(at, last);
      int live = 0;
      for (int i = 0; i < entries; i++) {
        long word = chunks.word(at + i);
        int bit = EventSlots.liveBit(slots.state((int) word));
        liveTimes[live] = chunks.atNanos(at + i);
        liveWords[live] = word;
        deadWords[i - live] = word;
        live += bit;
      }
      for (int i = 0; i < entries - live; i++) {
        drop(deadWords[i]);
      }
      for (int i = 0; i < live; i++) {
        ring.append(index, liveTimes[i], liveWords[i]);
      }
      at = chunks.afterReading(at + entries - 1, last);
      swept += entries;
    }
    return swept;
  }

  @Override
  public boolean isPending(long ticket) {
    return slots.isPending(ticket);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void clear() {
    for (int i = 0; i < LEVELS + rungCount; i++) {
      empty(rings[i]);
    }
    empty(tie);
    run.clear();
    slots.clear();
    size = 0;
    tombstones = 0;
    sweeping = false;
    sweptRing = 0;
    sweptIndex = 0;
    startOver();
  }

  private void empty(BucketRing ring) {
    while (!ring.isEmpty()) {
      long bucket = ring.detach(ring.occupiedFrom(0));
      int last = BucketRing.last(bucket);
      for (int at = BucketRing.first(bucket); at != 0; ) {
        at = chunks.afterReading(at, last);
      }
    }
  }

  /** How many events and tombstones there are slots for; bounded however many are cancelled. */
  int slotCount() {
    return slots.count();
  }

  /** How many entries there are chunks for. */
  int entryCount() {
    return EntryChunks.CHUNK * chunks.count();
  }
}
