package dev.medley.cluster.runtime;

/** What a runtime's instances are to the API: it decides which life cycle they go through. */
public enum RuntimeKind {
  /** A pod: Pending, Running, Succeeded, Failed, Terminating. */
  POD,
  /** A virtual machine: Stopped, Starting, Running, Paused, Migrating, Stopping. */
  VM,
  /** A function's execution environment: Initializing, Active, ShuttingDown, Gone. */
  FUNCTION
}
