package dev.medley.cluster.scheduling;

import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;

/** The CPU request fits into what the host has left. */
final class CpuFit implements FilterPlugin {
  @Override
  public String refusal() {
    return "insufficient cpu";
  }

  @Override
  public boolean admits(InstanceSpec instance, HostView host) {
    return instance.cpuRequestMilli() <= host.allocatableCpuMilli() - host.reservedCpuMilli();
  }
}
