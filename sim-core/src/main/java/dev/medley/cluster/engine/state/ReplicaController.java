package dev.medley.cluster.engine.state;

/** Who decides, while a rolling update is under way, which instances of a service there are. */
public interface ReplicaController {
  /** The number of replicas asked for may have changed. */
  void scaled();

  /** Instances are gone that nobody has replaced yet: each version replaces its own. */
  void replaceMissing();
}
