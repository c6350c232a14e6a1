package dev.medley.cluster.scheduling;

import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;

/** The host's range of addresses has one left. */
final class AddressFit implements FilterPlugin {
  @Override
  public String refusal() {
    return "addresses exhausted";
  }

  @Override
  public boolean admits(InstanceSpec instance, HostView host) {
    return host.instances() < host.spec().addresses();
  }
}
