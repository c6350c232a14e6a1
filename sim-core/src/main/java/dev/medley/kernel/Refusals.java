package dev.medley.kernel;

import dev.medley.check.SimulationFault;

/** Why a calendar takes an event or does not: the same for every calendar. */
final class Refusals {
  private Refusals() {}

  /** Whether an event may be scheduled. */
  static boolean accepts(long atNanos, int rank, int type, long lastPolledNanos) {
    return atNanos >= lastPolledNanos
        && (rank & ~Calendar.MAX_RANK | type & ~Calendar.MAX_TYPE) == 0;
  }

  /** What to throw when it may not. */
  static SimulationFault fault(long atNanos, int rank, int type, long lastPolledNanos) {
    if ((rank & ~Calendar.MAX_RANK) != 0) {
      return new SimulationFault("rank must be 0 to " + Calendar.MAX_RANK + " (was " + rank + ")");
    }
    if ((type & ~Calendar.MAX_TYPE) != 0) {
      return new SimulationFault("type must be 0 to " + Calendar.MAX_TYPE + " (was " + type + ")");
    }
    return new SimulationFault(
        "cannot schedule at "
            + atNanos
            + " ns: before the last event, at "
            + lastPolledNanos
            + " ns");
  }
}
