package dev.medley.cluster.engine.state;

/** Why a request was refused. */
public enum RejectReason {
  /** No instance of the service was ready. */
  NO_INSTANCE_READY,
  /** The instance's queue was full. */
  QUEUE_FULL,
  /** The instance was stopped with the request on it: its grace period ended. */
  INSTANCE_TERMINATED,
  /** As many requests as may wait at the gateway did. */
  GATEWAY_FULL
}
