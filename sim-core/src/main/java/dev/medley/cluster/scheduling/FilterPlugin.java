package dev.medley.cluster.scheduling;

import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;

/**
 * Says whether a host can take an instance at all: a pure function of the two, so that a host that
 * did not change need not be asked again.
 */
public interface FilterPlugin {
  /** Why a host was refused, as reports name it. */
  String refusal();

  /** Whether the host under the cursor admits the instance. */
  boolean admits(InstanceSpec instance, HostView host);
}
