package dev.medley.cluster.engine.instance;

/** Hears of the turns in an instance's life, just after each; must not change the life cycle. */
interface InstanceObserver {
  /** Nobody listens. */
  InstanceObserver NONE = new InstanceObserver() {};

  /** An instance was asked for. */
  default void onCreated(int instance) {}

  /** An instance holds a host's resources. */
  default void onPlaced(int instance) {}

  /** An instance serves. */
  default void onReady(int instance) {}

  /** The process of an instance is gone; it keeps its host's resources and starts again there. */
  default void onProcessEnded(int instance) {}

  /** An instance has given back its host's resources. */
  default void onLeft(int instance) {}
}
