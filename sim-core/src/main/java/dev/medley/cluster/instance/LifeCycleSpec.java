package dev.medley.cluster.instance;

/**
 * How the instances of a service live and come back.
 *
 * @param kind whose life cycle they go through
 * @param restartPolicy whether they are started again in place
 * @param controller who replaces one that is gone
 */
public record LifeCycleSpec(
    InstanceKind kind, RestartPolicy restartPolicy, OwningController controller) {
  /** A pod of a ReplicaSet that is always restarted: the defaults of Kubernetes. */
  public static final LifeCycleSpec POD =
      new LifeCycleSpec(InstanceKind.POD, RestartPolicy.ALWAYS, OwningController.REPLICA_SET);

  /** Whether a new instance takes the place of one that is gone. */
  public boolean isReplaced() {
    return controller == OwningController.REPLICA_SET;
  }
}
