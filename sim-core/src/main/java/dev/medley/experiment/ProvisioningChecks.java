package dev.medley.experiment;

import dev.medley.check.Problem;
import dev.medley.cluster.engine.state.Provisioning;
import dev.medley.cluster.instance.WarmPool;
import dev.medley.cluster.metric.MetricName;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.cluster.runtime.StartStage.When;
import dev.medley.cluster.workload.Balancer;
import java.util.ArrayList;
import java.util.List;

/** How activation, warm pool, snapshot and readiness fit the rest of a service. */
final class ProvisioningChecks {
  private static final List<String> OUTER =
      List.of(Provisioning.QUEUE, Provisioning.BIND, Provisioning.READINESS);

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
    WarmPool pool = spec.warmPool();
    List<String> stages = profile.start().stream().map(StartStage::stage).toList();
    if (pool != null && !stages.contains(pool.upTo())) {
      problems.add(
          new Problem(
              path + ".warmPool.upTo",
              "the start path of "
                  + spec.runtime()
                  + " has no stage '"
                  + pool.upTo()
                  + "'"
                  + (stages.isEmpty()
                      ? "; it has none"
                      : "; it has " + String.join(", ", stages))));
    }
    if (spec.snapshot() != null
        && profile.start().stream().noneMatch(s -> s.when() == When.SNAPSHOT_PRESENT)) {
      problems.add(
          new Problem(
              path + ".snapshot",
              spec.runtime() + " has no stage that restores: none is marked snapshot-present"));
    }
    for (String stage : stages) {
      if (OUTER.contains(stage)) {
        problems.add(
            new Problem(
                path + ".runtime",
                "a stage of "
                    + spec.runtime()
                    + " is called '"
                    + stage
                    + "', the name of a part of every start: "
                    + String.join(", ", OUTER)));
      }
    }
    return new Provisioning(spec.activation(), spec.warmPool(), spec.snapshot(), spec.readiness());
  }

  /** The parts of a start that are none of the runtime's and that a scenario emits. */
  static List<String> outerStages(Scenario scenario, ServiceSpec service) {
    List<String> stages = new ArrayList<>(List.of(Provisioning.QUEUE));
    if (scenario.control().scheduler() != null) {
      stages.add(Provisioning.BIND);
    }
    if (service.readiness() != null) {
      stages.add(Provisioning.READINESS);
    }
    return stages;
  }

  /** A metric that nobody emits. */
  static void checkMetric(
      String path, MetricName metric, Scenario scenario, List<Problem> problems) {
    String family = metric.family().text();
    if ((family.startsWith("request.cold.") || family.equals("request.held"))
        && scenario.services().values().stream().allMatch(s -> s.activation() == null)) {
      problems.add(new Problem(path, metric + ": no service has activation"));
    }
    if (family.startsWith("warm.pool.")
        && scenario.services().values().stream().allMatch(s -> s.warmPool() == null)) {
      problems.add(new Problem(path, metric + ": no service has a warm pool"));
    }
  }
}
