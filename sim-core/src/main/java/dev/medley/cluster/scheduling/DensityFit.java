package dev.medley.cluster.scheduling;

import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;

/** The host holds fewer instances of the runtime than the runtime's density. */
final class DensityFit implements FilterPlugin {
  @Override
  public String refusal() {
    return "runtime density reached";
  }

  @Override
  public boolean admits(InstanceSpec instance, HostView host) {
    return host.instancesOf(instance.runtimeName()) < instance.runtime().density().value();
  }
}
