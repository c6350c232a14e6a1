package dev.medley.cluster.engine.failure;

import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.host.HostSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which hosts an entry of the failures is about. */
final class HostTargets {
  private HostTargets() {}

  /** Indices of the hosts of a group or a zone, or of all hosts, ascending. */
  static int[] of(ClusterModel model, @Nullable String group, @Nullable String zone) {
    int[] chosen = new int[model.hosts().size()];
    int count = 0;
    for (int host = 0; host < chosen.length; host++) {
      HostSpec spec = model.hosts().get(host);
      if ((group == null || group.equals(spec.groupName()))
          && (zone == null || zone.equals(spec.zone()))) {
        chosen[count++] = host;
      }
    }
    return Arrays.copyOf(chosen, count);
  }
}
