package dev.medley.kernel;

import dev.medley.check.SimulationFault;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A clock and its run loop: takes the events of a calendar in order and calls their handlers.
 *
 * <p>Author a model that keeps its state in tables and acts in methods that take a row number;
 * assemble it by registering those methods as event types; run it by scheduling the first events
 * and calling {@link #runUntil}. See the package for a whole example. A type registered without a
 * method goes to the {@link Dispatcher}, which suits the few types that make up most events.
 *
 * <p>Time is in nanoseconds from 0 to {@link Long#MAX_VALUE} (292 years). Events at one time fire
 * by rank, then in the order in which they were scheduled. A simulation serves one thread; its loop
 * allocates nothing.
 */
public final class Simulation {
  /** The rank of a type registered without one: others can go before it and after it. */
  public static final int DEFAULT_RANK = 128;

  private static final Dispatcher NO_DISPATCHER =
      (type, subject, payload) -> {
        throw new SimulationFault("no dispatcher");
      };

  private final Calendar calendar;
  private final Due due = new Due();
  private EventType[] types = new EventType[0];
  private @Nullable EventHandler[] handlers = new EventHandler[0];
  private Dispatcher dispatcher = NO_DISPATCHER;
  private long nowNanos;
  private long firedCount;
  private boolean started;
  private boolean running;
  private boolean stopping;
  private boolean faulty;

  /** Whether there is a digest or a tracer: the loop asks one question of both. */
  private boolean witnessed;

  private boolean digesting;
  private long digest;
  private @Nullable EventTracer tracer;

  /** Creates a simulation at time 0 on the production calendar. */
  public Simulation() {
    this(new TimingWheel());
  }

  /** Creates a simulation at time 0 on an empty calendar, which it then owns. */
  public Simulation(Calendar calendar) {
    this.calendar = calendar;
  }

  /** Registers an event type of rank {@link #DEFAULT_RANK}; see the overload with a rank. */
  public EventType register(String name, EventHandler handler) {
    return register(name, DEFAULT_RANK, handler);
  }

  /** Registers an event type of rank {@link #DEFAULT_RANK}; see the overload with a rank. */
  public EventType register(String name, PayloadHandler handler) {
    return register(name, DEFAULT_RANK, handler);
  }

  /**
   * Registers an event type whose events carry no payload.
   *
   * @param name what happened, unique in this simulation: {@code pod-ready}
   * @param rank 0 to 255; the lower fires first among events at one time
   * @param handler what happens then
   * @throws SimulationFault when the simulation has started, the name is taken or the rank is out
   *     of range
   */
  public EventType register(String name, int rank, EventHandler handler) {
    return register(name, rank, handler, false);
  }

  /**
   * Registers an event type whose events carry a payload.
   *
   * @param name what happened, unique in this simulation: {@code pod-ready}
   * @param rank 0 to 255; the lower fires first among events at one time
   * @param handler what happens then
   * @throws SimulationFault when the simulation has started, the name is taken or the rank is out
   *     of range
   */
  public EventType register(String name, int rank, PayloadHandler handler) {
    return register(name, rank, subject -> handler.fire(subject, due.payload), true);
  }

  /**
   * Registers an event type that the dispatcher acts on; its events may carry a payload.
   *
   * @param name what happened, unique in this simulation: {@code pod-ready}
   * @param rank 0 to 255; the lower fires first among events at one time
   * @throws SimulationFault when the simulation has started, the name is taken or the rank is out
   *     of range
   * @see #dispatchTo
   */
  public EventType register(String name, int rank) {
    return register(name, rank, null, true);
  }

  /**
   * Sets who acts on the events of types registered without a handler.
   *
   * @throws SimulationFault when the simulation has started or has a dispatcher
   */
  public void dispatchTo(Dispatcher dispatcher) {
    if (started || this.dispatcher != NO_DISPATCHER) {
      throw new SimulationFault("dispatcher set " + (started ? "after the start" : "twice"));
    }
    this.dispatcher = dispatcher;
  }

  private EventType register(
      String name, int rank, @Nullable EventHandler handler, boolean takesPayload) {
    if (started) {
      throw new SimulationFault("event type '" + name + "' registered after the run has started");
    }
    if (name.isBlank()) {
      throw new SimulationFault("an event type needs a name");
    }
    if (rank < 0 || rank > Calendar.MAX_RANK) {
      throw new SimulationFault(
          "rank of event type '"
              + name
              + "' must be 0 to "
              + Calendar.MAX_RANK
              + " (was "
              + rank
              + ")");
    }
    for (EventType type : types) {
      if (type.name.equals(name)) {
        throw new SimulationFault("event type '" + name + "' registered twice");
      }
    }
    int index = types.length;
    EventType type = new EventType(this, name, rank, index, takesPayload);
    types = Arrays.copyOf(types, index + 1);
    types[index] = type;
    handlers = Arrays.copyOf(handlers, index + 1);
    handlers[index] = handler;
    return type;
  }

  /** Schedules an event without payload; see the overload with one. */
  public long schedule(EventType type, long delayNanos, int subject) {
    return schedule(type, delayNanos, subject, 0);
  }

  /**
   * Schedules an event some time from now.
   *
   * @param type a type registered with this simulation
   * @param delayNanos how long from now, at least 0
   * @param subject what the event is about
   * @param payload what the event carries; 0 for a type whose handler takes none
   * @return the event's ticket, never {@link Calendar#NO_TICKET}
   * @throws SimulationFault when the delay is negative or leads past {@link Long#MAX_VALUE}
   */
  public long schedule(EventType type, long delayNanos, int subject, long payload) {
    long atNanos = nowNanos + delayNanos;
    if ((delayNanos | atNanos) < 0) {
      throw cannotDelay(type, delayNanos);
    }
    return scheduleOwn(type, atNanos, subject, payload);
  }

  /** Schedules an event without payload; see the overload with one. */
  public long scheduleAt(EventType type, long atNanos, int subject) {
    return scheduleAt(type, atNanos, subject, 0);
  }

  /**
   * Schedules an event at a point in time.
   *
   * @param type a type registered with this simulation
   * @param atNanos when, not before {@link #nowNanos}
   * @param subject what the event is about
   * @param payload what the event carries; 0 for a type whose handler takes none
   * @return the event's ticket, never {@link Calendar#NO_TICKET}
   * @throws SimulationFault when the time has passed
   */
  public long scheduleAt(EventType type, long atNanos, int subject, long payload) {
    if (atNanos < nowNanos) {
      throw cannotGoBack(type, atNanos);
    }
    return scheduleOwn(type, atNanos, subject, payload);
  }

  /**
   * Schedules an event some time from now that nobody will take back, and that carries no payload:
   * most events. It fires like any other, in the same order, for five sixths of the cost with ten
   * thousand pending and half of it with a million.
   *
   * @param type a type registered with this simulation
   * @param delayNanos how long from now, at least 0
   * @param subject what the event is about
   * @throws SimulationFault when the delay is negative or leads past {@link Long#MAX_VALUE}
   */
  public void post(EventType type, long delayNanos, int subject) {
    long atNanos = nowNanos + delayNanos;
    if ((delayNanos | atNanos) < 0) {
      throw cannotDelay(type, delayNanos);
    }
    postOwn(type, atNanos, subject);
  }

  /**
   * Schedules an event at a point in time that nobody will take back, and that carries no payload.
   *
   * @param type a type registered with this simulation
   * @param atNanos when, not before {@link #nowNanos}
   * @param subject what the event is about
   * @throws SimulationFault when the time has passed
   */
  public void postAt(EventType type, long atNanos, int subject) {
    if (atNanos < nowNanos) {
      throw cannotGoBack(type, atNanos);
    }
    postOwn(type, atNanos, subject);
  }

  private void postOwn(EventType type, long atNanos, int subject) {
    if (type.owner != this) {
      throw belongsElsewhere(type);
    }
    calendar.post(atNanos, type.kind, subject);
  }

  private long scheduleOwn(EventType type, long atNanos, int subject, long payload) {
    if (type.owner != this) {
      throw belongsElsewhere(type);
    }
    if (payload != 0 && !type.takesPayload) {
      throw new SimulationFault(
          "event type '" + type.name + "' takes no payload (was " + payload + ")");
    }
    return calendar.schedule(atNanos, type.kind, subject, payload);
  }

  /**
   * Takes an event back.
   *
   * <p>Harmless with any ticket of this simulation, whether its event fired or was cancelled, and
   * with {@link Calendar#NO_TICKET}. The ticket of another simulation may be that of an event here.
   *
   * @return whether the event was pending
   */
  public boolean cancel(long ticket) {
    return calendar.cancel(ticket);
  }

  /** Whether the event of a ticket is still to fire. */
  public boolean isPending(long ticket) {
    return calendar.isPending(ticket);
  }

  /** The simulated time. */
  public long nowNanos() {
    return nowNanos;
  }

  /** The number of events fired so far. */
  public long firedCount() {
    return firedCount;
  }

  /** The number of events still to fire. */
  public int pendingCount() {
    return calendar.size();
  }

  /**
   * Fires every event up to and including {@code endNanos}, then sets the clock to it.
   *
   * <p>May be called again with a later end: a run in pieces equals a run at once, because an event
   * past the end stays in the calendar. After {@link #stop} the clock stays at the last event
   * fired.
   *
   * @throws SimulationFault when the end has passed, when called from a handler, after an earlier
   *     fault, or when a handler throws: then with the time, type and subject of its event
   */
  public void runUntil(long endNanos) {
    if (running || faulty || endNanos < nowNanos) {
      throw cannotRun(endNanos);
    }
    start();
    running = true;
    stopping = false;
    try {
      fireUntil(endNanos);
    } catch (RuntimeException | Error e) {
      faulty = true;
      if (e instanceof VirtualMachineError error) {
        throw error;
      }
      throw fault(e);
    } finally {
      running = false;
    }
  }

  private void start() {
    if (started) {
      return;
    }
    for (EventType type : types) {
      if (dispatcher == NO_DISPATCHER && handlers[type.index()] == null) {
        throw new SimulationFault(
            "event type '" + type.name + "' has no handler, and there is no dispatcher");
      }
    }
    started = true;
  }

  private void fireUntil(long endNanos) {
    Due due = this.due;
    @Nullable EventHandler[] handlers = this.handlers;
    Dispatcher dispatcher = this.dispatcher;
    while (!stopping && calendar.pollUntil(endNanos, due)) {
      nowNanos = due.atNanos;
      firedCount++;
      if (witnessed) {
        witness();
      }
      int type = due.type;
      EventHandler handler = handlers[type];
      if (handler != null) {
        handler.fire(due.subject);
      } else {
        dispatcher.fire(type, due.subject, due.payload);
      }
    }
    if (!stopping) {
      nowNanos = endNanos;
    }
  }

  /**
   * Ends the run after the current event; the next {@link #runUntil} goes on from there. Without
   * effect between runs.
   */
  public void stop() {
    stopping = true;
  }

  /** Chooses whether to fold every event fired from now on into {@link #digest}. */
  public void digesting(boolean digesting) {
    this.digesting = digesting;
    witnessed = digesting || tracer != null;
  }

  /**
   * A hash of the time, type and subject of every event fired while digesting, in order.
   *
   * <p>Equal runs have equal digests on every platform; different runs almost surely do not. It is
   * 0 before the first event.
   */
  public long digest() {
    return digest;
  }

  /** Sets who is told of every event, or nobody with null. */
  public void traceTo(@Nullable EventTracer tracer) {
    this.tracer = tracer;
    witnessed = digesting || tracer != null;
  }

  private void witness() {
    if (digesting) {
      digest = fold(fold(digest, due.atNanos), (long) due.type << 32 | due.subject & 0xFFFFFFFFL);
    }
    if (tracer != null) {
      tracer.trace(due.atNanos, types[due.type], due.subject, due.payload);
    }
  }

  /** One step of the digest: Stafford's variant 13 of the 64-bit finaliser of MurmurHash3. */
  private static long fold(long digest, long word) {
    long z = 31 * digest + word + 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  private SimulationFault cannotDelay(EventType type, long delayNanos) {
    return cannotSchedule(
        type,
        "after " + delayNanos + " ns at " + nowNanos + " ns",
        delayNanos < 0 ? "the delay is negative" : "time would overflow");
  }

  private SimulationFault cannotGoBack(EventType type, long atNanos) {
    return cannotSchedule(type, "at " + atNanos + " ns", "it is already " + nowNanos + " ns");
  }

  private static SimulationFault cannotSchedule(EventType type, String when, String why) {
    return new SimulationFault("cannot schedule '" + type.name + "' " + when + ": " + why);
  }

  private static SimulationFault belongsElsewhere(EventType type) {
    return new SimulationFault("event type '" + type.name + "' belongs to another simulation");
  }

  private SimulationFault cannotRun(long endNanos) {
    if (running) {
      return new SimulationFault("runUntil called from a handler");
    }
    if (faulty) {
      return new SimulationFault("cannot run on after a fault");
    }
    return new SimulationFault(
        "cannot run until " + endNanos + " ns: it is already " + nowNanos + " ns");
  }

  private SimulationFault fault(Throwable cause) {
    String what = cause instanceof SimulationFault ? cause.getMessage() : cause.toString();
    return new SimulationFault(
        "at "
            + due.atNanos
            + " ns in event '"
            + types[due.type].name
            + "' of subject "
            + due.subject
            + ": "
            + what,
        cause);
  }
}
