package dev.medley.cluster.scheduling;

import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;

/**
 * Says how good a host is for an instance: a pure function of the two, so that a host that did not
 * change need not be asked again.
 */
public interface ScorePlugin {
  /** Score of the host under the cursor, 0 (worst) to 100 (best). */
  long score(InstanceSpec instance, HostView host);
}
