package dev.medley.cluster.engine.request;

import dev.medley.check.SimulationFault;
import dev.medley.kernel.Dispatcher;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;

/**
 * The hot event types, of which a request needs about six, and what each of them does.
 *
 * <p>A switch rather than a handler each: the compiler inlines its arms into the run loop. Types
 * that are rare by comparison register handlers of their own.
 */
final class RequestEvents implements Dispatcher {
  /** After everything else at that instant: a response at the very deadline is in time. */
  private static final int LAST = 255;

  private static final int ARRIVED = 0;
  private static final int DELIVERED = 1;
  private static final int CPU_DUE = 2;
  private static final int STORED = 3;
  private static final int RETURNED = 4;
  private static final int DEADLINE = 5;

  /** A request of a service (the subject) arrives at the gateway. */
  final EventType arrived;

  /** A request (the subject, as below) reaches its instance. */
  final EventType delivered;

  /** Work may be finished on the CPU of a host (the subject). */
  final EventType cpuDue;

  /** A request's storage call ends. */
  final EventType stored;

  /** A response reaches the client. */
  final EventType returned;

  /** The oldest request of a service (the subject) has waited as long as its client would. */
  final EventType deadline;

  private final int first;
  private final RequestFlow flow;

  /** Registers the types in the order of their numbers above, and itself as the dispatcher. */
  RequestEvents(Simulation simulation, RequestFlow flow) {
    this.flow = flow;
    arrived = simulation.register("request-arrived", Simulation.DEFAULT_RANK);
    delivered = simulation.register("request-delivered", Simulation.DEFAULT_RANK);
    cpuDue = simulation.register("cpu-due", Simulation.DEFAULT_RANK);
    stored = simulation.register("storage-call-done", Simulation.DEFAULT_RANK);
    returned = simulation.register("response-arrived", Simulation.DEFAULT_RANK);
    deadline = simulation.register("request-deadline", LAST);
    first = arrived.index();
    simulation.dispatchTo(this);
  }

  @Override
  public void fire(int type, int subject, long payload) {
    switch (type - first) {
      case ARRIVED -> flow.onArrived(subject);
      case DELIVERED -> flow.onDelivered(subject);
      case CPU_DUE -> flow.cpu().onDue(subject);
      case STORED -> flow.onStored(subject);
      case RETURNED -> flow.onReturned(subject);
      case DEADLINE -> flow.onDeadline(subject);
      default -> throw new SimulationFault("no event of the data plane has type " + type);
    }
  }
}
