package dev.medley.cluster.instance;

/**
 * Life cycle of a pod: Pending -> Running -> Succeeded | Failed; any -> Terminating.
 *
 * <p>A pod stays in Running while its container is restarted or backs off, and in its last phase
 * while its host is unreachable, as in Kubernetes. Terminating ends when the pod no longer exists.
 *
 * <p>Source: mission documents, life cycles; kubernetes.io, "Pod Lifecycle".
 */
public enum PodPhase implements LifeCycleState {
  /** Its container has not run yet. */
  PENDING,
  /** Its container runs, or is about to run again. */
  RUNNING,
  /** Its container has ended well and will not run again. */
  SUCCEEDED,
  /** Its container has ended badly and will not run again. */
  FAILED,
  /** It is being deleted, or gone. */
  TERMINATING;

  @Override
  public boolean allows(LifeCycleState next) {
    if (next == TERMINATING) {
      return this != TERMINATING;
    }
    return switch (this) {
      case PENDING -> next == RUNNING;
      case RUNNING -> next == SUCCEEDED || next == FAILED;
      case SUCCEEDED, FAILED, TERMINATING -> false;
    };
  }
}
