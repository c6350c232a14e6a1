package dev.medley.cluster.instance;

/**
 * Life cycle of an instance.
 *
 * <p>PENDING -> STARTING -> READY -> DRAINING -> STOPPING -> STOPPED; an instance that is not yet
 * ready can be given up: PENDING -> STOPPED, STARTING -> STOPPING; one that is on a host can be
 * gone at once: STARTING, READY, DRAINING or STOPPING -> FAILED. A virtual machine may move while
 * it serves: READY -> MIGRATING -> READY; meanwhile it can fail, but is never terminated.
 *
 * <p>One whose process ended starts again in place: READY or STARTING -> RESTARTING -> READY, with
 * BACKING_OFF before it when that happens often. One whose host is down is UNREACHABLE until the
 * host is back (-> RESTARTING) or it is evicted (-> STOPPED).
 */
public enum InstanceState {
  /** Asked for, not placed on a host. */
  PENDING,
  /** Placed, on its start path. */
  STARTING,
  /** Serves. */
  READY,
  /** Serves on its host while its memory is copied to another one. */
  MIGRATING,
  /** Gets no new requests, finishes those it has. */
  DRAINING,
  /** Shuts down; still holds its host's resources. */
  STOPPING,
  /** Gone. */
  STOPPED,
  /** Gone at once, with all that it held. */
  FAILED,
  /** Placed, its process ended; waits before it is started again. */
  BACKING_OFF,
  /** Placed, on its start path again. */
  RESTARTING,
  /** Placed on a host that is down. */
  UNREACHABLE;

  /** Whether the life cycle has this transition. */
  public boolean allows(InstanceState next) {
    return switch (this) {
      case PENDING -> next == STARTING || next == STOPPED;
      case STARTING, RESTARTING ->
          next == READY || next == STOPPING || next == FAILED || isSetBack(next);
      case READY -> next == MIGRATING || next == DRAINING || next == FAILED || isSetBack(next);
      case MIGRATING -> next == READY || next == FAILED;
      case BACKING_OFF ->
          next == RESTARTING || next == STOPPING || next == FAILED || next == UNREACHABLE;
      case UNREACHABLE -> next == RESTARTING || next == STOPPED || next == FAILED;
      case DRAINING -> next == STOPPING || next == FAILED;
      case STOPPING -> next == STOPPED || next == FAILED;
      case STOPPED, FAILED -> false;
    };
  }

  /** Whether an instance in this state serves requests. */
  public boolean serves() {
    return this == READY || this == MIGRATING;
  }

  /** Where an instance goes that lost its process or its host. */
  private static boolean isSetBack(InstanceState next) {
    return next == BACKING_OFF || next == UNREACHABLE || next == RESTARTING;
  }
}
