package dev.medley.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.medley.check.SimulationFault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private final Simulation simulation = new Simulation();
  private final List<String> fired = new ArrayList<>();

  /** An event type that only notes when it fires. */
  private EventType noted(String name, int rank) {
    return simulation.register(
        name, rank, subject -> fired.add(name + " " + subject + " @" + simulation.nowNanos()));
  }

  @Test
  void eventsFireInOrderWithTheClockAtTheirTime() {
    EventType rung = noted("rung", 128);
    simulation.schedule(rung, 20, 2);
    simulation.scheduleAt(rung, 10, 1);
    simulation.runUntil(100);
    assertThat(fired).containsExactly("rung 1 @10", "rung 2 @20");
    assertThat(simulation.nowNanos()).isEqualTo(100);
    assertThat(simulation.firedCount()).isEqualTo(2);
    assertThat(simulation.pendingCount()).isZero();
  }

  @Test
  void eventsAtTheEndFireAndThoseAfterItWait() {
    EventType rung = noted("rung", 128);
    simulation.schedule(rung, 100, 1);
    simulation.schedule(rung, 101, 2);
    simulation.runUntil(99);
    assertThat(fired).isEmpty();
    simulation.runUntil(100);
    assertThat(fired).containsExactly("rung 1 @100");
    assertThat(simulation.pendingCount()).isEqualTo(1);
    simulation.runUntil(100);
    simulation.runUntil(101);
    assertThat(fired).containsExactly("rung 1 @100", "rung 2 @101");
  }

  @Test
  void postedEventsFireInTheOrderOfAll() {
    EventType rung = noted("rung", 128);
    EventType paid =
        simulation.register("paid", (subject, payload) -> fired.add(subject + ":" + payload));
    simulation.schedule(rung, 20, 1);
    simulation.post(rung, 20, 2);
    simulation.schedule(rung, 20, 3);
    simulation.postAt(paid, 10, 4);
    simulation.runUntil(100);
    assertThat(fired).containsExactly("4:0", "rung 1 @20", "rung 2 @20", "rung 3 @20");
  }

  @Test
  void lowerRankFiresFirstAtOneTime() {
    EventType late = noted("late", 200);
    EventType usual = noted("usual", Simulation.DEFAULT_RANK);
    EventType early = noted("early", 0);
    simulation.schedule(late, 5, 0);
    simulation.schedule(usual, 5, 0);
    simulation.schedule(early, 5, 0);
    simulation.runUntil(5);
    assertThat(fired).containsExactly("early 0 @5", "usual 0 @5", "late 0 @5");
  }

  @Test
  void eventWithoutDelayFiresAfterThoseAlreadyDue() {
    EventType rung = noted("rung", 128);
    EventType struck = simulation.register("struck", subject -> simulation.schedule(rung, 0, 3));
    simulation.schedule(struck, 5, 0);
    simulation.schedule(rung, 5, 1);
    simulation.schedule(rung, 5, 2);
    simulation.runUntil(5);
    assertThat(fired).containsExactly("rung 1 @5", "rung 2 @5", "rung 3 @5");
  }

  @Test
  void payloadReachesItsHandler() {
    long[] seen = new long[2];
    EventType paid =
        simulation.register(
            "paid",
            (subject, payload) -> {
              seen[subject] = payload;
            });
    simulation.schedule(paid, 1, 1, Long.MIN_VALUE);
    simulation.runUntil(1);
    assertThat(seen).containsExactly(0, Long.MIN_VALUE);
    simulation.scheduleAt(paid, 2, 0, 7);
    simulation.schedule(paid, 2, 1);
    simulation.runUntil(3);
    assertThat(seen).containsExactly(7, 0);
  }

  @Test
  void typeWithoutHandlerGoesToTheDispatcher() {
    EventType rung = noted("rung", 128);
    EventType sent = simulation.register("sent", 128);
    EventType paid =
        simulation.register("paid", 7, (subject, payload) -> fired.add("paid " + payload));
    EventType received = simulation.register("received", 0);
    simulation.dispatchTo(
        (type, subject, payload) -> fired.add(type + " " + subject + " " + payload));
    simulation.schedule(rung, 5, 1);
    simulation.schedule(sent, 5, 2, 20);
    simulation.schedule(sent, 5, 3);
    simulation.schedule(paid, 5, 4, 40);
    simulation.schedule(received, 5, 5, -1);
    simulation.runUntil(5);
    assertThat(fired).containsExactly("3 5 -1", "paid 40", "rung 1 @5", "1 2 20", "1 3 0");
  }

  @Test
  void typeWithoutHandlerNeedsADispatcherSetOnceBeforeTheStart() {
    simulation.register("sent", 128);
    assertThatThrownBy(() -> simulation.runUntil(1))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContaining("sent");
    simulation.dispatchTo((type, subject, payload) -> {});
    assertThatThrownBy(() -> simulation.dispatchTo((type, subject, payload) -> {}))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContaining("twice");
    simulation.runUntil(1);
    Simulation started = new Simulation();
    started.runUntil(1);
    assertThatThrownBy(() -> started.dispatchTo((type, subject, payload) -> {}))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContaining("after the start");
  }

  @Test
  void cancelledEventNeverFires() {
    EventType rung = noted("rung", 128);
    long[] ticket = new long[1];
    EventType calmed =
        simulation.register("calmed", subject -> assertThat(simulation.cancel(ticket[0])).isTrue());
    simulation.schedule(calmed, 5, 0);
    ticket[0] = simulation.schedule(rung, 5, 0);
    assertThat(simulation.isPending(ticket[0])).isTrue();
    simulation.runUntil(10);
    assertThat(fired).isEmpty();
    assertThat(simulation.firedCount()).isEqualTo(1);
    assertThat(simulation.isPending(ticket[0])).isFalse();
    assertThat(simulation.cancel(ticket[0])).isFalse();
    assertThat(simulation.cancel(Calendar.NO_TICKET)).isFalse();
  }

  @Test
  void stopEndsTheRunAfterTheCurrentEventAndTheNextRunGoesOn() {
    EventType rung = noted("rung", 128);
    EventType halted = simulation.register("halted", subject -> simulation.stop());
    simulation.schedule(halted, 5, 0);
    simulation.schedule(rung, 5, 1);
    simulation.schedule(rung, 6, 2);
    simulation.runUntil(10);
    assertThat(simulation.nowNanos()).isEqualTo(5);
    assertThat(fired).isEmpty();
    simulation.runUntil(10);
    assertThat(fired).containsExactly("rung 1 @5", "rung 2 @6");
    assertThat(simulation.nowNanos()).isEqualTo(10);
  }

  @Test
  void thePastIsRefusedWithNameNowAndThen() {
    EventType rung = noted("clock-rung", 128);
    simulation.runUntil(1000);
    assertThatThrownBy(() -> simulation.scheduleAt(rung, 998, 0))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContainingAll("clock-rung", "998", "1000");
    assertThatThrownBy(() -> simulation.schedule(rung, -3, 0))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContainingAll("clock-rung", "-3", "1000", "negative");
    assertThatThrownBy(() -> simulation.schedule(rung, Long.MAX_VALUE - 999, 0))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContainingAll("clock-rung", "1000", "overflow");
    assertThatThrownBy(() -> simulation.schedule(rung, Long.MIN_VALUE, 0))
        .isInstanceOf(SimulationFault.class);
    assertThatThrownBy(() -> simulation.postAt(rung, 997, 0))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContainingAll("clock-rung", "997", "1000");
    assertThatThrownBy(() -> simulation.post(rung, -4, 0))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContainingAll("clock-rung", "-4", "1000", "negative");
    assertThatThrownBy(() -> simulation.runUntil(999))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContainingAll("999", "1000");
    assertThat(simulation.pendingCount()).isZero();
    simulation.schedule(rung, Long.MAX_VALUE - 1000, 4);
    simulation.runUntil(Long.MAX_VALUE);
    assertThat(fired).containsExactly("clock-rung 4 @" + Long.MAX_VALUE);
  }

  @Test
  void payloadForAHandlerWithoutOneIsRefused() {
    EventType rung = noted("rung", 128);
    assertThatThrownBy(() -> simulation.schedule(rung, 0, 0, 9))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContainingAll("rung", "payload", "9");
  }

  @Test
  void faultOfAHandlerNamesTimeTypeAndSubject() {
    IllegalStateException cause = new IllegalStateException("no such host");
    EventType failed =
        simulation.register(
            "host-failed",
            subject -> {
              throw cause;
            });
    simulation.schedule(failed, 1500, 17);
    assertThatThrownBy(() -> simulation.runUntil(2000))
        .isInstanceOf(SimulationFault.class)
        .hasCause(cause)
        .hasMessageContainingAll("1500 ns", "'host-failed'", "subject 17", "no such host");
    assertThatThrownBy(() -> simulation.runUntil(2000))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContaining("after a fault");
  }

  @Test
  void faultRaisedInsideGetsItsContextOnce() {
    EventType[] own = new EventType[1];
    own[0] = simulation.register("rung", subject -> simulation.schedule(own[0], -1, 0));
    simulation.schedule(own[0], 7, 3);
    assertThatThrownBy(() -> simulation.runUntil(10))
        .isInstanceOf(SimulationFault.class)
        .hasMessageMatching("at 7 ns in event 'rung' of subject 3: cannot schedule 'rung'.*")
        .hasCauseInstanceOf(SimulationFault.class);
  }

  @Test
  void runningFromAHandlerIsRefused() {
    EventType nested = simulation.register("nested", subject -> simulation.runUntil(10));
    simulation.schedule(nested, 1, 0);
    assertThatThrownBy(() -> simulation.runUntil(5))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContaining("from a handler");
  }

  @Test
  void registrationIsRefusedOnceStartedOrTwiceOrOutOfRank() {
    noted("rung", 128);
    assertThatThrownBy(() -> noted("rung", 1))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContainingAll("rung", "twice");
    assertThatThrownBy(() -> noted("low", -1))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContainingAll("low", "-1");
    assertThatThrownBy(() -> noted("high", 256))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContainingAll("high", "256");
    assertThatThrownBy(() -> noted(" ", 1)).isInstanceOf(SimulationFault.class);
    simulation.runUntil(0);
    assertThatThrownBy(() -> noted("late", 1))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContaining("late");
  }

  @Test
  void eventTypeOfAnotherSimulationIsRefused() {
    EventType foreign = new Simulation().register("foreign", subject -> {});
    noted("rung", 128);
    assertThatThrownBy(() -> simulation.schedule(foreign, 0, 0))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContaining("foreign");
    assertThatThrownBy(() -> simulation.post(foreign, 0, 0))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContaining("foreign");
  }

  @Test
  void eventTypeKnowsItsNameRankAndIndex() {
    noted("first", 128);
    EventType second = noted("second", 9);
    assertThat(second.name()).isEqualTo("second");
    assertThat(second).hasToString("second");
    assertThat(second.rank()).isEqualTo(9);
    assertThat(second.index()).isEqualTo(1);
  }

  @Test
  void tracerIsToldOfEveryEventBeforeItsHandler() {
    EventType rung = noted("rung", 128);
    EventType paid = simulation.register("paid", (subject, payload) -> fired.add("paid"));
    simulation.traceTo(
        (nowNanos, type, subject, payload) ->
            fired.add("trace " + nowNanos + " " + type + " " + subject + " " + payload));
    simulation.schedule(rung, 3, 1);
    simulation.schedule(paid, 4, 2, 8);
    simulation.runUntil(4);
    assertThat(fired).containsExactly("trace 3 rung 1 0", "rung 1 @3", "trace 4 paid 2 8", "paid");
    simulation.traceTo(null);
    simulation.schedule(rung, 1, 5);
    simulation.runUntil(5);
    assertThat(fired).endsWith("rung 5 @5").hasSize(5);
  }

  @Test
  void equalRunsHaveEqualDigests() {
    assertThat(digestOfMm1(7)).isEqualTo(digestOfMm1(7)).isNotEqualTo(digestOfMm1(8));
  }

  /** Whatever the JDK: the golden value was computed once and must never change. */
  @Test
  void digestIsTheSameOnEveryPlatform() {
    assertThat(digestOfMm1(7)).isEqualTo(GOLDEN_DIGEST);
  }

  private static final long GOLDEN_DIGEST = 8797561792444135104L;

  @Test
  void digestSeesTimeTypeSubjectAndOrder() {
    long base = digestOf(10, 0, 1, 20, 1, 2);
    assertThat(base)
        .isEqualTo(digestOf(10, 0, 1, 20, 1, 2))
        .isNotEqualTo(digestOf(11, 0, 1, 20, 1, 2))
        .isNotEqualTo(digestOf(10, 1, 1, 20, 1, 2))
        .isNotEqualTo(digestOf(10, 0, 3, 20, 1, 2))
        .isNotEqualTo(digestOf(10, 0, 1, 20, 1, 1));
    assertThat(digestOf(10, 0, 1, 10, 0, 2)).isNotEqualTo(digestOf(10, 0, 2, 10, 0, 1));
  }

  private static long digestOf(
      long at1, int type1, int subject1, long at2, int type2, int subject2) {
    Simulation simulation = new Simulation();
    EventType[] types = {
      simulation.register("zero", subject -> {}), simulation.register("one", subject -> {})
    };
    simulation.digesting(true);
    simulation.scheduleAt(types[type1], at1, subject1);
    simulation.scheduleAt(types[type2], at2, subject2);
    simulation.runUntil(100);
    return simulation.digest();
  }

  private static long digestOfMm1(long seed) {
    Simulation simulation = new Simulation();
    simulation.digesting(true);
    new Mm1Queue(simulation, seed, 1e6, 0.8e6, 0).start();
    simulation.runUntil(1_000_000_000L);
    return simulation.digest();
  }

  @Test
  void aRunInPiecesEqualsARunAtOnce() {
    long endNanos = 3_000_000_000L;
    Simulation whole = new Simulation();
    Mm1Queue atOnce = new Mm1Queue(whole, 11, 1e6, 0.7e6, 0);
    whole.digesting(true);
    atOnce.start();
    whole.runUntil(endNanos);

    Simulation parts = new Simulation();
    Mm1Queue inPieces = new Mm1Queue(parts, 11, 1e6, 0.7e6, 0);
    parts.digesting(true);
    inPieces.start();
    SplitMix steps = new SplitMix(12);
    while (parts.nowNanos() < endNanos) {
      parts.runUntil(Math.min(endNanos, parts.nowNanos() + steps.nextInt(2_000_000)));
    }
    assertThat(whole.firedCount()).isGreaterThan(5000);
    assertThat(parts.firedCount()).isEqualTo(whole.firedCount());
    assertThat(parts.pendingCount()).isEqualTo(whole.pendingCount());
    assertThat(parts.digest()).isEqualTo(whole.digest());
    assertThat(inPieces.meanWaitNanos()).isEqualTo(atOnce.meanWaitNanos());
  }

  /**
   * M/M/1 at lambda = 0.7 and mu = 1 a millisecond: Wq = rho / (mu - lambda) = 0.7 / 0.3 = 2.333
   * ms. The tolerance is the half width of the 99 % t interval over 30 replications (t = 2.756) of
   * about 20,000 customers after 2,000 of warm-up; it must also be narrow, or it would prove
   * nothing.
   */
  @Test
  void singleServerQueueWaitsAsTheorySays() {
    int replications = 30;
    double lambda = 0.7;
    double mu = 1;
    double theory = lambda / mu / (mu - lambda);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < replications; i++) {
      Simulation simulation = new Simulation();
      Mm1Queue queue = new Mm1Queue(simulation, 1000 + i, 1e6 / lambda, 1e6 / mu, 2000);
      queue.start();
      simulation.runUntil((long) (22_000 / lambda * 1e6));
      double wait = queue.meanWaitNanos() / 1e6;
      sum += wait;
      squares += wait * wait;
    }
    double mean = sum / replications;
    double variance = (squares - replications * mean * mean) / (replications - 1);
    double halfWidth = 2.756 * Math.sqrt(variance / replications);
    assertThat(halfWidth).isLessThan(0.05 * theory);
    assertThat(mean).as("seeds 1000 to 1029").isCloseTo(theory, within(halfWidth));
  }
}
