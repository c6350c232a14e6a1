package dev.medley.cluster.instance;

/**
 * Life cycle of a function's execution environment: Initializing -> Active -> ShuttingDown -> Gone;
 * Active -> Initializing when it crashed and is initialised anew; any -> Gone.
 *
 * <p>Source: docs.aws.amazon.com, "Understanding the Lambda execution environment lifecycle" (init,
 * invoke, shutdown, suppressed init after a crash).
 */
public enum FunctionState implements LifeCycleState {
  /** Runtime and code are loaded. */
  INITIALIZING,
  /** Can be invoked. */
  ACTIVE,
  /** Gets no invocations any more. */
  SHUTTING_DOWN,
  /** Does not exist any more. */
  GONE;

  @Override
  public boolean allows(LifeCycleState next) {
    if (next == GONE) {
      return this != GONE;
    }
    return switch (this) {
      case INITIALIZING -> next == ACTIVE || next == SHUTTING_DOWN;
      case ACTIVE -> next == INITIALIZING || next == SHUTTING_DOWN;
      case SHUTTING_DOWN, GONE -> false;
    };
  }
}
