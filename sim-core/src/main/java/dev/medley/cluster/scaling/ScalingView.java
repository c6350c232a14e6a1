package dev.medley.cluster.scaling;

import java.util.List;

/** What an autoscaler sees of its service at one decision; read-only. */
public interface ScalingView {
  /** Simulated time, nanoseconds. */
  long nowNanos();

  /** Replicas asked for by the last decision (Kubernetes: spec.replicas). */
  int specReplicas();

  /** Lower bound of the answer. */
  int minReplicas();

  /** Upper bound of the answer. */
  int maxReplicas();

  /** Instances that serve now. */
  int readyCount();

  /** Instances asked for and not yet ready. */
  int pendingCount();

  /** Every instance that is not yet stopped, by age, oldest first. */
  List<InstanceObservation> instances();
}
