package dev.medley.cluster.scheduling;

import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.instance.InstanceSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses hosts for instances: what the pipeline says of every host, without asking every host.
 *
 * <p>Decides exactly as a scan of all hosts would. Keeps a {@link HostIndex} for each kind of
 * instance, the most recently used ones when there are too many: O(log hosts) per placement, also
 * of an instance that no host admits. A kind whose index was dropped costs O(hosts) once more.
 */
public final class Placement {
  /** No host admits the instance. */
  public static final int UNSCHEDULABLE = HostIndex.NONE;

  /** Of all indexes together: about 70 MB. */
  private static final int MOST_NODES = 5_000_000;

  private final SchedulingPipeline pipeline;
  private final HostTable hosts;
  private final Map<InstanceSpec, HostIndex> indexes;
  private @Nullable HostIndex last;
  private @Nullable InstanceSpec lastInstance;

  /** Places instances on hosts; nothing is asked yet. */
  public Placement(SchedulingPipeline pipeline, HostTable hosts) {
    this(pipeline, hosts, Math.max(1, MOST_NODES / HostIndex.nodes(hosts.size())));
  }

  Placement(SchedulingPipeline pipeline, HostTable hosts, int mostIndexes) {
    this.pipeline = pipeline;
    this.hosts = hosts;
    this.indexes =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<InstanceSpec, HostIndex> eldest) {
            return size() > mostIndexes;
          }
        };
  }

  /**
   * Chooses the host with the greatest score among those that every filter admits; the lowest index
   * among equals.
   *
   * @return the host's index, or {@link #UNSCHEDULABLE}; then {@link #refusal} says why
   */
  public int place(InstanceSpec instance) {
    return index(instance).best();
  }

  /**
   * Why hosts are refused at present, for example {@code 8 hosts: insufficient cpu}; each host
   * counts for the first filter that refuses it.
   */
  public String refusal(InstanceSpec instance) {
    int[] refused = index(instance).refused();
    StringBuilder text = new StringBuilder();
    for (int f = 0; f < refused.length; f++) {
      if (refused[f] > 0) {
        text.append(text.isEmpty() ? "" : ", ");
        text.append(refused[f]).append(refused[f] == 1 ? " host: " : " hosts: ");
        text.append(pipeline.refusal(f));
      }
    }
    return text.toString();
  }

  private HostIndex index(InstanceSpec instance) {
    HostIndex index = last;
    if (index == null || instance != lastInstance) {
      index = indexes.computeIfAbsent(instance, kind -> new HostIndex(pipeline, kind, hosts));
      last = index;
      lastInstance = instance;
    }
    return index;
  }
}
