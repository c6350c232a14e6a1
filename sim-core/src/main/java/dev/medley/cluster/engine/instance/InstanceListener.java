package dev.medley.cluster.engine.instance;

/** Hears what happens to instances; nothing is heard of what nobody cares for. */
public interface InstanceListener {
  /** An instance has become ready, or serves on after a migration. */
  default void onServes(int instance) {}

  /** An instance no longer counts as a replica: it is retired, or fails. */
  default void onGone(int instance) {}

  /** A replica is noticed to serve no longer; it starts again in place, or with its host. */
  default void onSetBack(int instance) {}

  /** An instance under migration fails; its target still holds room for it. */
  default void onFailsWhileMigrating(int instance) {}

  /** A host went down; what is on it is dealt with after this. */
  default void onHostDown(int host) {}

  /** A host has got back the room of an instance, or of a migration's target. */
  default void onReleased(int host) {}
}
