package dev.medley.cluster.instance;

/**
 * Life cycle of an instance.
 *
 * <p>PENDING -> STARTING -> READY -> DRAINING -> STOPPING -> STOPPED; an instance that is not yet
 * ready can be given up: PENDING -> STOPPED, STARTING -> STOPPING.
 */
public enum InstanceState {
  /** Asked for, not placed on a host. */
  PENDING,
  /** Placed, on its start path. */
  STARTING,
  /** Serves. */
  READY,
  /** Gets no new requests, finishes those it has. */
  DRAINING,
  /** Shuts down; still holds its host's resources. */
  STOPPING,
  /** Gone. */
  STOPPED;

  /** Whether the life cycle has this transition. */
  public boolean allows(InstanceState next) {
    return switch (this) {
      case PENDING -> next == STARTING || next == STOPPED;
      case STARTING -> next == READY || next == STOPPING;
      case READY -> next == DRAINING;
      case DRAINING -> next == STOPPING;
      case STOPPING -> next == STOPPED;
      case STOPPED -> false;
    };
  }
}
