package dev.medley.benchmarks;

import org.openjdk.jmh.annotations.Param;

/**
 * The hold model: take the least of n pending events and put it back some delay later.
 *
 * <p>Claim: at 10,000 events the calendar is at least 4 times as fast as a {@link
 * java.util.PriorityQueue} with reused events, 6 times as SSJ's best list and 8 times as CloudSim
 * Plus' queue. On constant delays parity with SSJ's Henriksen list is good.
 *
 * <p>Source of the model: W. R. Franta, K. Maly, "An efficient data structure for the simulation
 * event set", Communications of the ACM 20(8), 1977.
 */
public class CalendarHold extends ContestBenchmark {
  /** The number of pending events. */
  @Param({"100", "10000", "1000000"})
  int pending;

  /** How far ahead an event goes back: a {@link Delays.Law}. */
  @Param({"EXPONENTIAL", "UNIFORM", "BIMODAL", "CONSTANT"})
  String law;

  /** A fork's own. */
  public CalendarHold() {
    super(Contest.CALENDAR);
  }

  @Override
  Setting setting() {
    return new Setting(pending, law);
  }
}
