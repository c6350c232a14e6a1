package dev.medley.cluster.instance;

/** Who replaces an instance that is gone. */
public enum OwningController {
  /** A new one is created at once, on any host; pods on unreachable hosts are evicted. */
  REPLICA_SET,
  /** Nobody: a bare pod or machine, which waits for its host and starts again with it. */
  NONE
}
