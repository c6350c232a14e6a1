package dev.medley.cluster.scheduling;

import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;

/** The memory request and the runtime's overhead fit into what the host has left. */
final class MemoryFit implements FilterPlugin {
  @Override
  public String refusal() {
    return "insufficient memory";
  }

  @Override
  public boolean admits(InstanceSpec instance, HostView host) {
    return instance.memoryBytes() <= host.allocatableMemoryBytes() - host.reservedMemoryBytes();
  }
}
