package dev.medley.benchmarks;

import org.openjdk.jmh.annotations.Param;

/**
 * A whole kernel at work: clock, calendar, and dispatch to eight types of events in random order.
 *
 * <p>Claim: with 10,000 events pending the loop takes at most 1/2.5 of the time of a bare {@link
 * java.util.PriorityQueue} without clock or dispatch, 1/5 of SSJ's and 1/10 of CloudSim Plus' loop
 * with one entity; with a million, at most five times as long as with ten thousand.
 */
public class WholeLoop extends ContestBenchmark {
  /** The number of pending events. */
  @Param({"100", "10000", "1000000"})
  int pending;

  /** How far ahead an event schedules its successor: a {@link Delays.Law}. */
  @Param({"EXPONENTIAL", "UNIFORM", "BIMODAL", "CONSTANT"})
  String law;

  /** A fork's own. */
  public WholeLoop() {
    super(Contest.WHOLE_LOOP);
  }

  @Override
  Setting setting() {
    return new Setting(pending, law);
  }
}
