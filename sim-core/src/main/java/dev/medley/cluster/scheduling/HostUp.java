package dev.medley.cluster.scheduling;

import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;

/** The host is not down. */
final class HostUp implements FilterPlugin {
  @Override
  public String refusal() {
    return "not ready";
  }

  @Override
  public boolean admits(InstanceSpec instance, HostView host) {
    return !host.isDown();
  }
}
