package dev.medley.benchmarks;

import org.openjdk.jmh.annotations.Param;

/**
 * Time-outs that almost never happen: every event cancels its subject's time-out and arms a new
 * one.
 *
 * <p>Claim: with 10,000 subjects at least 10 times as fast as a {@link java.util.PriorityQueue}
 * whose cancelled events stay until they come up (as its users do: removing one is O(n)), and 6
 * times as SSJ.
 */
public class Timeouts extends ContestBenchmark {
  /** How far ahead a time-out lies, in mean delays. */
  public static final int MEANS = 20;

  /** The same in nanoseconds. */
  public static final long TIMEOUT_NANOS = MEANS * Delays.MEAN_NANOS;

  /** The number of subjects: each has one event and one time-out pending. */
  @Param({"100", "10000"})
  int subjects;

  /** How far ahead an event schedules its successor: a {@link Delays.Law}. */
  @Param("EXPONENTIAL")
  String law;

  /** A fork's own. */
  public Timeouts() {
    super(Contest.TIMEOUTS);
  }

  @Override
  Setting setting() {
    return new Setting(subjects, law);
  }
}
