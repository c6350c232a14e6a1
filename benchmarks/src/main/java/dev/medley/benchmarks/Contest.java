package dev.medley.benchmarks;

/** A task that several libraries can do. */
public enum Contest {
  /** Take the least of n pending events and put it back some delay later. */
  CALENDAR,
  /**
   * The same under a clock, with events of eight types that are dispatched: a run loop. Subject i
   * has type i mod 8; among events at one time the lower type goes first.
   */
  WHOLE_LOOP,
  /**
   * n subjects, each with an event and, {@value Timeouts#MEANS} mean delays ahead, a time-out; the
   * event cancels its subject's time-out and arms a new one.
   */
  TIMEOUTS,
  /** An M/M/c queue at 80 % load whose times in the system go to a histogram. */
  STATION,
  /** Random numbers of one law with mean 1 second, or a half between 0 and 1. */
  DRAWS
}
