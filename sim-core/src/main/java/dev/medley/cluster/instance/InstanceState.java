package dev.medley.cluster.instance;

/**
 * Life cycle of an instance.
 *
 * <p>PENDING -> STARTING -> READY -> DRAINING -> STOPPING -> STOPPED; an instance that is not yet
 * ready can be given up: PENDING -> STOPPED, STARTING -> STOPPING; one that is on a host can be
 * gone at once: STARTING, READY, DRAINING or STOPPING -> FAILED. A virtual machine may move while
 * it serves: READY -> MIGRATING -> READY; meanwhile it can fail, but is never terminated.
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
  FAILED;

  /** Whether the life cycle has this transition. */
  public boolean allows(InstanceState next) {
    return switch (this) {
      case PENDING -> next == STARTING || next == STOPPED;
      case STARTING -> next == READY || next == STOPPING || next == FAILED;
      case READY -> next == MIGRATING || next == DRAINING || next == FAILED;
      case MIGRATING -> next == READY || next == FAILED;
      case DRAINING -> next == STOPPING || next == FAILED;
      case STOPPING -> next == STOPPED || next == FAILED;
      case STOPPED, FAILED -> false;
    };
  }

  /** Whether an instance in this state serves requests. */
  public boolean serves() {
    return this == READY || this == MIGRATING;
  }
}
