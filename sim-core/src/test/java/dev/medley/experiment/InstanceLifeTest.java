package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.gateway;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.schedule;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static dev.medley.cluster.runtime.StartStage.Transfer.REGISTRY;
import static dev.medley.cluster.runtime.StartStage.Transfer.STORAGE;
import static dev.medley.cluster.runtime.StartStage.When.ALWAYS;
import static dev.medley.cluster.runtime.StartStage.When.IMAGE_ABSENT;
import static dev.medley.cluster.runtime.StartStage.When.IMAGE_PRESENT;
import static dev.medley.experiment.Runs.figure;
import static dev.medley.experiment.Runs.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.engine.ClusterModels.Model;
import dev.medley.cluster.engine.ClusterModels.Runtime;
import dev.medley.cluster.engine.ClusterModels.Scripted;
import dev.medley.cluster.engine.state.PriceList;
import dev.medley.cluster.engine.state.StepObjective;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.scaling.InstanceObservation;
import dev.medley.cluster.scaling.ScalingMetric;
import dev.medley.cluster.workload.Arrivals;
import dev.medley.stat.ConfidenceInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Starting, placing, draining and paying for instances, with constant laws. */
class InstanceLifeTest {
  private static final String WEB = "{runtime=process,service=web}";

  private static Outcome run(Model model) {
    return Replication.run(model.build(), 1, 0);
  }

  private static Runtime staged() {
    return runtime()
        .transfer("pull", IMAGE_ABSENT, REGISTRY)
        .stage("unpack", IMAGE_ABSENT, constant(2))
        .stage("restore", IMAGE_PRESENT, constant(0.25))
        .transfer("read", ALWAYS, STORAGE)
        .stage("boot", ALWAYS, constant(3));
  }

  /** Link 1 Gb/s, storage 100 MB/s. */
  private static HostType node(int cores) {
    return new HostType(
        "node",
        "",
        cores,
        new Bytes(1L << 40),
        Bandwidth.parse("1Gb/s"),
        Bandwidth.parse("100MB/s"),
        List.of(),
        Map.of(),
        gateway(0, Bandwidth.parse("1Tb/s")),
        "test");
  }

  private static double stage(Outcome outcome, String name, String statistic) {
    return figure(outcome, "instance.start.stage{service=web,stage=" + name + "}." + statistic);
  }

  @Test
  void aColdStartIsTheSumOfItsStages() {
    Outcome outcome =
        run(
            model(seconds(1000))
                .host(node(8))
                .service(
                    service("web")
                        .runtime(staged())
                        .image(100_000_000, true)
                        .replicas(0, 0, 1)
                        .policy(schedule(0, 100, 1))));
    // 100 MB: 0.8 s over the link (2 s to unpack it), 1 s from storage
    assertThat(figure(outcome, "instance.start" + WEB + ".max"))
        .isCloseTo(0.8 + 2 + 1 + 3, within(1e-9));
    assertThat(stage(outcome, "pull", "max")).isCloseTo(0.8, within(1e-9));
    assertThat(stage(outcome, "read", "max")).isCloseTo(1, within(1e-9));
    assertThat(stage(outcome, "restore", "max")).isNaN();
  }

  @Test
  void aStartOnANodeWithTheImageSkipsThePull() {
    Outcome outcome =
        run(
            model(seconds(1000))
                .host(node(8))
                .service(
                    service("web")
                        .runtime(staged())
                        .image(100_000_000, true)
                        .replicas(1, 1, 2)
                        .policy(schedule(1, 100, 2))));
    assertThat(figure(outcome, "instance.start" + WEB + ".max"))
        .isCloseTo(0.25 + 1 + 3, within(1e-9));
    assertThat(stage(outcome, "pull", "max")).isNaN();
  }

  @Test
  void startsOnOneNodeShareAPull() {
    // 12.5 GB take 100 s; the second instance is asked for while the first one's pull runs
    Outcome outcome =
        run(
            model(seconds(1000))
                .control(1, 1, 40)
                .host(node(8))
                .service(
                    service("web")
                        .runtime(runtime().transfer("pull", IMAGE_ABSENT, REGISTRY))
                        .image(12_500_000_000L, true)
                        .replicas(0, 0, 2)
                        .policy(
                            new Scripted(
                                null,
                                view ->
                                    view.nowNanos() < 100e9
                                        ? 0
                                        : view.specReplicas() == 0 ? 1 : 2))));
    assertThat(stage(outcome, "pull", "max")).isCloseTo(100, within(1e-9));
    assertThat(stage(outcome, "pull", "mean")).isCloseTo((100 + 60) / 2.0, within(1e-9));
  }

  @Test
  void anUnsignedImageTravelsAtOneMegabitPerSecond() {
    for (boolean signed : new boolean[] {true, false}) {
      Outcome outcome =
          run(
              model(seconds(2000))
                  .host(node(8))
                  .service(
                      service("web")
                          .runtime(runtime().transfer("pull", IMAGE_ABSENT, REGISTRY))
                          .image(100_000_000, signed)
                          .replicas(0, 0, 1)
                          .policy(schedule(0, 100, 1))));
      assertThat(figure(outcome, "instance.start" + WEB + ".max"))
          .isCloseTo(signed ? 0.8 : 800, within(1e-9));
    }
  }

  @Test
  void startsBeforeTheEndOfWarmUpDoNotCount() {
    Outcome outcome =
        run(
            model(seconds(1000))
                .warmup(500)
                .host(node(8))
                .service(
                    service("web")
                        .runtime(staged())
                        .replicas(0, 0, 3)
                        .policy(schedule(0, 100, 3))));
    assertThat(figure(outcome, "instance.start" + WEB + ".mean")).isNaN();
    assertThat(stage(outcome, "boot", "mean")).isNaN();
    assertThat(figure(outcome, "scale.events" + WEB)).isZero();
    assertThat(figure(outcome, "replicas.desired" + WEB)).isEqualTo(3);
    assertThat(figure(outcome, "replicas.desired.max" + WEB)).isEqualTo(3);
  }

  /** Four cores, six replicas of one core: two wait with a reason until another service shrinks. */
  @Test
  void aPendingInstanceIsPlacedWhenAHostGetsRoom() {
    Outcome outcome =
        run(
            model(seconds(1000))
                .step(100)
                .host(host(6))
                .service(
                    service("old")
                        .runtime(runtime().shutdown(constant(20)))
                        .replicas(4, 0, 4)
                        .policy(schedule(4, 500, 0)))
                .service(
                    service("web")
                        .runtime(runtime().stage("boot", ALWAYS, constant(5)))
                        .replicas(4)));
    assertThat(outcome.notices())
        .containsExactly("web: 2 of 4 initial replicas found no host (1 host: insufficient cpu)");
    double[] ready = series(outcome, "replicas.ready{service=web}");
    assertThat(ready[4]).isEqualTo(2);
    assertThat(ready[6]).isEqualTo(4);
    assertThat(figure(outcome, "instance.unscheduled.max" + WEB)).isEqualTo(2);
    // asked for at 0 s; decided within 15 s after 500 s; shut down 20 s; booted 5 s
    assertThat(figure(outcome, "instance.start" + WEB + ".max")).isBetween(525.0, 540.0);
  }

  @Test
  void anInstanceThatNeverFitsStaysUnscheduled() {
    Outcome outcome =
        run(
            model(seconds(100))
                .host(host(2))
                .service(
                    service("web")
                        .runtime(runtime().requires("sgx"))
                        .replicas(1)
                        .policy(schedule(1, 50, 1))));
    assertThat(outcome.notices())
        .containsExactly(
            "web: 1 of 1 initial replicas found no host (1 host: missing host feature)");
    assertThat(figure(outcome, "instance.unscheduled" + WEB)).isEqualTo(1);
    assertThat(figure(outcome, "replicas.ready" + WEB)).isZero();
  }

  @Test
  void densityBoundsTheInstancesOfARuntimeOnAHost() {
    Outcome outcome =
        run(
            model(seconds(100))
                .hosts(2, host(100), null)
                .service(service("web").runtime(runtime().density(3)).request(1, 0).replicas(10)));
    assertThat(figure(outcome, "replicas.ready" + WEB)).isEqualTo(6);
    assertThat(outcome.notices().get(0)).contains("2 hosts: runtime density reached");
  }

  /**
   * The runtime's own memory counts too: 3 x (100 + 28) GiB fit in half a TiB, a fourth does not.
   */
  @Test
  void memoryIncludesWhatTheRuntimeNeeds() {
    long gib = 1L << 30;
    Outcome outcome =
        run(
            model(seconds(100))
                .host(host(100))
                .service(
                    service("web")
                        .runtime(runtime().overhead(156 * gib))
                        .request(1, 100 * gib)
                        .replicas(5)));
    assertThat(figure(outcome, "replicas.ready" + WEB)).isEqualTo(4);
    assertThat(outcome.notices().get(0)).contains("1 of 5").contains("insufficient memory");
  }

  /** Pending and starting instances go first, the youngest of them before older ones. */
  @Test
  void scalingInGivesUpWhatDoesNotServeYet() {
    List<Integer> pendingSeen = new ArrayList<>();
    Outcome outcome =
        run(
            model(seconds(1000))
                .control(1, 1, 10)
                .step(10)
                .host(host(4))
                .service(
                    service("web")
                        .runtime(runtime().stage("boot", ALWAYS, constant(300)))
                        .replicas(2, 1, 9)
                        .policy(
                            new Scripted(
                                null,
                                view -> {
                                  pendingSeen.add(view.pendingCount());
                                  double now = view.nowNanos() / 1e9;
                                  return now < 100 ? 2 : now < 200 ? 9 : now < 350 ? 3 : 2;
                                }))));
    // two ready, two starting, five without a host; then one starting; then none
    assertThat(pendingSeen).contains(7, 1, 0);
    assertThat(figure(outcome, "replicas.ready" + WEB)).isEqualTo(2);
    assertThat(figure(outcome, "instance.start" + WEB + ".max")).isNaN();
    assertThat(figure(outcome, "replicas.desired.max" + WEB)).isEqualTo(9);
    assertThat(figure(outcome, "scale.events" + WEB)).isEqualTo(3);
  }

  @Test
  void costIsWhatAHandCalculationSays() {
    Outcome outcome =
        run(
            model(seconds(5400))
                .warmup(1800)
                .host(host(8))
                .prices(new PriceList("EUR", 2.5, 0.5, 0.04, 0.005, 0.05, 0))
                .service(
                    service("web")
                        .request(1500, 2L << 30)
                        .limit(2000)
                        .replicas(3)
                        .bytes(0, 1_000_000_000)
                        .counts(1800, Arrivals.Within.UNIFORM, 7, 4, 0)));
    // one hour: hosts 2.5, cards 0.5; 3 x (1.5 x 0.04 + 2 x 0.005); 4 GB after warm-up
    assertThat(figure(outcome, "cost.total"))
        .isCloseTo(2.5 + 0.5 + 3 * (0.06 + 0.01) + 4 * 0.05, within(1e-9));
    assertThat(figure(outcome, "cost.total{part=hosts}")).isCloseTo(2.5, within(1e-9));
    assertThat(figure(outcome, "cost.total{part=cards}")).isCloseTo(0.5, within(1e-9));
    assertThat(figure(outcome, "cost.total{part=instances}")).isCloseTo(0.21, within(1e-9));
    assertThat(figure(outcome, "cost.total{part=egress}")).isCloseTo(0.2, within(1e-9));
    assertThat(outcome.metrics())
        .anyMatch(metric -> metric.name().equals("cost.total") && metric.unit().equals("EUR"));
  }

  /**
   * An instance is paid for from its placement until it is gone, draining and stopping included.
   */
  @Test
  void aStartingAndAStoppingInstanceIsPaidFor() {
    Outcome outcome =
        run(
            model(seconds(3600))
                .control(1, 1, 3600)
                .host(host(8))
                .prices(new PriceList("EUR", 0, 0, 1, 0, 0, 0))
                .service(
                    service("web")
                        .runtime(runtime().stage("boot", ALWAYS, constant(1e6)))
                        .replicas(0, 0, 2)
                        .policy(schedule(0, 0, 2))));
    double share = figure(outcome, "replicas.desired" + WEB) / 2;
    assertThat(share).isBetween(0.01, 0.99);
    assertThat(figure(outcome, "cost.total")).isCloseTo(2 * share, within(1e-9));
    assertThat(figure(outcome, "replicas.ready" + WEB)).isZero();
  }

  /** Steps of 10 s: the burst of the third step is served in the third, fourth and fifth. */
  @Test
  void violationTimeIsTheLengthOfTheStepsThatMissTheLimit() {
    StepObjective latency = new StepObjective("latency", 0, StepObjective.Kind.LATENCY, 0.5, 1.5);
    StepObjective everywhere =
        new StepObjective("all", StepObjective.ALL, StepObjective.Kind.LATENCY, 0.99, 1.5);
    StepObjective rejected =
        new StepObjective("rejected", 0, StepObjective.Kind.REJECTED_RATIO, Double.NaN, 0.1);
    StepObjective timedOut =
        new StepObjective("timeout", 0, StepObjective.Kind.TIMEOUT_RATIO, Double.NaN, 0);
    Outcome outcome =
        run(
            model(seconds(95))
                .step(10)
                .host(host(1))
                .objectives(latency, everywhere, rejected, timedOut)
                .service(
                    service("web")
                        .counts(0.1, Arrivals.Within.UNIFORM, burstAt(200, 30))
                        .cpu(constant(1))
                        .timeout(60)
                        .queue(24)));
    // 25 are accepted at 20 s and leave at 21, 22, ... 45 s; 5 are rejected in that step
    assertThat(figure(outcome, "request.completed")).isEqualTo(25);
    assertThat(figure(outcome, "slo.violation.time{slo=latency}")).isEqualTo(30);
    assertThat(figure(outcome, "slo.violation.time{slo=all}")).isEqualTo(30);
    assertThat(figure(outcome, "slo.violation.time{slo=rejected}")).isEqualTo(10);
    assertThat(figure(outcome, "slo.violation.time{slo=timeout}")).isZero();
  }

  private static long[] burstAt(int interval, long requests) {
    long[] counts = new long[interval + 1];
    counts[interval] = requests;
    return counts;
  }

  /**
   * What happens at a random instant is sampled within 10 s, collected within another 15 s and seen
   * at a decision within another 15 s, each wait uniform: mean 20 s, variance 45.8 s2, at most 40
   * s.
   */
  @Test
  void whatAnAutoscalerSeesIsTwentySecondsOldOnAverage() {
    int replications = 400;
    double at = 100;
    double[] ages = new double[replications];
    for (int i = 0; i < replications; i++) {
      double[] seenAt = {Double.NaN};
      Replication.run(
          model(seconds(160))
              .host(host(1))
              .service(
                  service("web")
                      .policy(
                          new Scripted(
                              ScalingMetric.CPU,
                              view -> {
                                InstanceObservation first = view.instances().get(0);
                                long sampled = view.nowNanos() - first.sampleAgeNanos();
                                if (Double.isNaN(seenAt[0])
                                    && first.usageMilli() != InstanceObservation.MISSING
                                    && sampled >= at * 1e9) {
                                  seenAt[0] = view.nowNanos() / 1e9;
                                }
                                return 1;
                              })))
              .build(),
          77,
          i);
      ages[i] = seenAt[0] - at;
    }
    ConfidenceInterval mean = ConfidenceInterval.of(ages, 0.999);
    assertThat(mean.contains(Runs.exact("hpa_delay_mean"))).as("%s", mean).isTrue();
    assertThat(mean.halfWidth()).isLessThan(1.5);
    assertThat(mean.max()).isBetween(34.0, Runs.exact("hpa_delay_worst"));
    double variance = mean.standardDeviation() * mean.standardDeviation();
    // the relative standard error of a variance of n nearly normal values is sqrt(2 / n) = 7 %
    assertThat(variance)
        .isCloseTo(Runs.exact("hpa_delay_var"), within(3.3 * 0.0707 * Runs.exact("hpa_delay_var")));
  }

  /** The sampled metrics are what a hand calculation gives: 3 requests/s of 0.1 s on one core. */
  @Test
  void sampledMetricsAreMeansOverTheWindow() {
    for (ScalingMetric metric : ScalingMetric.values()) {
      List<Long> values = new ArrayList<>();
      Replication.run(
          model(seconds(4000))
              .host(host(1))
              .service(
                  service("web")
                      .counts(1, Arrivals.Within.UNIFORM, every(4000, 3))
                      .cpu(constant(0.1))
                      .policy(
                          new Scripted(
                              metric,
                              view -> {
                                InstanceObservation first = view.instances().get(0);
                                if (first.usageMilli() != InstanceObservation.MISSING) {
                                  values.add(first.usageMilli());
                                }
                                return 1;
                              })))
              .build(),
          5,
          0);
      double mean = values.stream().mapToLong(Long::longValue).average().orElseThrow();
      double expected = metric == ScalingMetric.RATE ? 3000 : 300;
      // concurrency is longer by the waits of requests that arrive close together
      double high = metric == ScalingMetric.CONCURRENCY ? 1.25 : 1.01;
      assertThat(mean).as("%s", metric).isBetween(0.99 * expected, high * expected);
      assertThat(values).hasSizeGreaterThan(250);
    }
  }

  private static long[] every(int intervals, long count) {
    long[] counts = new long[intervals];
    java.util.Arrays.fill(counts, count);
    return counts;
  }

  /** 100,000 Wasm-like sandboxes on one host come and go. */
  @Test
  void aHundredThousandInstancesComeAndGo() {
    int many = 100_000;
    Outcome outcome =
        run(
            model(seconds(120))
                .host(host(1000))
                .service(
                    service("wasm")
                        .runtime(
                            runtime()
                                .stage("boot", ALWAYS, exponential(0.002))
                                .shutdown(constant(1)))
                        .request(1, 0)
                        .replicas(1, 1, many)
                        .rate(50)
                        .cpu(constant(0.001))
                        .policy(
                            new Scripted(
                                null,
                                view -> {
                                  double now = view.nowNanos() / 1e9;
                                  return now < 30 ? 1 : now < 75 ? many : 1;
                                }))));
    String wasm = "{runtime=process,service=wasm}";
    assertThat(figure(outcome, "replicas.desired.max" + wasm)).isEqualTo(many);
    assertThat(outcome.histograms().get("instance.start" + wasm).count()).isEqualTo(many - 1);
    double[] ready = series(outcome, "replicas.ready{service=wasm}");
    assertThat(ready[ready.length - 1]).isEqualTo(1);
    assertThat(figure(outcome, "request.rejected")).isZero();
  }
}
