package dev.medley.cluster.scaling.hpa;

import dev.medley.cluster.scaling.InstanceObservation;

/** How the controller counts one instance. */
enum InstanceClass {
  /** Counts, with its sample. */
  READY,
  /**
   * Its sample is not to be trusted: it counts as zero when scaling up and not at all otherwise.
   */
  UNREADY,
  /** Should have a sample and has none: filled in against the direction of the change. */
  MISSING,
  /** On its way out: does not exist for the controller. */
  IGNORED;

  /**
   * Sorts one instance; the first rule that applies wins.
   *
   * <p>Only CPU distrusts young instances: their start-up work would look like load. An instance
   * older than the initialisation period is unready only if it never became ready, that is, if it
   * is not ready now and its last change fell within the readiness delay of its start.
   *
   * @param instance as observed
   * @param cpu whether the metric is CPU
   * @param initializationNanos cpuInitializationPeriod, nanoseconds
   * @param readinessDelayNanos initialReadinessDelay, nanoseconds
   */
  static InstanceClass of(
      InstanceObservation instance,
      boolean cpu,
      long initializationNanos,
      long readinessDelayNanos) {
    if (instance.deleted()) {
      return IGNORED;
    }
    if (!instance.started()) {
      return UNREADY;
    }
    if (instance.usageMilli() == InstanceObservation.MISSING) {
      return MISSING;
    }
    if (!cpu) {
      return READY;
    }
    boolean unready;
    if (instance.startAgeNanos() < initializationNanos) {
      boolean windowReachesBackBeforeReady =
          instance.sampleAgeNanos()
              > instance.readyTransitionAgeNanos() - instance.sampleWindowNanos();
      unready = !instance.ready() || windowReachesBackBeforeReady;
    } else {
      unready =
          !instance.ready()
              && instance.readyTransitionAgeNanos()
                  > instance.startAgeNanos() - readinessDelayNanos;
    }
    return unready ? UNREADY : READY;
  }
}
