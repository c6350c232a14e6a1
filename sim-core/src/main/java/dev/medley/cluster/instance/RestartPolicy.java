package dev.medley.cluster.instance;

/** Whether an instance whose process has ended is started again in place. */
public enum RestartPolicy {
  /** Always, after a back-off. */
  ALWAYS,
  /** When it ended badly, which every crash does. */
  ON_FAILURE,
  /** Never: the instance has failed. */
  NEVER
}
