package dev.medley.kernel;

import dev.medley.check.SimulationFault;

/** Why a calendar takes an event or does not: the same for every calendar. */
final class Refusals {
  private Refusals() {}

  /** Whether an event may be scheduled. */
  static boolean accepts(long atNanos, int kind, long lastPolledNanos) {
    return atNanos >= lastPolledNanos && kind >= 0;
  }

  /** What to throw when it may not. */
  static SimulationFault fault(long atNanos, int kind, long lastPolledNanos) {
    if (kind < 0) {
      return new SimulationFault("kind must be a rank and a type (was " + kind + ")");
    }
    return new SimulationFault(
        "cannot schedule at "
            + atNanos
            + " ns: before the last event, at "
            + lastPolledNanos
            + " ns");
  }
}
