package dev.medley.cluster.instance;

/** A state in the life cycle of one kind of instance. */
public sealed interface LifeCycleState permits PodPhase, VmState, FunctionState {
  /** Whether the life cycle goes from here to there in one step. */
  boolean allows(LifeCycleState next);

  /** The state's name. */
  String name();
}
