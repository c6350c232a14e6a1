package dev.medley.kernel;

import static dev.medley.kernel.Calendar.kind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medley.check.SimulationFault;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every calendar promises. A new calendar joins by one line in {@link Implementation}. */
@ParameterizedClass
@EnumSource(CalendarContractTest.Implementation.class)
class CalendarContractTest {
  enum Implementation {
    QUATERNARY_HEAP(QuaternaryHeap::new),
    /** Every slot is retired after two uses. */
    QUATERNARY_HEAP_OF_LAST_GENERATIONS(() -> new QuaternaryHeap(-4)),
    TIMING_WHEEL(TimingWheel::new),
    TIMING_WHEEL_OF_LAST_GENERATIONS(() -> new TimingWheel(-4));

    private final Supplier<Calendar> constructor;

    Implementation(Supplier<Calendar> constructor) {
      this.constructor = constructor;
    }

    Calendar create() {
      return constructor.get();
    }
  }

  /** How far ahead the differential test schedules. */
  enum Delays {
    EXPONENTIAL {
      @Override
      long nextNanos(SplitMix random) {
        return random.exponentialNanos(1e6);
      }
    },
    UNIFORM {
      @Override
      long nextNanos(SplitMix random) {
        return random.nextInt(2_000_000);
      }
    },
    CONSTANT {
      @Override
      long nextNanos(SplitMix random) {
        return 1_000_000;
      }
    },
    BIMODAL {
      @Override
      long nextNanos(SplitMix random) {
        return random.nextInt(10) == 0
            ? 9_000_000 + random.nextInt(1_000_000)
            : random.nextInt(900);
      }
    },
    /** Few distinct times: almost every comparison is a tie. */
    TIES {
      @Override
      long nextNanos(SplitMix random) {
        return random.nextInt(3) * 1_000_000L;
      }
    },
    /** Nothing but the present: time never moves. */
    NOW {
      @Override
      long nextNanos(SplitMix random) {
        return 0;
      }
    },
    /** From one nanosecond to a century, each order of magnitude as likely as any other. */
    EVERY_SCALE {
      @Override
      long nextNanos(SplitMix random) {
        return random.nextLong() >>> 2 + random.nextInt(62);
      }
    },
    /** Mostly soon, sometimes the end of time. */
    NEVER {
      @Override
      long nextNanos(SplitMix random) {
        return random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextInt(1000);
      }
    };

    abstract long nextNanos(SplitMix random);
  }

  private static final long END = Long.MAX_VALUE;

  @Parameter Implementation implementation;

  private Calendar calendar;
  private final Due due = new Due();

  @BeforeEach
  void create() {
    calendar = implementation.create();
  }

  @Test
  void newCalendarIsEmpty() {
    assertThat(calendar.size()).isZero();
    assertThat(calendar.pollUntil(END, due)).isFalse();
  }

  @Test
  void eventsComeInOrderOfTime() {
    for (long atNanos : new long[] {30, 10, 0, 20, 40}) {
      calendar.schedule(atNanos, kind(0, 0), 0, atNanos);
    }
    assertThat(payloadsUntil(END)).containsExactly(0, 10, 20, 30, 40);
  }

  @Test
  void lowerRankComesFirstAtOneTime() {
    for (int rank : new int[] {128, 255, 0, 127, 1, 254}) {
      calendar.schedule(5, kind(rank, 0), 0, rank);
    }
    assertThat(payloadsUntil(END)).containsExactly(0, 1, 127, 128, 254, 255);
  }

  @Test
  void timeComesBeforeRank() {
    calendar.schedule(6, kind(0, 0), 0, 6);
    calendar.schedule(5, kind(255, 0), 0, 5);
    assertThat(payloadsUntil(END)).containsExactly(5, 6);
  }

  @Test
  void equalTimesAndRanksComeInOrderOfScheduling() {
    long[] expected = new long[1000];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = i;
      calendar.schedule(7, kind(3, 0), 0, i);
    }
    assertThat(payloadsUntil(END)).containsExactly(expected);
  }

  @Test
  void eventAtTheTimeJustPolledJoinsTheRestOfThatTime() {
    calendar.schedule(9, kind(1, 0), 0, 1);
    calendar.schedule(9, kind(3, 0), 0, 3);
    calendar.schedule(9, kind(3, 0), 0, 4);
    assertThat(calendar.pollUntil(9, due)).isTrue();
    calendar.schedule(9, kind(3, 0), 0, 5);
    calendar.schedule(9, kind(0, 0), 0, 0);
    calendar.schedule(9, kind(2, 0), 0, 2);
    assertThat(payloadsUntil(9)).containsExactly(0, 2, 3, 4, 5);
  }

  @Test
  void whatAnEventCarriesComesBackUntouched() {
    long[] extremes = {Long.MIN_VALUE, -1, 0, 1, 0xFFFFFFFFL, Long.MAX_VALUE};
    for (int i = 0; i < extremes.length; i++) {
      calendar.schedule(i, kind(0, (int) (extremes[i] >>> 41)), (int) extremes[i], extremes[i]);
    }
    for (int i = 0; i < extremes.length; i++) {
      assertThat(calendar.pollUntil(END, due)).isTrue();
      assertThat(due.atNanos()).isEqualTo(i);
      assertThat(due.type()).isEqualTo((int) (extremes[i] >>> 41));
      assertThat(due.subject()).isEqualTo((int) extremes[i]);
      assertThat(due.payload()).isEqualTo(extremes[i]);
    }
  }

  @Test
  void postedEventComesInItsTurnAndNoTicketTakesItBack() {
    calendar.schedule(5, kind(2, 7), 0, 10);
    calendar.post(5, kind(2, Calendar.MAX_TYPE), -1);
    calendar.schedule(5, kind(2, 7), 2, 12);
    calendar.post(5, kind(1, 0), Integer.MIN_VALUE);
    calendar.post(5, kind(Calendar.MAX_RANK, 1), Integer.MAX_VALUE);
    calendar.post(4, kind(0, 0), 8);
    assertThat(calendar.size()).isEqualTo(6);
    for (long ticket : new long[] {-1, Calendar.NO_TICKET, Long.MIN_VALUE, 0x80000000L}) {
      assertThat(calendar.cancel(ticket)).isFalse();
    }
    int[] subjects = {8, Integer.MIN_VALUE, 0, -1, 2, Integer.MAX_VALUE};
    int[] types = {0, 0, 7, Calendar.MAX_TYPE, 7, 1};
    long[] payloads = {0, 0, 10, 0, 12, 0};
    for (int i = 0; i < subjects.length; i++) {
      assertThat(calendar.pollUntil(5, due)).isTrue();
      assertThat(due.atNanos()).isEqualTo(i == 0 ? 4 : 5);
      assertThat(due.subject()).isEqualTo(subjects[i]);
      assertThat(due.type()).isEqualTo(types[i]);
      assertThat(due.payload()).isEqualTo(payloads[i]);
    }
    assertThat(calendar.pollUntil(END, due)).isFalse();
  }

  @Test
  void eventAtTheHorizonComesAndEventPastItStays() {
    calendar.schedule(100, kind(0, 0), 0, 100);
    long later = calendar.schedule(101, kind(0, 0), 0, 101);
    assertThat(payloadsUntil(99)).isEmpty();
    assertThat(payloadsUntil(100)).containsExactly(100);
    for (int i = 0; i < 3; i++) {
      assertThat(calendar.pollUntil(100, due)).isFalse();
      assertThat(due.payload()).isEqualTo(100);
      assertThat(calendar.size()).isEqualTo(1);
      assertThat(calendar.isPending(later)).isTrue();
    }
    assertThat(payloadsUntil(101)).containsExactly(101);
  }

  @Test
  void eventMayBeScheduledBetweenTheLastPolledAndAPastHorizon() {
    calendar.schedule(10, kind(0, 0), 0, 10);
    calendar.schedule(1000, kind(0, 0), 0, 1000);
    assertThat(payloadsUntil(500)).containsExactly(10);
    calendar.schedule(700, kind(0, 0), 0, 700);
    calendar.schedule(10, kind(0, 0), 0, 11);
    assertThat(payloadsUntil(END)).containsExactly(11, 700, 1000);
  }

  @Test
  void theEndOfTimeIsATime() {
    calendar.schedule(END, kind(0, 0), 0, 2);
    calendar.schedule(END - 1, kind(255, 0), 0, 1);
    calendar.schedule(END, kind(0, 0), 0, 3);
    assertThat(payloadsUntil(END - 1)).containsExactly(1);
    assertThat(payloadsUntil(END)).containsExactly(2, 3);
  }

  @Test
  void cancelledEventNeverComes() {
    long first = calendar.schedule(1, kind(0, 0), 0, 1);
    calendar.schedule(2, kind(0, 0), 0, 2);
    long third = calendar.schedule(3, kind(0, 0), 0, 3);
    assertThat(calendar.cancel(first)).isTrue();
    assertThat(calendar.cancel(third)).isTrue();
    assertThat(calendar.size()).isEqualTo(1);
    assertThat(payloadsUntil(END)).containsExactly(2);
  }

  @Test
  void cancelledEventDoesNotHideTheHorizon() {
    long first = calendar.schedule(1, kind(0, 0), 0, 1);
    calendar.schedule(5, kind(0, 0), 0, 5);
    calendar.cancel(first);
    assertThat(calendar.pollUntil(4, due)).isFalse();
    calendar.schedule(3, kind(0, 0), 0, 3);
    assertThat(payloadsUntil(4)).containsExactly(3);
    assertThat(payloadsUntil(5)).containsExactly(5);
  }

  @Test
  void cancellingTwiceOrLateIsHarmless() {
    long cancelled = calendar.schedule(1, kind(0, 0), 0, 1);
    long polled = calendar.schedule(2, kind(0, 0), 0, 2);
    assertThat(calendar.cancel(cancelled)).isTrue();
    assertThat(calendar.cancel(cancelled)).isFalse();
    assertThat(payloadsUntil(END)).containsExactly(2);
    assertThat(calendar.cancel(polled)).isFalse();
    assertThat(calendar.isPending(polled)).isFalse();
    assertThat(calendar.size()).isZero();
  }

  @Test
  void staleTicketNeverTouchesALaterEvent() {
    long[] stale = new long[5000];
    for (int i = 0; i < stale.length; i++) {
      stale[i] = calendar.schedule(i, kind(0, 0), 0, i);
      if (i % 2 == 0) {
        assertThat(calendar.pollUntil(i, due)).isTrue();
      } else {
        calendar.cancel(stale[i]);
      }
    }
    long live = calendar.schedule(stale.length, kind(0, 0), 0, 42);
    for (long ticket : stale) {
      assertThat(calendar.isPending(ticket)).isFalse();
      assertThat(calendar.cancel(ticket)).isFalse();
    }
    assertThat(calendar.isPending(live)).isTrue();
    assertThat(payloadsUntil(END)).containsExactly(42);
  }

  @Test
  void ticketsNeverIssuedAreHarmless() {
    Set<Long> issued = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      long ticket = calendar.schedule(i, kind(0, 0), 0, i);
      issued.add(ticket);
      if (i % 2 == 0) {
        calendar.cancel(ticket);
      }
    }
    SplitMix random = new SplitMix(1);
    for (int i = 0; i < 200_000; i++) {
      // Any bits at all, and small numbers in either half, as tickets are likely to be made of.
      long ticket =
          i % 2 == 0
              ? random.nextLong() >> random.nextInt(64)
              : (long) (random.nextInt(16) - 8) << 32 | random.nextInt(256);
      if (!issued.contains(ticket)) {
        assertThat(calendar.isPending(ticket)).as("ticket %d", ticket).isFalse();
        assertThat(calendar.cancel(ticket)).as("ticket %d", ticket).isFalse();
      }
    }
    assertThat(calendar.isPending(Calendar.NO_TICKET)).isFalse();
    assertThat(calendar.size()).isEqualTo(100);
  }

  @Test
  void everyTicketIsUnique() {
    Set<Long> issued = new HashSet<>();
    issued.add(Calendar.NO_TICKET);
    for (int i = 0; i < 20_000; i++) {
      long ticket = calendar.schedule(i, kind(0, 0), 0, i);
      assertThat(issued.add(ticket)).isTrue();
      assertThat(calendar.isPending(ticket)).isTrue();
      if (i % 3 == 0) {
        calendar.cancel(ticket);
      } else if (i % 3 == 1) {
        calendar.pollUntil(i, due);
      }
    }
  }

  @Test
  void aHundredThousandEventsInReverseComeInOrder() {
    long[] expected = new long[100_000];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = i;
      calendar.schedule(expected.length - 1 - i, kind(0, 0), 0, expected.length - 1 - i);
    }
    assertThat(calendar.size()).isEqualTo(expected.length);
    assertThat(payloadsUntil(END)).containsExactly(expected);
    assertThat(calendar.size()).isZero();
  }

  @Test
  void cancellingAlmostAllLeavesTheRestInOrder() {
    long[] tickets = new long[50_000];
    SplitMix random = new SplitMix(2);
    for (int i = 0; i < tickets.length; i++) {
      tickets[i] = calendar.schedule(random.nextInt(1000), kind(random.nextInt(256), 0), 0, i);
    }
    for (int i = 0; i < tickets.length; i++) {
      assertThat(calendar.cancel(tickets[i])).isTrue();
      tickets[i] = calendar.schedule(i % 1000 == 0 ? i : END, kind(0, 0), 0, i);
    }
    for (int i = 0; i < tickets.length; i++) {
      assertThat(i % 1000 == 0 || calendar.cancel(tickets[i])).isTrue();
    }
    assertThat(calendar.size()).isEqualTo(50);
    long[] rest = payloadsUntil(END);
    assertThat(rest).hasSize(50).isSorted();
  }

  @Test
  void cancellingTheEarliestLeavesTheRestInOrder() {
    SplitMix random = new SplitMix(3);
    for (int round = 0; round < 200; round++) {
      calendar.clear();
      int count = 50 + round;
      long[] tickets = new long[count];
      int[] order = new int[count];
      for (int i = 0; i < count; i++) {
        order[i] = i;
        int other = random.nextInt(i + 1);
        order[i] = order[other];
        order[other] = i;
      }
      for (int time : order) {
        tickets[time] = calendar.schedule(time, kind(0, 0), 0, time);
      }
      int polled = round % 3;
      for (int i = 0; i < polled; i++) {
        calendar.pollUntil(END, due);
      }
      int cancelled = polled + (count - polled) * 2 / 3;
      for (int i = polled; i < cancelled; i++) {
        assertThat(calendar.cancel(tickets[i])).isTrue();
      }
      long[] rest = payloadsUntil(END);
      assertThat(rest).as("round %d", round).hasSize(count - cancelled).isSorted();
      assertThat(rest[0]).isEqualTo(cancelled);
    }
  }

  @Test
  void clearForgetsEveryEventAndStartsTimeAgain() {
    long[] tickets = new long[100];
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < tickets.length; i++) {
        calendar.cancel(tickets[i]);
        tickets[i] = calendar.schedule(1000 - i, kind(0, 0), 0, 0);
      }
      calendar.cancel(tickets[3]);
      for (int i = 0; i < round; i++) {
        calendar.pollUntil(END, due);
      }
      calendar.clear();
      assertThat(calendar.size()).isZero();
      assertThat(calendar.pollUntil(END, due)).isFalse();
      long early = calendar.schedule(0, kind(0, 0), 0, 5);
      for (long ticket : tickets) {
        assertThat(calendar.isPending(ticket)).isFalse();
        assertThat(calendar.cancel(ticket)).isFalse();
      }
      assertThat(calendar.isPending(early)).isTrue();
      assertThat(payloadsUntil(END)).containsExactly(5);
    }
  }

  @Test
  void thePastIsRefused() {
    assertThatThrownBy(() -> calendar.schedule(-1, kind(0, 0), 0, 0))
        .isInstanceOf(SimulationFault.class);
    calendar.schedule(50, kind(0, 0), 0, 50);
    calendar.pollUntil(END, due);
    assertThatThrownBy(() -> calendar.schedule(49, kind(0, 0), 0, 0))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContaining("49")
        .hasMessageContaining("50");
    assertThat(calendar.size()).isZero();
  }

  @Test
  void rankOrTypeOutOfRangeIsRefused() {
    for (int rank : new int[] {-1, 256, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> kind(rank, 0))
          .isInstanceOf(SimulationFault.class)
          .hasMessageContaining("rank")
          .hasMessageContaining(Integer.toString(rank));
    }
    for (int type : new int[] {-1, Calendar.MAX_TYPE + 1, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> kind(0, type))
          .isInstanceOf(SimulationFault.class)
          .hasMessageContaining("type")
          .hasMessageContaining(Integer.toString(type));
    }
    assertThatThrownBy(() -> calendar.schedule(0, -1, 0, 0))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContaining("kind");
    assertThatThrownBy(() -> calendar.post(0, Integer.MIN_VALUE, 0))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContaining("kind");
    assertThatThrownBy(() -> calendar.post(-1, 0, 0))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContaining("-1");
    assertThat(calendar.size()).isZero();
  }

  /**
   * A million operations in all, in phases that fill, drain and mostly cancel, must be answered
   * exactly as a sorted map answers them.
   */
  @ParameterizedTest
  @EnumSource(Delays.class)
  void answersLikeASortedMap(Delays delays) {
    int operations = 125_000;
    long seed = 20260 + delays.ordinal();
    SplitMix random = new SplitMix(seed);
    TreeMap<Key, Integer> reference = new TreeMap<>();
    Key[] keys = new Key[operations];
    long[] tickets = new long[operations];
    int scheduled = 0;
    long nowNanos = 0;
    for (int i = 0; i < operations; i++) {
      String where = implementation + ", " + delays + ", seed " + seed + ", operation " + i;
      int dice = random.nextInt(100);
      int phase = i / 4096 % 4;
      int schedulePercent = phase == 0 || phase == 2 ? 60 : 25;
      int cancelPercent = phase == 3 ? 70 : 20;
      if (dice < schedulePercent) {
        long atNanos = plus(nowNanos, delays.nextNanos(random));
        int rank = random.nextInt(4) * 85;
        Key key = new Key(atNanos, rank, scheduled);
        keys[scheduled] = key;
        if (random.nextInt(3) == 0) {
          calendar.post(atNanos, kind(rank, scheduled & 15), ~scheduled);
        } else {
          tickets[scheduled] =
              calendar.schedule(
                  atNanos, kind(rank, scheduled & 15), ~scheduled, (long) scheduled << 20);
        }
        reference.put(key, scheduled);
        scheduled++;
      } else if (dice < schedulePercent + cancelPercent && scheduled > 0) {
        // Half of these are recent and mostly pending, half are any and mostly stale.
        int span = random.nextInt(2) == 0 ? Math.min(scheduled, 4096) : scheduled;
        int id = scheduled - 1 - random.nextInt(span);
        boolean pending = tickets[id] != Calendar.NO_TICKET && reference.remove(keys[id]) != null;
        check(calendar.isPending(tickets[id]) == pending, where);
        check(calendar.cancel(tickets[id]) == pending, where);
      } else {
        long endNanos = random.nextInt(8) == 0 ? plus(nowNanos, delays.nextNanos(random)) : END;
        boolean expected = !reference.isEmpty() && reference.firstKey().atNanos <= endNanos;
        check(calendar.pollUntil(endNanos, due) == expected, where);
        if (expected) {
          var least = reference.pollFirstEntry();
          int id = least.getValue();
          nowNanos = least.getKey().atNanos;
          check(due.atNanos() == nowNanos, where);
          boolean posted = tickets[id] == Calendar.NO_TICKET;
          check(due.payload() == (posted ? 0 : (long) id << 20), where);
          check(due.type() == (id & 15) && due.subject() == ~id, where);
        }
      }
      check(calendar.size() == reference.size(), where);
      if (nowNanos == END) {
        calendar.clear();
        reference.clear();
        nowNanos = 0;
      }
    }
    assertThat(scheduled).isGreaterThan(operations / 4);
    while (!reference.isEmpty()) {
      check(calendar.pollUntil(END, due), "drain, seed " + seed);
      check(due.subject() == ~reference.pollFirstEntry().getValue(), "drain, seed " + seed);
    }
    check(!calendar.pollUntil(END, due), "drained, seed " + seed);
  }

  private record Key(long atNanos, int rank, int sequence) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = Long.compare(atNanos, other.atNanos);
      if (order == 0) {
        order = Integer.compare(rank, other.rank);
      }
      return order == 0 ? Integer.compare(sequence, other.sequence) : order;
    }
  }

  /** Far quicker than a fluent assertion, a million times. */
  private static void check(boolean holds, String where) {
    if (!holds) {
      throw new AssertionError("differs from the reference: " + where);
    }
  }

  private static long plus(long nowNanos, long delayNanos) {
    long atNanos = nowNanos + delayNanos;
    return atNanos < 0 ? END : atNanos;
  }

  private long[] payloadsUntil(long endNanos) {
    long[] payloads = new long[calendar.size()];
    int count = 0;
    while (calendar.pollUntil(endNanos, due)) {
      payloads[count++] = due.payload();
    }
    return Arrays.copyOf(payloads, count);
  }
}
