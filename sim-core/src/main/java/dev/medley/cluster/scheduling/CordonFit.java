package dev.medley.cluster.scheduling;

import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;

/** The host takes new instances: it is not being drained or maintained. */
final class CordonFit implements FilterPlugin {
  @Override
  public String refusal() {
    return "cordoned";
  }

  @Override
  public boolean admits(InstanceSpec instance, HostView host) {
    return !host.isCordoned();
  }
}
