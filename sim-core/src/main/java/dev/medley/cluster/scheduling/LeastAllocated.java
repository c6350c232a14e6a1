package dev.medley.cluster.scheduling;

import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;

/**
 * Prefers the emptiest host: mean over CPU and memory of floor((allocatable - reserved - request) *
 * 100 / allocatable), 0 for a resource that would be exceeded.
 *
 * <p>Source: the Kubernetes scheduler's NodeResourcesFit with strategy LeastAllocated and equal
 * weights, integer arithmetic included.
 */
final class LeastAllocated implements ScorePlugin {
  @Override
  public long score(InstanceSpec instance, HostView host) {
    long cpu =
        share(host.allocatableCpuMilli(), host.reservedCpuMilli() + instance.cpuRequestMilli());
    long memory =
        share(host.allocatableMemoryBytes(), host.reservedMemoryBytes() + instance.memoryBytes());
    return (cpu + memory) / 2;
  }

  private static long share(long capacity, long used) {
    if (capacity <= 0 || used > capacity) {
      return 0;
    }
    return (capacity - used) * 100 / capacity;
  }
}
