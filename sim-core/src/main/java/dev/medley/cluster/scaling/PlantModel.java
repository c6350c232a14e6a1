package dev.medley.cluster.scaling;

/** What a policy may know beforehand about the plant it steers: one service on one runtime. */
public interface PlantModel {
  /** Time between two decisions, nanoseconds. */
  long syncPeriodNanos();

  /**
   * F(t): probability that an instance asked for now is ready within t, image present, from the
   * start path of the actual runtime.
   *
   * @param nanos t, nanoseconds, at least 0
   */
  double readyWithin(long nanos);

  /** CPU limit divided by CPU request of one instance: where utilisation saturates. */
  double limitOverRequest();

  /** Replicas at time 0, all ready. */
  int initialReplicas();
}
