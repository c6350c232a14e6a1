package dev.medley.experiment;

import dev.medley.check.Problem;
import dev.medley.cluster.engine.state.Provisioning;
import dev.medley.cluster.metric.MetricName;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.cluster.workload.Balancer;
import java.util.List;

/** How activation, warm pool, snapshot and readiness fit the rest of a service. */
final class ProvisioningChecks {
  private ProvisioningChecks() {}

  /** What a service says of it; adds what does not fit to the problems. */
  static Provisioning resolve(
      String path,
      ServiceSpec spec,
      RuntimeProfile profile,
      boolean hasJobs,
      List<Problem> problems) {
    boolean holds = spec.activation() != null;
    if (holds && hasJobs) {
      problems.add(
          new Problem(path + ".activation", "batch jobs wait anyway: leave it out with jobs"));
    }
    if (!holds && spec.autoscaler().needsActivation()) {
      problems.add(
          new Problem(
              path + ".autoscaler",
              "it needs requests that wait for an instance: set activation, for example"
                  + " activation: { queue: 1000 }"));
    }
    if (!holds && spec.balancer() == Balancer.MOST_RECENT) {
      problems.add(
          new Problem(
              path + ".balancer",
              "most-recent chooses among instances with a free slot: set activation"));
    }
    return new Provisioning(spec.activation(), spec.warmPool(), spec.snapshot(), spec.readiness());
  }

  /** A metric that nobody emits. */
  static void checkMetric(
      String path, MetricName metric, Scenario scenario, List<Problem> problems) {
    String family = metric.family().text();
    if ((family.startsWith("request.cold.") || family.equals("request.held"))
        && scenario.services().values().stream().allMatch(s -> s.activation() == null)) {
      problems.add(new Problem(path, metric + ": no service has activation"));
    }
  }
}
