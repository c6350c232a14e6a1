package dev.medley.cluster.scheduling;

import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;

/** The host has every feature that the runtime requires. */
final class FeatureFit implements FilterPlugin {
  @Override
  public String refusal() {
    return "missing host feature";
  }

  @Override
  public boolean admits(InstanceSpec instance, HostView host) {
    return host.spec().type().features().containsAll(instance.runtime().requires());
  }
}
