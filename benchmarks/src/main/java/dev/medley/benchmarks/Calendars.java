package dev.medley.benchmarks;

import dev.medley.kernel.Calendar;
import dev.medley.kernel.TimingWheel;

/** The calendar that our side of every contest runs on. */
public final class Calendars {
  private Calendars() {}

  /** An empty calendar of the kind that a simulation uses unless told otherwise. */
  public static Calendar production() {
    return new TimingWheel();
  }
}
