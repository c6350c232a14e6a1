package dev.medley.cluster.scaling;

import dev.medley.check.Doc;

/** The per-instance quantity that an autoscaler steers. */
public enum ScalingMetric {
  @Doc("CPU used over the sampling window divided by the CPU request (a ratio, 0.6 = 60 %)")
  CPU,
  @Doc("Requests in the instance, queued or in service, averaged over the sampling window")
  CONCURRENCY,
  @Doc("Requests delivered to the instance per second, over the sampling window")
  RATE;

  /** The greatest target of CPU use by request that is not taken for a percentage. */
  public static final double MOST_CPU = 10;

  /** What to say to somebody who wrote 60 for 60 %. */
  public static String tooMuchCpu(double target) {
    return "is a ratio of the CPU request and must be <= 10 (was "
        + Figures.of(target)
        + "); write 0.6 or 60% for 60 %";
  }
}
