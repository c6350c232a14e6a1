package dev.medley.kernel;

import static dev.medley.kernel.Calendar.kind;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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

  private void checkDue(Law law, long seed, int operation) {
    check(
        due.atNanos == expected.atNanos
            && due.type == expected.type
            && due.subject == expected.subject
            && due.payload == expected.payload,
        law,
        seed,
        operation);
  }

  private static void check(boolean holds, Law law, long seed, int operation) {
    if (!holds) {
      throw new AssertionError(
          "differs from the heap: " + law + ", seed " + seed + ", operation " + operation);
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
