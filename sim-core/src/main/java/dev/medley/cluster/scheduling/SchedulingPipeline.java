package dev.medley.cluster.scheduling;

import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;
import java.util.List;

/**
 * Runs filters in order, then adds up scores: what one host is to one instance.
 *
 * <p>The best host has the greatest sum; ties go to the lowest index, so that placement is a pure
 * function of the state. {@link HostIndex} finds it without asking about every host.
 */
public final class SchedulingPipeline {
  private final List<FilterPlugin> filters;
  private final List<ScorePlugin> scores;

  /** Filters in the order in which they are asked; scores have equal weight. */
  public SchedulingPipeline(List<FilterPlugin> filters, List<ScorePlugin> scores) {
    this.filters = List.copyOf(filters);
    this.scores = List.copyOf(scores);
  }

  /** Hosts that are up and open, signature policy, features, density, resources, addresses. */
  public static SchedulingPipeline standard() {
    return new SchedulingPipeline(
        List.of(
            new HostUp(),
            new CordonFit(),
            new SignatureFit(),
            new FeatureFit(),
            new DensityFit(),
            new CpuFit(),
            new MemoryFit(),
            new AddressFit()),
        List.of(new LeastAllocated()));
  }

  /** Number of filters. */
  int filters() {
    return filters.size();
  }

  /** Why a filter refuses hosts. */
  String refusal(int filter) {
    return filters.get(filter).refusal();
  }

  /** The first filter that refuses the host under the cursor, or the number of filters. */
  int firstRefusing(InstanceSpec instance, HostView host) {
    int filter = 0;
    while (filter < filters.size() && filters.get(filter).admits(instance, host)) {
      filter++;
    }
    return filter;
  }

  /** How good the host under the cursor is; the greater the better. */
  long score(InstanceSpec instance, HostView host) {
    long score = 0;
    for (int s = 0; s < scores.size(); s++) {
      score += scores.get(s).score(instance, host);
    }
    return score;
  }
}
