package dev.medley.cluster.scaling;

/**
 * One instance as the metrics pipeline and the API server show it to an autoscaler.
 *
 * @param started false while it is unscheduled or on its start path (Kubernetes: phase Pending)
 * @param ready whether it serves (Kubernetes: Ready condition)
 * @param deleted whether it is draining or stopping
 * @param startAgeNanos time since it was created, nanoseconds
 * @param readyTransitionAgeNanos time since readiness last changed, nanoseconds
 * @param usageMilli the metric's value in thousandths of its unit (cores, requests, requests/s), or
 *     {@link #MISSING}
 * @param requestMilli the CPU request in thousandths of a core
 * @param sampleAgeNanos age of the sample's end, nanoseconds
 * @param sampleWindowNanos window over which it was taken, nanoseconds
 */
public record InstanceObservation(
    boolean started,
    boolean ready,
    boolean deleted,
    long startAgeNanos,
    long readyTransitionAgeNanos,
    long usageMilli,
    long requestMilli,
    long sampleAgeNanos,
    long sampleWindowNanos) {
  /** No sample of this instance has been collected. */
  public static final long MISSING = -1;
}
