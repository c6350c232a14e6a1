package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static dev.medley.cluster.runtime.StartStage.When.ALWAYS;
import static dev.medley.experiment.Runs.figure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.engine.ClusterModels.Scripted;
import dev.medley.cluster.engine.ClusterModels.Service;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.scaling.ScalingMetric;
import dev.medley.cluster.scaling.hpa.HpaPolicy;
import dev.medley.cluster.scaling.keepalive.KeepAlivePolicy;
import dev.medley.cluster.workload.Activation;
import dev.medley.cluster.workload.Arrivals.Within;
import dev.medley.cluster.workload.Balancer;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Requests that wait at the gateway for an instance, and instances that expire. */
class ActivationTest {
  private static final String FN = "{runtime=process,service=fn}";

  private static Service function(double keepAliveSeconds) {
    return service("fn")
        .provisioning(new Activation(1000), null, null, null)
        .policy(new KeepAlivePolicy(seconds(keepAliveSeconds)))
        .balancer(Balancer.MOST_RECENT)
        .replicas(0, 0, 100);
  }

  @Test
  void aColdRequestWaitsForItsInstanceWhichExpiresAfterItsKeepAlive() {
    // One request in each of three intervals of 100 s, uniform in it; a start takes 2 s, service 1
    // s.
    // Keep-alive 500 s: the first is cold, the others warm.
    Outcome warm =
        Replication.run(
            model(seconds(1000))
                .host(host(8))
                .service(
                    function(500)
                        .runtime(runtime().stage("boot", ALWAYS, constant(2)))
                        .counts(100, Within.UNIFORM, 1, 1, 1)
                        .cpu(constant(1)))
                .build(),
            1,
            0);
    assertThat(figure(warm, "request.latency" + FN + ".max")).isCloseTo(3, within(1e-6));
    assertThat(figure(warm, "request.latency" + FN + ".p50")).isCloseTo(1, within(2e-3));
    assertThat(figure(warm, "request.cold.ratio" + FN)).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(figure(warm, "request.cold.wait" + FN + ".max")).isCloseTo(2, within(1e-9));
    assertThat(figure(warm, "request.held" + FN)).isEqualTo(1);
    assertThat(figure(warm, "request.rejected" + FN)).isZero();
    assertThat(figure(warm, "scale.events" + FN)).isEqualTo(2);
  }

  @Test
  void anInstanceIsReadyFromItsStartToTheEndOfItsKeepAlive() {
    // One request in [0, 100) s: ready 2 s later, serves 1 s, kept for 50 s.
    Outcome outcome =
        Replication.run(
            model(seconds(1000))
                .host(host(8))
                .service(
                    function(50)
                        .runtime(runtime().stage("boot", ALWAYS, constant(2)))
                        .counts(100, Within.UNIFORM, 1)
                        .cpu(constant(1)))
                .build(),
            1,
            0);
    assertThat(figure(outcome, "replicas.ready" + FN)).isCloseTo(51 / 1000.0, within(1e-9));
    assertThat(figure(outcome, "replicas.desired" + FN)).isCloseTo(53 / 1000.0, within(1e-9));
  }

  @Test
  void anInstancePerConcurrentRequestsIsAskedForAtOnce() {
    // 40 requests within 1 ms, 8 at a time on an instance: 5 instances, none twice.
    Outcome outcome =
        Replication.run(
            model(seconds(100))
                .host(host(64))
                .service(
                    function(1000)
                        .concurrency(8)
                        .limit(8000)
                        .runtime(runtime().stage("boot", ALWAYS, constant(2)))
                        .counts(0.001, Within.UNIFORM, 40)
                        .cpu(constant(10)))
                .build(),
            1,
            0);
    assertThat(figure(outcome, "replicas.desired.max" + FN)).isEqualTo(5);
    assertThat(figure(outcome, "request.completed" + FN)).isEqualTo(40);
    assertThat(figure(outcome, "request.wait" + FN + ".max")).isZero();
    assertThat(figure(outcome, "request.latency" + FN + ".max")).isBetween(12.0, 12.001);
  }

  @Test
  void theColdStartRatioIsThatAGapIsLongerThanTheKeepAlive() {
    // lambda = 0.1/min, T = 10 min, service of 1 ms: exp(-lambda T)
    Runs.of(
            model(seconds(40_000_000))
                .host(host(8))
                .service(function(600).rate(0.1 / 60).cpu(constant(0.001)))
                .build(),
            7,
            10)
        .agrees("request.cold.ratio" + FN, Runs.exact("keepalive_cold"), 0.02);
  }

  @Test
  void anInstanceForAllRequestsIsColdWhenItsIdlePeriodIsLongerThanTheKeepAlive() {
    // One instance for all: M/G/inf with rho = 1/s * 0.5 s. An arrival finds it empty with
    // probability e^-rho, and its idle period, exponential, was longer than T = 2 s with e^-2.
    double exact = Math.exp(-0.5) * Math.exp(-2);
    Runs.of(
            model(seconds(50_000))
                .host(host(64))
                .service(function(2).concurrency(1000).unlimited().rate(1).cpu(exponential(0.5)))
                .build(),
            8,
            10)
        .agrees("request.cold.ratio" + FN, exact, 0.05);
  }

  @Test
  void aServerThatIsOffWhenIdleIsTheQueueWithSetup() {
    // M/M/1 with exponential set-up after idling: 1 / (mu - lambda) + E[set-up]
    Runs.of(
            model(seconds(100_000))
                .warmup(2000)
                .host(host(8))
                .service(
                    function(0)
                        .provisioning(new Activation(1_000_000), null, null, null)
                        .replicas(0, 0, 1)
                        .runtime(runtime().stage("set-up", ALWAYS, exponential(1.8)))
                        .rate(0.8)
                        .cpu(exponential(1)))
                .build(),
            9,
            30)
        .agrees("request.latency" + FN + ".mean", Runs.exact("mm1_setup_0.8_W"), 0.05);
  }

  @Test
  void aFullGatewayRejectsAndAClientGivesUpWaitingThere() {
    // 10 requests at once, 4 may wait; the instance takes 5 s to start, clients wait 3 s
    Outcome outcome =
        Replication.run(
            model(seconds(100))
                .host(host(8))
                .service(
                    function(1000)
                        .provisioning(new Activation(4), null, null, null)
                        .runtime(runtime().stage("boot", ALWAYS, constant(5)))
                        .counts(0.001, Within.UNIFORM, 10)
                        .timeout(3)
                        .cpu(constant(1)))
                .build(),
            1,
            0);
    assertThat(figure(outcome, "request.rejected" + FN)).isEqualTo(6);
    assertThat(figure(outcome, "request.timeout" + FN)).isEqualTo(4);
    assertThat(figure(outcome, "request.latency" + FN + ".max")).isCloseTo(3, within(1e-6));
    assertThat(figure(outcome, "request.cold.ratio" + FN)).isZero();
  }

  @Test
  void aHorizontalAutoscalerIsOffAtZeroUntilARequestWakesTheService() {
    Service hpa =
        service("fn")
            .provisioning(new Activation(1000), null, null, null)
            .policy(HpaPolicy.of(ScalingMetric.CPU, 0.6))
            .replicas(0, 0, 5)
            .runtime(runtime().stage("boot", ALWAYS, constant(2)))
            .cpu(constant(1));
    Outcome asleep = Replication.run(model(seconds(3600)).host(host(8)).service(hpa).build(), 1, 0);
    assertThat(figure(asleep, "replicas.desired.max" + FN)).isZero();
    Outcome awake =
        Replication.run(
            model(seconds(3600)).host(host(8)).service(hpa.counts(100, Within.UNIFORM, 1)).build(),
            1,
            0);
    assertThat(figure(awake, "replicas.desired.max" + FN)).isEqualTo(1);
    assertThat(figure(awake, "request.latency" + FN + ".max")).isCloseTo(3, within(1e-6));
  }

  @Test
  void aServiceThatIsScaledToZeroKeepsItsRequestsAndWakesAgain() {
    // scaled to 0 at every sync from 100 s on, one request every 20 s or so: none is refused
    Outcome outcome =
        Replication.run(
            model(seconds(2000))
                .host(host(8))
                .service(
                    service("fn")
                        .provisioning(new Activation(1000), null, null, null)
                        .policy(new Scripted(null, view -> view.nowNanos() > 100e9 ? 0 : 1))
                        .replicas(1, 0, 1)
                        .runtime(runtime().stage("boot", ALWAYS, constant(0.5)))
                        .rate(0.05)
                        .cpu(constant(0.1)))
                .build(),
            4,
            0);
    assertThat(figure(outcome, "request.rejected" + FN)).isZero();
    assertThat(figure(outcome, "request.cold.ratio" + FN)).isGreaterThan(0.3);
    assertThat(figure(outcome, "request.completed" + FN))
        .isGreaterThanOrEqualTo(figure(outcome, "request.count" + FN) - 1);
  }

  @Test
  void requestsAreConservedAndRunsRepeatUnderAnyBalancerAndTimeOut() {
    // the engine itself faults when requests are not conserved
    Random random = new Random(5);
    Balancer[] balancers = Balancer.values();
    for (int i = 0; i < 60; i++) {
      Service fn =
          function(random.nextInt(20))
              .provisioning(new Activation(1 + random.nextInt(30)), null, null, null)
              .balancer(balancers[i % balancers.length])
              .concurrency(1 + random.nextInt(4))
              .replicas(random.nextInt(3), 0, 3 + random.nextInt(10))
              .grace(random.nextInt(3))
              .runtime(
                  runtime()
                      .stage("boot", ALWAYS, exponential(0.1 + random.nextInt(5)))
                      .shutdown(constant(random.nextInt(3))))
              .rate(0.2 + random.nextInt(8))
              .cpu(exponential(0.1 + random.nextInt(3)));
      if (i % 3 != 0) {
        fn.timeout(0.5 + random.nextInt(10));
      }
      var model = model(seconds(500)).host(host(4)).service(fn).build();
      Outcome outcome = Replication.run(model, i, 0);
      assertThat(Replication.run(model, i, 0).digest()).isEqualTo(outcome.digest());
      if (figure(outcome, "request.completed" + FN) > 0) {
        assertThat(figure(outcome, "request.wait" + FN + ".max")).as("model " + i).isZero();
      }
    }
  }

  @Test
  void theMostRecentInstanceServesSoThatTheOthersExpire() {
    // Two requests wait for a start, later there is one a second: of the two instances the one that
    // is not needed goes after 30 s under most-recent and stays under round-robin.
    long[] counts = new long[1000];
    Arrays.fill(counts, 10, 1000, 1);
    counts[0] = 2;
    for (Balancer balancer : new Balancer[] {Balancer.MOST_RECENT, Balancer.ROUND_ROBIN}) {
      Outcome outcome =
          Replication.run(
              model(seconds(1000))
                  .host(host(8))
                  .service(
                      function(30)
                          .balancer(balancer)
                          .runtime(runtime().stage("boot", ALWAYS, constant(2)))
                          .counts(1, Within.UNIFORM, counts)
                          .cpu(constant(0.0001)))
                  .build(),
              1,
              0);
      double ready = figure(outcome, "replicas.ready" + FN);
      if (balancer == Balancer.MOST_RECENT) {
        assertThat(ready).isCloseTo(1, within(0.05));
      } else {
        assertThat(ready).isCloseTo(2, within(0.05));
      }
    }
  }

  @Test
  void requestsThatWaitAtTheGatewayAllocateNothing() {
    // overloaded: most requests wait, some give up, some find the gateway full
    long shorter = allocated(100);
    long longer = allocated(400);
    // 300 s more are 300,000 requests more
    assertThat(longer - shorter).isLessThan(300_000);
  }

  private static long allocated(double seconds) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    ClusterModel model =
        model(seconds(seconds))
            .step(seconds)
            .control(86_400, 86_400, 86_400)
            .host(host(8))
            .service(
                function(10_000)
                    .provisioning(new Activation(50), null, null, null)
                    .replicas(0, 0, 8)
                    .timeout(0.06)
                    .rate(1000)
                    .cpu(exponential(0.009)))
            .build();
    long before = threads.getThreadAllocatedBytes(thread);
    Outcome outcome = Replication.run(model, 3, 0);
    long after = threads.getThreadAllocatedBytes(thread);
    assertThat(figure(outcome, "request.timeout" + FN)).isGreaterThan(1000);
    assertThat(figure(outcome, "request.rejected" + FN)).isGreaterThan(1000);
    assertThat(figure(outcome, "request.held" + FN)).isGreaterThan(50_000);
    return after - before;
  }

  @Test
  void theMinimumIsKeptWithoutLookingAtItAgainAndAgain() {
    for (double keepAlive : new double[] {0, 20}) {
      Outcome outcome =
          Replication.run(
              model(seconds(1000))
                  .host(host(8))
                  .service(function(keepAlive).replicas(3, 2, 10))
                  .build(),
              1,
              0);
      assertThat(figure(outcome, "replicas.ready" + FN))
          .isCloseTo(2 + keepAlive / 1000, within(1e-9));
      assertThat(outcome.events()).isLessThan(1000);
    }
  }
}
