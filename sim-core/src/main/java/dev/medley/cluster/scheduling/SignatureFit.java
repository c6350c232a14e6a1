package dev.medley.cluster.scheduling;

import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;

/** The signature policy admits the image; no host admits one that it refuses. */
final class SignatureFit implements FilterPlugin {
  @Override
  public String refusal() {
    return "unsigned image refused";
  }

  @Override
  public boolean admits(InstanceSpec instance, HostView host) {
    return instance.imageAdmitted();
  }
}
