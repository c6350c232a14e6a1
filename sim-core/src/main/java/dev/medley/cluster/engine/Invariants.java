package dev.medley.cluster.engine;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.instance.InstanceInvariants;
import dev.medley.cluster.engine.instance.MemoryPressure;
import dev.medley.cluster.engine.state.Checking;
import dev.medley.kernel.EventTracer;
import dev.medley.kernel.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Checks between events, now and then, that what must always hold does hold.
 *
 * <p>A witness like a tracer, told before each event; what it finds broken was broken by an event
 * between the last check and now. To learn which, check after every event: {@code --check-every 1}.
 */
final class Invariants implements EventTracer {
  /** Checks of small models would otherwise follow each other within a few events. */
  private static final int LEAST_AMORTISED = 32;

  private final Checking checking;
  private final InstanceInvariants instances;
  private final Conservation conservation;
  private final @Nullable MemoryPressure memory;
  private final @Nullable EventTracer next;
  private long countdown = 1;
  private long sinceCheck;
  private @Nullable EventType lastType;
  private int lastSubject;
  private long lastNanos;

  /**
   * Prepares the checks.
   *
   * @param next who else wants to see events, or null
   */
  Invariants(
      Checking checking,
      InstanceInvariants instances,
      Conservation conservation,
      @Nullable MemoryPressure memory,
      @Nullable EventTracer next) {
    this.checking = checking;
    this.instances = instances;
    this.conservation = conservation;
    this.memory = memory;
    this.next = next;
  }

  @Override
  public void trace(long nowNanos, EventType type, int subject, long payload) {
    if (--countdown == 0) {
      check(nowNanos);
    }
    sinceCheck++;
    lastType = type;
    lastSubject = subject;
    lastNanos = nowNanos;
    if (next != null) {
      next.trace(nowNanos, type, subject, payload);
    }
  }

  /**
   * Checks everything now.
   *
   * @throws SimulationFault with what does not hold, and the last event before
   */
  void check(long nowNanos) {
    long rows;
    try {
      rows = (long) instances.check() + conservation.check();
      if (memory != null) {
        rows += memory.check(nowNanos);
      }
    } catch (SimulationFault fault) {
      throw new SimulationFault("invariant: " + fault.getMessage() + last(), fault);
    }
    sinceCheck = 0;
    countdown =
        checking.everyEvents() == 0 ? Math.max(LEAST_AMORTISED, rows) : checking.everyEvents();
  }

  private String last() {
    return lastType == null
        ? "; found before the first event"
        : "; found before this event, "
            + sinceCheck
            + " after the last check; the last one was '"
            + lastType.name()
            + "' of subject "
            + lastSubject
            + " at "
            + lastNanos
            + " ns";
  }
}
