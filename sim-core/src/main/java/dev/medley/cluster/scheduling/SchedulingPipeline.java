package dev.medley.cluster.scheduling;

import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;
import java.util.Arrays;
import java.util.List;

/**
 * Runs filters in order, then adds up scores, and takes the best host.
 *
 * <p>Ties go to the host with the lowest index, so that placement is a pure function of the state.
 * Cost: O(hosts x plug-ins) per placement.
 */
public final class SchedulingPipeline {
  /** No host admits the instance. */
  public static final int UNSCHEDULABLE = -1;

  private final List<FilterPlugin> filters;
  private final List<ScorePlugin> scores;
  private final int[] refusals;

  /** Filters in the order in which they are asked; scores have equal weight. */
  public SchedulingPipeline(List<FilterPlugin> filters, List<ScorePlugin> scores) {
    this.filters = List.copyOf(filters);
    this.scores = List.copyOf(scores);
    this.refusals = new int[filters.size()];
  }

  /** Resources, features and density; least allocated first. */
  public static SchedulingPipeline standard() {
    return new SchedulingPipeline(
        List.of(new FeatureFit(), new DensityFit(), new CpuFit(), new MemoryFit()),
        List.of(new LeastAllocated()));
  }

  /**
   * Chooses a host.
   *
   * @return the host's index, or {@link #UNSCHEDULABLE}; then {@link #lastRefusal} says why
   */
  public int place(InstanceSpec instance, HostTable hosts) {
    Arrays.fill(refusals, 0);
    HostView host = hosts.view();
    int best = UNSCHEDULABLE;
    long bestScore = Long.MIN_VALUE;
    for (int h = 0; h < hosts.size(); h++) {
      host.moveTo(h);
      if (!admits(instance, host)) {
        continue;
      }
      long score = 0;
      for (int s = 0; s < scores.size(); s++) {
        score += scores.get(s).score(instance, host);
      }
      if (score > bestScore) {
        bestScore = score;
        best = h;
      }
    }
    return best;
  }

  /** Why hosts were refused in the last pass, for example {@code 8 hosts: insufficient cpu}. */
  public String lastRefusal() {
    StringBuilder text = new StringBuilder();
    for (int f = 0; f < refusals.length; f++) {
      if (refusals[f] > 0) {
        text.append(text.isEmpty() ? "" : ", ");
        text.append(refusals[f]).append(refusals[f] == 1 ? " host: " : " hosts: ");
        text.append(filters.get(f).refusal());
      }
    }
    return text.toString();
  }

  private boolean admits(InstanceSpec instance, HostView host) {
    for (int f = 0; f < filters.size(); f++) {
      if (!filters.get(f).admits(instance, host)) {
        refusals[f]++;
        return false;
      }
    }
    return true;
  }
}
