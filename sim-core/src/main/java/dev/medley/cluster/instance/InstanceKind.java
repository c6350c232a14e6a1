package dev.medley.cluster.instance;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.runtime.RuntimeKind;

/**
 * What an instance is to the outside: it decides which life cycle its states are shown in.
 *
 * <p>The engine knows one life cycle, {@link InstanceState}; every step of it is a walk of none,
 * one or two steps in the life cycle of the kind, each of which is checked. Mapping of the API: pod
 * Pending = machine Starting, Running = Running, Terminating = Stopping (mission documents).
 */
public enum InstanceKind {
  /** A pod: {@link PodPhase}. */
  POD {
    @Override
    LifeCycleState created() {
      return PodPhase.PENDING;
    }

    @Override
    LifeCycleState follow(LifeCycleState now, InstanceState next) {
      return switch (next) {
        case PENDING, STARTING, UNREACHABLE, MIGRATING -> now;
        case READY, BACKING_OFF, RESTARTING -> step(now, PodPhase.RUNNING);
        case DRAINING, STOPPING, STOPPED -> step(now, PodPhase.TERMINATING);
        // a container that ends while it starts has run, if only for an instant
        case FAILED ->
            now == PodPhase.TERMINATING ? now : step(step(now, PodPhase.RUNNING), PodPhase.FAILED);
      };
    }
  },
  /** A virtual machine: {@link VmState}. */
  VM {
    @Override
    LifeCycleState created() {
      return step(VmState.STOPPED, VmState.STARTING);
    }

    @Override
    LifeCycleState follow(LifeCycleState now, InstanceState next) {
      return switch (next) {
        case PENDING, STARTING, UNREACHABLE -> now;
        case READY -> step(now, VmState.RUNNING);
        case MIGRATING -> step(now, VmState.MIGRATING);
        case BACKING_OFF, STOPPED, FAILED -> step(now, VmState.STOPPED);
        case RESTARTING ->
            now == VmState.STARTING ? now : step(step(now, VmState.STOPPED), VmState.STARTING);
        case DRAINING, STOPPING -> now == VmState.STOPPED ? now : step(now, VmState.STOPPING);
      };
    }
  },
  /** A function's execution environment: {@link FunctionState}. */
  FUNCTION {
    @Override
    LifeCycleState created() {
      return FunctionState.INITIALIZING;
    }

    @Override
    LifeCycleState follow(LifeCycleState now, InstanceState next) {
      return switch (next) {
        case PENDING, STARTING, UNREACHABLE, MIGRATING -> now;
        case READY -> step(now, FunctionState.ACTIVE);
        case BACKING_OFF, RESTARTING -> step(now, FunctionState.INITIALIZING);
        case DRAINING, STOPPING -> step(now, FunctionState.SHUTTING_DOWN);
        case STOPPED, FAILED -> step(now, FunctionState.GONE);
      };
    }
  };

  /** The kind of a runtime's instances. */
  public static InstanceKind of(RuntimeKind kind) {
    return switch (kind) {
      case POD -> POD;
      case VM -> VM;
      case FUNCTION -> FUNCTION;
    };
  }

  /** The state of an instance that was just asked for. */
  abstract LifeCycleState created();

  /**
   * The state after the engine's next one.
   *
   * @throws SimulationFault when the life cycle of the kind has no such transition
   */
  abstract LifeCycleState follow(LifeCycleState now, InstanceState next);

  /** One step; none when already there. */
  static LifeCycleState step(LifeCycleState now, LifeCycleState next) {
    if (now == next) {
      return now;
    }
    if (!now.allows(next)) {
      throw new SimulationFault(
          now.getClass().getSimpleName() + " cannot go from " + now + " to " + next);
    }
    return next;
  }
}
