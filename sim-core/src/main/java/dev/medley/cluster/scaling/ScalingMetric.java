package dev.medley.cluster.scaling;

import dev.medley.check.Doc;

/** The per-instance quantity that an autoscaler steers. */
public enum ScalingMetric {
  @Doc("CPU used over the sampling window divided by the CPU request (a ratio, 0.6 = 60 %)")
  CPU,
  @Doc("Requests in the instance, queued or in service, averaged over the sampling window")
  CONCURRENCY,
  @Doc("Requests delivered to the instance per second, over the sampling window")
  RATE
}
