package dev.medley.cluster.engine.instance;

/** Why an instance was killed for its memory. */
public enum KillCause {
  /** It passed its own limit: the cgroup's OOM killer. */
  LIMIT,
  /** Its host's memory was exhausted: the kernel's OOM killer. */
  HOST_EXHAUSTED,
  /** Its host's memory became scarce: node-pressure eviction. */
  EVICTED
}
