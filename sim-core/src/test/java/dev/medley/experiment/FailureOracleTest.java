package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.engine.ClusterModels.Model;
import dev.medley.cluster.engine.state.Failures.HostCrashes;
import dev.medley.cluster.instance.InstanceKind;
import dev.medley.cluster.instance.OwningController;
import dev.medley.cluster.instance.RestartPolicy;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Gamma;
import dev.medley.distribution.LogNormal;
import dev.medley.stat.ConfidenceInterval;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Availability against reliability theory; an hour of the theory is a second here. */
class FailureOracleTest {
  private static final String WEB = "{runtime=process,service=web}";

  /** Bare instances, one per host, that start and stop with it. */
  private static Model hosts(int count, double durationSeconds, DurationLaw up, DurationLaw down) {
    return model(seconds(durationSeconds))
        .control(10_000, 10_000, 10_000)
        .hosts(count, host(1), null)
        .service(
            service("web")
                .replicas(count)
                .lifeCycle(InstanceKind.VM, RestartPolicy.ALWAYS, OwningController.NONE))
        .failures(
            FailureTimelineTest.failures(
                List.of(new HostCrashes(null, null, up, down)),
                List.of(),
                List.of(),
                List.of(),
                Map.of()));
  }

  @Test
  void aHostIsUpForItsShareOfEachCycle() {
    Runs.of(hosts(1, 1_000_000, exponential(1000), exponential(8)).build(), 71, 20)
        .agrees("host.availability{group=group-0}", Runs.exact("avail_single"), 0.001)
        .agrees("service.availability" + WEB, Runs.exact("avail_single"), 0.001);
  }

  @Test
  void theShareDoesNotDependOnTheLaws() {
    DurationLaw up = Gamma.ofMeanCv(seconds(1000), 0.5);
    DurationLaw down = LogNormal.ofMeanCv(seconds(8), 2);
    Runs.of(hosts(1, 1_000_000, up, down).build(), 72, 20)
        .agrees("host.availability{group=group-0}", Runs.exact("avail_single"), 0.001);
  }

  @Test
  void kOfNIsBinomial() {
    // up for 20 of 30: one of three serves with 1 - 1/27, all of them with 8/27
    Runs.of(hosts(3, 100_000, exponential(20), exponential(10)).build(), 73, 20)
        .agrees("service.availability" + WEB, 26.0 / 27, 0.005)
        .agrees("service.complete" + WEB, 8.0 / 27, 0.02)
        .agrees("replicas.ready" + WEB, 2, 0.01);
  }

  @Test
  void twoHostsWithRepairFailTogetherAsSeldomAsTheorySays() {
    // lambda 0.001, mu 0.125: the first time that both are down; 20 times the mean is long enough
    double exact = Runs.exact("mttf_1of2_repair");
    Model pair = hosts(2, 20 * exact, exponential(1000), exponential(8));
    int runs = 300;
    double[] first = new double[runs];
    for (int i = 0; i < runs; i++) {
      first[i] = firstTimeBothAreDown(pair, i);
    }
    ConfidenceInterval interval = ConfidenceInterval.of(first, 0.999);
    assertThat(Math.abs(interval.mean() - exact))
        .as("seed 74: %s", interval)
        .isLessThan(interval.halfWidth());
    assertThat(interval.halfWidth()).isLessThan(0.25 * exact);
  }

  private static double firstTimeBothAreDown(Model pair, int index) {
    boolean[] down = new boolean[2];
    double[] first = {Double.NaN};
    Replication.run(
        pair.build(),
        74,
        index,
        (nanos, type, subject, payload) -> {
          if (type.name().equals("host-crashed-0")) {
            down[subject] = true;
          } else if (type.name().equals("host-repaired-0")) {
            down[subject] = false;
          }
          if (down[0] && down[1] && Double.isNaN(first[0])) {
            first[0] = nanos / 1e9;
          }
        });
    return first[0];
  }
}
