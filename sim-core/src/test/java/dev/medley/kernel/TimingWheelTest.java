package dev.medley.kernel;

import static dev.medley.kernel.Calendar.kind;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What this calendar promises beyond the contract: the heap's order at any size, bounded memory.
 */
class TimingWheelTest {
  private static final long END = Long.MAX_VALUE;

  /** Together ten million operations. */
  private static final int OPERATIONS = 1_250_000;

  /** How far ahead, in nanoseconds, an event is scheduled. */
  private enum Law {
    EXPONENTIAL {
      @Override
      long delay(SplitMix random, long nowNanos) {
        return random.exponentialNanos(1e9);
      }
    },
    UNIFORM {
      @Override
      long delay(SplitMix random, long nowNanos) {
        return random.nextLong() >>> 33;
      }
    },
    BIMODAL {
      @Override
      long delay(SplitMix random, long nowNanos) {
        return random.nextInt(10) == 0 ? 3_600_000_000_000L : 1 + random.nextInt(2_000_000);
      }
    },
    CONSTANT {
      @Override
      long delay(SplitMix random, long nowNanos) {
        return 1_000_000_007;
      }
    },
    /** Everybody at the next full second. */
    MASS_TIES {
      @Override
      long delay(SplitMix random, long nowNanos) {
        return (1 + random.nextInt(3)) * 1_000_000_000L - nowNanos % 1_000_000_000;
      }
    },
    /** Mostly soon; sometimes anything up to the end of time. */
    FAR_FUTURE {
      @Override
      long delay(SplitMix random, long nowNanos) {
        return random.nextInt(50) == 0
            ? random.nextLong() >>> 3 + random.nextInt(60)
            : random.nextInt(1000);
      }
    },
    /** Thousands at this very instant, then a pause. */
    BURSTS {
      @Override
      long delay(SplitMix random, long nowNanos) {
        return random.nextInt(500) == 0 ? 1_000_000L + random.nextInt(1_000_000) : 0;
      }
    },
    /** Two or three neighbouring nanoseconds, where buckets cannot be divided further. */
    CROWDED {
      @Override
      long delay(SplitMix random, long nowNanos) {
        return random.nextInt(3) + (random.nextInt(1000) == 0 ? 300 : 0);
      }
    };

    abstract long delay(SplitMix random, long nowNanos);
  }

  private final Due due = new Due();
  private final Due expected = new Due();

  @ParameterizedTest
  @EnumSource
  void tenMillionOperationsAreAnsweredAsTheHeapAnswersThem(Law law) {
    long seed = 20261122 + law.ordinal();
    SplitMix random = new SplitMix(seed);
    Calendar wheel = new TimingWheel();
    Calendar heap = new QuaternaryHeap();
    long[] wheelTickets = new long[1 << 19];
    long[] heapTickets = new long[wheelTickets.length];
    int scheduled = 0;
    int most = 0;
    long nowNanos = 0;
    for (int i = 0; i < OPERATIONS; i++) {
      // The first half million only fill; then it fills, drains, cancels and holds in turn.
      int phase = i < 500_000 ? 0 : 1 + (i >>> 14) % 4;
      int dice = random.nextInt(100);
      int schedulePercent = new int[] {90, 60, 20, 25, 50}[phase];
      int cancelPercent = new int[] {5, 5, 5, 65, 5}[phase];
      if (dice < schedulePercent) {
        long atNanos = nowNanos + law.delay(random, nowNanos);
        atNanos = atNanos < 0 ? END : atNanos;
        int rank = random.nextInt(8) == 0 ? random.nextInt(256) : Simulation.DEFAULT_RANK;
        int at = scheduled++ & wheelTickets.length - 1;
        if (random.nextInt(3) == 0) {
          wheel.post(atNanos, kind(rank, at & 7), ~i);
          heap.post(atNanos, kind(rank, at & 7), ~i);
        } else {
          wheelTickets[at] = wheel.schedule(atNanos, kind(rank, at & 7), ~i, i);
          heapTickets[at] = heap.schedule(atNanos, kind(rank, at & 7), ~i, i);
        }
      } else if (dice < schedulePercent + cancelPercent) {
        int at = random.nextInt(Math.max(1, Math.min(scheduled, wheelTickets.length)));
        check(heap.cancel(heapTickets[at]) == wheel.cancel(wheelTickets[at]), law, seed, i);
      } else {
        long endNanos = random.nextInt(8) == 0 ? nowNanos + law.delay(random, nowNanos) : END;
        endNanos = endNanos < 0 ? END : endNanos;
        boolean polled = heap.pollUntil(endNanos, expected);
        check(wheel.pollUntil(endNanos, due) == polled, law, seed, i);
        checkDue(law, seed, i);
        nowNanos = expected.atNanos;
      }
      check(heap.size() == wheel.size(), law, seed, i);
      most = Math.max(most, heap.size());
      if (nowNanos == END) {
        heap.clear();
        wheel.clear();
        nowNanos = 0;
      }
    }
    assertThat(most).isGreaterThan(300_000);
    while (heap.pollUntil(END, expected)) {
      check(wheel.pollUntil(END, due), law, seed, OPERATIONS);
      checkDue(law, seed, OPERATIONS);
    }
    check(!wheel.pollUntil(END, due), law, seed, OPERATIONS);
  }

  private void checkDue(Object what, long seed, int operation) {
    check(
        due.atNanos == expected.atNanos
            && due.type == expected.type
            && due.subject == expected.subject
            && due.payload == expected.payload,
        what,
        seed,
        operation);
  }

  private static void check(boolean holds, Object what, long seed, int operation) {
    if (!holds) {
      throw new AssertionError(
          "differs from the heap: " + what + ", seed " + seed + ", operation " + operation);
    }
  }

  @Test
  void cancelledTimeoutsDoNotPileUp() {
    TimingWheel wheel = new TimingWheel();
    long[] timeouts = new long[100];
    for (int i = 0; i < 1_000_000; i++) {
      wheel.cancel(timeouts[i % 100]);
      timeouts[i % 100] = wheel.schedule(1_000_000_000L + i, kind(0, 0), i, 0);
    }
    assertThat(wheel.size()).isEqualTo(100);
    assertThat(wheel.slotCount()).isLessThanOrEqualTo(400);
    assertThat(wheel.entryCount()).isLessThanOrEqualTo(16 * 400);
  }

  @Test
  void roomIsAtMostFourTimesWhatWasEverPending() {
    TimingWheel wheel = new TimingWheel();
    SplitMix random = new SplitMix(5);
    long[] tickets = new long[200_000];
    int most = 0;
    for (int i = 0; i < 3_000_000; i++) {
      int one = random.nextInt(tickets.length);
      if (!wheel.cancel(tickets[one])) {
        tickets[one] = wheel.schedule(random.nextLong() >>> 34, kind(0, 0), one, 0);
      }
      most = Math.max(most, wheel.size());
    }
    assertThat(most).isBetween(99_000, 110_000);
    assertThat(wheel.slotCount()).isLessThanOrEqualTo(4 * most);
    assertThat(wheel.entryCount()).isLessThanOrEqualTo(4 * most);
  }

  @Test
  void slotIsRetiredBeforeItsGenerationsRepeat() {
    TimingWheel wheel = new TimingWheel(-4);
    long[] tickets = new long[1000];
    for (int i = 0; i < tickets.length; i++) {
      tickets[i] = wheel.schedule(i, kind(0, i), 0, 0);
      if (i % 2 == 0) {
        assertThat(wheel.pollUntil(i, due)).isTrue();
        assertThat(due.type()).isEqualTo(i);
      } else {
        assertThat(wheel.cancel(tickets[i])).isTrue();
      }
    }
    assertThat(tickets).doesNotHaveDuplicates();
    for (long ticket : tickets) {
      assertThat(wheel.isPending(ticket)).isFalse();
      assertThat(wheel.cancel(ticket)).isFalse();
    }
    assertThat(wheel.slotCount()).isBetween(500, 1024);
  }

  /**
   * An hour, a month and a century apart, with the present always in between: the nearest events
   * lie further apart than a sorted run tells, and the next comes long before them all.
   */
  @Test
  void eventsFarApartAreAnsweredAsTheHeapAnswersThem() {
    for (long seed = 0; seed < 200; seed++) {
      SplitMix random = new SplitMix(seed);
      Calendar wheel = new TimingWheel();
      Calendar heap = new QuaternaryHeap();
      long nowNanos = 0;
      for (int i = 0; i < 2000; i++) {
        if (random.nextInt(2) == 0) {
          long atNanos = nowNanos + (random.nextLong() >>> 8 + 6 * random.nextInt(9));
          int rank = random.nextInt(2);
          for (int n = random.nextInt(3) == 0 ? 40 : 1; n > 0; n--) {
            long at = Math.max(nowNanos, atNanos + n % 3 - 1);
            wheel.post(at, kind(rank, n), i);
            heap.post(at, kind(rank, n), i);
          }
        } else {
          long endNanos = nowNanos + (random.nextLong() >>> 8 + 6 * random.nextInt(9));
          boolean polled = heap.pollUntil(endNanos, expected);
          check(wheel.pollUntil(endNanos, due) == polled, Law.FAR_FUTURE, seed, i);
          checkDue(Law.FAR_FUTURE, seed, i);
          nowNanos = expected.atNanos;
        }
      }
    }
  }

  /** So late that a {@code double} cannot tell neighbouring nanoseconds from each other. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void crowdsCenturiesAwayAreTakenApart() {
    for (int seed = 0; seed < 5000; seed++) {
      SplitMix random = new SplitMix(seed);
      Calendar wheel = new TimingWheel();
      Calendar heap = new QuaternaryHeap();
      long fromNanos = (1L << 55 + random.nextInt(8)) + random.nextInt(5000);
      int spread = 1 + random.nextInt(60);
      int count = 30 + random.nextInt(60);
      for (int i = 0; i < count; i++) {
        long atNanos = fromNanos + random.nextInt(spread);
        wheel.post(atNanos, 0, i);
        heap.post(atNanos, 0, i);
      }
      for (int i = 0; i <= count; i++) {
        check(wheel.pollUntil(END, due) == heap.pollUntil(END, expected), "late", seed, i);
        checkDue("late", seed, i);
      }
    }
  }

  /**
   * Short lives in which anything may follow anything: crowds at the present, at the end of time
   * and where others are; horizons in small steps; everything cancelled at once; a new beginning.
   */
  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void wildLivesAreAnsweredAsTheHeapAnswersThem() {
    for (int seed = 0; seed < 4000; seed++) {
      new WildLife(seed).live();
    }
  }

  private final class WildLife {
    private final int seed;
    private final SplitMix random;
    private final Calendar wheel = new TimingWheel();
    private final Calendar heap = new QuaternaryHeap();
    private final long[] wheelTickets = new long[1 << 12];
    private final long[] heapTickets = new long[1 << 12];
    private final long[] anchors = new long[8];
    private final int ranks;
    private int ticketCount;
    private int scheduled;
    private long nowNanos;

    WildLife(int seed) {
      this.seed = seed;
      this.random = new SplitMix(seed);
      this.ranks = 1 << 4 * random.nextInt(3);
      for (int i = 0; i < anchors.length; i++) {
        anchors[i] = i < 2 ? END - i : delay();
      }
    }

    /** Of any order of magnitude, often next to a power of two. */
    private long delay() {
      int bits = random.nextInt(4) == 0 ? 44 + random.nextInt(6) : random.nextInt(63);
      return random.nextInt(4) == 0
          ? Math.max(0, (1L << bits) + random.nextInt(5) - 2)
          : random.nextLong() >>> 63 - bits;
    }

    void live() {
      int steps = 20 + random.nextInt(200);
      for (int step = 0; step < steps; step++) {
        int dice = random.nextInt(100);
        if (dice < 42) {
          scheduleSome();
        } else if (dice < 85) {
          pollSome(step);
        } else if (dice < 99) {
          cancelSome(step);
        } else {
          wheel.clear();
          heap.clear();
          nowNanos = 0;
        }
        check(wheel.size() == heap.size(), "wild", seed, step);
      }
      while (heap.size() > 0) {
        poll(END, steps);
      }
      check(!wheel.pollUntil(END, due), "wild", seed, steps);
    }

    private void scheduleSome() {
      int count = random.nextInt(4) == 0 ? random.nextInt(150) : 1 + random.nextInt(4);
      int way = random.nextInt(6);
      long base = nowNanos + delay();
      for (int i = 0; i < count; i++) {
        long atNanos =
            switch (way) {
              case 0 -> nowNanos + random.nextInt(4);
              case 1 -> nowNanos + delay();
              case 2 -> base;
              case 3 -> base + (random.nextInt(2) == 0 ? i : -i);
              case 4 -> anchors[random.nextInt(anchors.length)] - random.nextInt(3);
              default -> base + (delay() >>> random.nextInt(60));
            };
        schedule(atNanos < 0 ? END : Math.max(nowNanos, atNanos));
      }
    }

    private void schedule(long atNanos) {
      int kind = kind(random.nextInt(ranks), scheduled & Calendar.MAX_TYPE);
      if (random.nextInt(2) == 0) {
        wheel.post(atNanos, kind, scheduled);
        heap.post(atNanos, kind, scheduled);
      } else {
        int at = ticketCount++ & wheelTickets.length - 1;
        wheelTickets[at] = wheel.schedule(atNanos, kind, scheduled, ~scheduled);
        heapTickets[at] = heap.schedule(atNanos, kind, scheduled, ~scheduled);
      }
      scheduled++;
    }

    private void pollSome(int step) {
      int count = random.nextInt(5) == 0 ? random.nextInt(400) : 1 + random.nextInt(5);
      int way = random.nextInt(4);
      for (int i = 0; i < count; i++) {
        long endNanos = way == 0 ? nowNanos + i : way == 1 ? nowNanos + delay() : END;
        if (poll(endNanos < 0 ? END : endNanos, step) && random.nextInt(4) == 0) {
          schedule(nowNanos + Math.min(END - nowNanos, random.nextInt(1000)));
        }
      }
    }

    private boolean poll(long endNanos, int step) {
      boolean polled = heap.pollUntil(endNanos, expected);
      check(wheel.pollUntil(endNanos, due) == polled, "wild", seed, step);
      checkDue("wild", seed, step);
      if (polled) {
        nowNanos = expected.atNanos;
      }
      return polled;
    }

    private void cancelSome(int step) {
      int tickets = Math.min(ticketCount, wheelTickets.length);
      boolean all = random.nextInt(5) == 0;
      int count = all ? tickets : Math.min(tickets, 1 + random.nextInt(100));
      for (int i = 0; i < count; i++) {
        int at = all ? i : random.nextInt(tickets);
        check(heap.cancel(heapTickets[at]) == wheel.cancel(wheelTickets[at]), "wild", seed, step);
      }
    }
  }

  /** Polls in small pieces must not look through a long bucket again and again. */
  @Test
  void crowdBeyondManyHorizonsWaitsUntouched() {
    TimingWheel wheel = new TimingWheel();
    int crowd = 100_000;
    for (int i = 0; i < crowd; i++) {
      wheel.schedule(30_000_000_000L + i % 2, kind(0, 0), i, 0);
    }
    for (long endNanos = 0; endNanos < 30_000_000_000L; endNanos += 100_000) {
      assertThat(wheel.pollUntil(endNanos, due)).isFalse();
    }
    wheel.schedule(20_000_000_000L, kind(0, 0), -1, 0);
    assertThat(wheel.pollUntil(19_999_999_999L, due)).isFalse();
    assertThat(wheel.pollUntil(20_000_000_000L, due)).isTrue();
    assertThat(due.subject()).isEqualTo(-1);
    for (int i = 0; i < crowd; i++) {
      assertThat(wheel.pollUntil(30_000_000_001L, due)).isTrue();
      assertThat(due.subject()).isEqualTo(i < crowd / 2 ? 2 * i : 2 * i - crowd + 1);
    }
  }
}
