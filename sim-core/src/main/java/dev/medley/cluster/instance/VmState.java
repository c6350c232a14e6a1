package dev.medley.cluster.instance;

/**
 * Life cycle of a virtual machine: Stopped -> Starting -> Running; Running <-> Paused; Running ->
 * Migrating -> Running; Running -> Stopping -> Stopped.
 *
 * <p>Two things happen to machines that those arrows leave out: a start is given up (Starting ->
 * Stopping), and the process or its host dies (any -> Stopped).
 *
 * <p>Source: mission documents, life cycles; the two additions are ours.
 */
public enum VmState implements LifeCycleState {
  /** Defined, no process. */
  STOPPED,
  /** Asked for, or booting. */
  STARTING,
  /** Runs. */
  RUNNING,
  /** Holds its memory, computes nothing. */
  PAUSED,
  /** Runs while its memory is copied to another host. */
  MIGRATING,
  /** Shuts down. */
  STOPPING;

  @Override
  public boolean allows(LifeCycleState next) {
    if (next == STOPPED) {
      return this != STOPPED;
    }
    return switch (this) {
      case STOPPED -> next == STARTING;
      case STARTING -> next == RUNNING || next == STOPPING;
      case RUNNING -> next == PAUSED || next == MIGRATING || next == STOPPING;
      case PAUSED, MIGRATING -> next == RUNNING;
      case STOPPING -> false;
    };
  }
}
