package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.schedule;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static dev.medley.experiment.Runs.figure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.engine.ClusterModels.Service;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.cluster.scaling.AutoscalerPolicy;
import dev.medley.cluster.scaling.FixedPolicy;
import dev.medley.cluster.workload.Balancer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two variants of a model see the same arrivals, the same demands and the same start-ups. */
class CommonRandomNumbersTest {
  private static final long SEED = 4711;

  private static ClusterModel cluster(Service... services) {
    var builder = model(seconds(600)).host(host(64)).control(5, 5, 5);
    for (Service service : services) {
      builder.service(service);
    }
    return builder.build();
  }

  private static Service web() {
    return service("web").rate(20).cpu(exponential(0.05)).replicas(4, 1, 20).concurrency(4);
  }

  /** Times of the arrivals of the service with an index. */
  private static List<Long> arrivals(ClusterModel model, int service) {
    List<Long> times = new ArrayList<>();
    Replication.run(
        model,
        SEED,
        0,
        (now, type, subject, payload) -> {
          if (type.name().equals("request-arrived") && subject == service) {
            times.add(now);
          }
        });
    return times;
  }

  @Test
  void everyPolicyBalancerAndRuntimeSeesTheSameArrivals() {
    List<Long> reference = arrivals(cluster(web()), 0);
    assertThat(reference).hasSizeGreaterThan(11_000);
    for (Service variant :
        List.of(
            web().policy(schedule(4, 100, 12)),
            web().balancer(Balancer.RANDOM),
            web().timeout(0.02),
            web().queue(0),
            web().replicas(0, 0, 1),
            web().runtime(runtime().loss(0.3).hop(exponential(0.01))))) {
      assertThat(arrivals(cluster(variant), 0)).isEqualTo(reference);
    }
  }

  @Test
  void anotherServiceAndItsSettingsMoveNobodysNumbers() {
    List<Long> reference = arrivals(cluster(web()), 0);
    Outcome alone = Replication.run(cluster(web()), SEED, 0);
    for (Service other :
        List.of(
            service("api").rate(3).cpu(exponential(0.1)),
            service("api")
                .rate(50)
                .cpu(exponential(0.01))
                .policy(schedule(1, 50, 5))
                .replicas(1, 1, 5))) {
      ClusterModel model = cluster(web(), other);
      assertThat(arrivals(model, 0)).isEqualTo(reference);
      Outcome both = Replication.run(model, SEED, 0);
      // there is room for both: not one latency changes
      String latency = "request.latency{runtime=process,service=web}";
      assertThat(both.histograms().get(latency).encode())
          .isEqualTo(alone.histograms().get(latency).encode());
    }
    ClusterModel renamed = cluster(service("shop").rate(20).cpu(exponential(0.05)));
    assertThat(arrivals(renamed, 0)).isNotEqualTo(reference);
  }

  /** With unlimited CPU and concurrency the latency of a request is its demand. */
  @Test
  void theDemandOfTheKthRequestDoesNotDependOnThePolicy() {
    String latency = "request.latency";
    Service free = web().unlimited().concurrency(1_000_000);
    byte[] reference = Replication.run(cluster(free), SEED, 0).histograms().get(latency).encode();
    for (AutoscalerPolicy policy :
        List.of(new FixedPolicy(), schedule(4, 30, 20), schedule(20, 300, 2))) {
      Outcome outcome =
          Replication.run(
              cluster(web().unlimited().concurrency(1_000_000).policy(policy)), SEED, 0);
      assertThat(figure(outcome, "request.rejected")).isZero();
      assertThat(outcome.histograms().get(latency).encode()).isEqualTo(reference);
    }
  }

  /** Whenever it is asked for, and whether or not earlier ones were given up. */
  @Test
  void theKthInstanceStartsEquallyLong() {
    List<byte[]> starts = new ArrayList<>();
    for (double at : new double[] {50, 200, 333}) {
      Outcome outcome =
          Replication.run(
              cluster(
                  web()
                      .runtime(
                          runtime()
                              .stage("boot", StartStage.When.ALWAYS, exponential(3))
                              .stage("load", StartStage.When.IMAGE_ABSENT, exponential(1)))
                      .policy(schedule(4, at, 20))),
              SEED,
              0);
      starts.add(outcome.histograms().get("instance.start{runtime=process,service=web}").encode());
    }
    assertThat(starts.get(1)).isEqualTo(starts.get(0));
    assertThat(starts.get(2)).isEqualTo(starts.get(0));
  }

  @Test
  void aTracerDoesNotChangeTheRun() {
    ClusterModel model = RandomModelsTest.random(5);
    long[] seen = {0};
    Outcome traced = Replication.run(model, 5, 0, (now, type, subject, payload) -> seen[0]++);
    Outcome plain = Replication.run(model, 5, 0);
    assertThat(traced.digest()).isEqualTo(plain.digest());
    assertThat(seen[0]).isEqualTo(plain.events());
  }

  @Test
  void replicationsDiffer() {
    ClusterModel model = cluster(web(), service("idle").rate(0).cpu(constant(1)));
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      means.add(figure(Replication.run(model, SEED, i), "request.latency.mean"));
    }
    assertThat(means).doesNotHaveDuplicates();
  }
}
