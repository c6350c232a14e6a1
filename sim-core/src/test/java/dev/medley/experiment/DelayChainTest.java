package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.schedule;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static dev.medley.cluster.runtime.StartStage.Transfer.REGISTRY;
import static dev.medley.cluster.runtime.StartStage.When.ALWAYS;
import static dev.medley.cluster.runtime.StartStage.When.IMAGE_ABSENT;
import static dev.medley.cluster.runtime.StartStage.When.SNAPSHOT_ABSENT;
import static dev.medley.cluster.runtime.StartStage.When.SNAPSHOT_PRESENT;
import static dev.medley.experiment.Runs.figure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.engine.ClusterModels.Model;
import dev.medley.cluster.engine.ClusterModels.Runtime;
import dev.medley.cluster.engine.ClusterModels.Scripted;
import dev.medley.cluster.engine.ClusterModels.Service;
import dev.medley.cluster.engine.state.PriceList;
import dev.medley.cluster.instance.Readiness;
import dev.medley.cluster.instance.Snapshot;
import dev.medley.cluster.instance.WarmPool;
import dev.medley.cluster.scaling.keepalive.KeepAlivePolicy;
import dev.medley.cluster.workload.Activation;
import dev.medley.cluster.workload.Arrivals.Within;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every part of the time from asked for to ready, with constant laws and as a property. */
class DelayChainTest {
  private static final String WEB = "{runtime=process,service=web}";

  private static Outcome run(Model model) {
    return Replication.run(model.build(), 1, 0);
  }

  private static double stage(Outcome outcome, String name, String statistic) {
    return figure(outcome, "instance.start.stage{service=web,stage=" + name + "}." + statistic);
  }

  private static Service web() {
    return service("web").runtime(runtime().stage("boot", ALWAYS, constant(3)));
  }

  @Test
  void anInstanceThatWaitsForRoomSpendsItInTheQueue() {
    // One core: asked for between 50 s and 60 s, room between 105 s and 115 s.
    Outcome outcome =
        run(
            model(seconds(1000))
                .control(1, 1, 10)
                .host(host(1))
                .service(service("old").replicas(1, 0, 1).policy(schedule(1, 105, 0)))
                .service(web().replicas(0, 0, 1).policy(schedule(0, 50, 1))));
    double waited = stage(outcome, "queue", "max");
    assertThat(waited).isBetween(40.0, 70.0);
    assertThat(figure(outcome, "instance.start" + WEB + ".max"))
        .isCloseTo(waited + 3, within(1e-9));
  }

  @Test
  void placementsQueueForTheSchedulerAndAreBoundOnTheirOwn() {
    // Five at once, 2 s each at the scheduler, 0.5 s to bind, 3 s to boot.
    Outcome outcome =
        run(
            model(seconds(1000))
                .host(host(8))
                .scheduler(constant(2), constant(0.5))
                .service(web().replicas(0, 0, 5).policy(schedule(0, 100, 5))));
    assertThat(stage(outcome, "queue", "max")).isCloseTo(10, within(1e-9));
    assertThat(stage(outcome, "queue", "mean")).isCloseTo((2 + 4 + 6 + 8 + 10) / 5.0, within(1e-9));
    assertThat(stage(outcome, "bind", "max")).isCloseTo(0.5, within(1e-9));
    assertThat(figure(outcome, "instance.start" + WEB + ".max")).isCloseTo(13.5, within(1e-9));
    assertThat(figure(outcome, "replicas.ready" + WEB)).isPositive();
  }

  @Test
  void whatFindsNoHostGoesToTheSchedulerAgainWhenOneHasRoom() {
    Outcome outcome =
        run(
            model(seconds(1000))
                .control(1, 1, 10)
                .host(host(4))
                .scheduler(constant(1), constant(0))
                .service(service("old").replicas(4, 0, 4).policy(schedule(4, 205, 0)))
                .service(web().replicas(0, 0, 4).policy(schedule(0, 50, 4))));
    // the four find room at one instant, one after the other
    double least = stage(outcome, "queue", "max") - 3;
    assertThat(stage(outcome, "queue", "mean")).isCloseTo(least + 1.5, within(1e-6));
    assertThat(figure(outcome, "instance.unscheduled.max" + WEB)).isEqualTo(4);
    assertThat(figure(outcome, "replicas.ready" + WEB)).isPositive();
  }

  @Test
  void anInstanceIsAnEndpointAtTheProbeThatFindsItUp() {
    // The application needs 7 s after 2 s of runtime; probes 1 s, 6 s, 11 s after its begin.
    Outcome outcome =
        run(
            model(seconds(1000))
                .host(host(8))
                .service(
                    service("web")
                        .runtime(
                            runtime()
                                .stage("runtime", ALWAYS, constant(2))
                                .stage("application", ALWAYS, constant(7)))
                        .provisioning(null, null, null, new Readiness(seconds(5), seconds(1)))
                        .replicas(0, 0, 1)
                        .policy(schedule(0, 100, 1))));
    assertThat(stage(outcome, "readiness", "max")).isCloseTo(4, within(1e-9));
    assertThat(figure(outcome, "instance.start" + WEB + ".max")).isCloseTo(2 + 11, within(1e-9));
  }

  @Test
  void aProbeAtTheVeryInstantFindsIt() {
    Readiness readiness = new Readiness(seconds(5), seconds(1));
    assertThat(readiness.waitNanos(0)).isEqualTo(1_000_000_000L);
    assertThat(readiness.waitNanos(1_000_000_000L)).isZero();
    assertThat(readiness.waitNanos(6_000_000_000L)).isZero();
    assertThat(readiness.waitNanos(6_000_000_001L)).isEqualTo(4_999_999_999L);
  }

  private static Service pooled(int size, String upTo) {
    return service("web")
        .request(1000, 1 << 30)
        .runtime(
            runtime()
                .stage("boot", ALWAYS, constant(100))
                .stage("guest", ALWAYS, constant(20))
                .stage("load", ALWAYS, constant(3)))
        .provisioning(null, new WarmPool(size, upTo), null, null);
  }

  @Test
  void aWarmInstanceGoesOnlyTheRestOfItsWay() {
    // Two of three are warm up to the guest; the third goes the whole way.
    Outcome outcome =
        run(
            model(seconds(1000))
                .control(10, 15, 15)
                .host(host(8))
                .service(pooled(2, "guest").replicas(0, 0, 3).policy(schedule(0, 500, 3))));
    assertThat(figure(outcome, "warm.pool.hits" + WEB)).isEqualTo(2);
    assertThat(figure(outcome, "warm.pool.misses" + WEB)).isEqualTo(1);
    assertThat(figure(outcome, "warm.pool.size" + WEB)).isCloseTo(2, within(1e-9));
    assertThat(figure(outcome, "instance.start" + WEB + ".p50")).isCloseTo(3, within(3e-3));
    assertThat(figure(outcome, "instance.start" + WEB + ".max")).isCloseTo(123, within(1e-9));
    assertThat(stage(outcome, "load", "mean")).isCloseTo(3, within(1e-9));
    assertThat(outcome.histograms().get("instance.start.stage{service=web,stage=boot}").count())
        .isEqualTo(1);
  }

  @Test
  void aPoolIsRefilledInTheBackgroundAndAPoolUpToTheEndIsReadyAtOnce() {
    // one more replica at 300 s and at 600 s; the pool of one is full again 123 s after each
    Outcome outcome =
        run(
            model(seconds(1000))
                .host(host(8))
                .service(
                    pooled(1, "load")
                        .replicas(0, 0, 2)
                        .policy(
                            new Scripted(
                                null,
                                view ->
                                    view.nowNanos() < 300e9
                                        ? 0
                                        : view.nowNanos() < 600e9 ? 1 : 2))));
    assertThat(figure(outcome, "warm.pool.hits" + WEB)).isEqualTo(2);
    assertThat(figure(outcome, "warm.pool.misses" + WEB)).isZero();
    assertThat(figure(outcome, "instance.start" + WEB + ".max")).isZero();
  }

  @Test
  void aPoolHoldsItsMemoryAndNoCpu() {
    // One core: the pool's instance leaves it to `other`, and can only be taken when that is gone.
    Outcome outcome =
        run(
            model(seconds(1000))
                .control(10, 15, 10)
                .host(host(1))
                .service(service("other").replicas(0, 0, 1).policy(schedule(0, 100, 1)))
                .service(pooled(1, "guest").replicas(0, 0, 1).policy(schedule(0, 300, 1))));
    assertThat(figure(outcome, "instance.start{runtime=process,service=other}.max")).isZero();
    assertThat(figure(outcome, "warm.pool.misses" + WEB)).isEqualTo(1);
    assertThat(figure(outcome, "instance.unscheduled.max" + WEB)).isEqualTo(1);
  }

  @Test
  void aPoolCostsItsMemory() {
    Outcome outcome =
        run(
            model(seconds(3600))
                .warmup(600)
                .host(host(8))
                .prices(new PriceList("EUR", 0, 0, 5, 0.25, 0, 0))
                .service(pooled(4, "guest").replicas(0, 0, 1)));
    // 4 GiB over 50 minutes at 0.25 per GiB and hour
    assertThat(figure(outcome, "cost.total")).isCloseTo(4 * 0.25 * 50 / 60, within(1e-9));
  }

  private static Runtime snapshotting() {
    return runtime()
        .stage("boot", SNAPSHOT_ABSENT, constant(10))
        .stage("restore", SNAPSHOT_PRESENT, constant(0.5))
        .stage("connect", ALWAYS, constant(1));
  }

  /** One replica from 100 s on, a second one from 200 s on. */
  private static Service growing(Snapshot snapshot) {
    return service("web")
        .runtime(snapshotting())
        .provisioning(null, null, snapshot, null)
        .replicas(0, 0, 2)
        .policy(
            new Scripted(
                null, view -> view.nowNanos() < 100e9 ? 0 : view.nowNanos() < 200e9 ? 1 : 2));
  }

  private static Snapshot snapshot(Snapshot.Scope scope, double creation) {
    return new Snapshot(scope, seconds(creation), 0.95, 1);
  }

  @Test
  void theFirstStartTakesASnapshotFromWhichTheSecondIsRestored() {
    Outcome restored =
        run(model(seconds(1000)).host(host(8)).service(growing(snapshot(Snapshot.Scope.HOST, 0))));
    assertThat(figure(restored, "instance.start" + WEB + ".max")).isCloseTo(11, within(1e-9));
    assertThat(stage(restored, "boot", "max")).isCloseTo(10, within(1e-9));
    assertThat(stage(restored, "restore", "max")).isCloseTo(0.5, within(1e-9));
    Outcome notYet =
        run(
            model(seconds(1000))
                .host(host(8))
                .service(growing(snapshot(Snapshot.Scope.HOST, 500))));
    assertThat(stage(notYet, "restore", "max")).isNaN();
  }

  @Test
  void aSnapshotOfOneHostServesOthersOnlyWhereItIsShared() {
    for (Snapshot.Scope scope : Snapshot.Scope.values()) {
      Outcome outcome =
          run(model(seconds(1000)).hosts(2, host(1), null).service(growing(snapshot(scope, 0))));
      assertThat(
              outcome.histograms().get("instance.start.stage{service=web,stage=restore}").count())
          .as(scope.name())
          .isEqualTo(scope == Snapshot.Scope.CLUSTER ? 1 : 0);
    }
  }

  @Test
  void withoutASnapshotEveryStartGoesTheLongWay() {
    Outcome outcome =
        run(
            model(seconds(1000))
                .host(host(8))
                .service(
                    growing(snapshot(Snapshot.Scope.HOST, 0))
                        .provisioning(null, null, null, null)));
    assertThat(stage(outcome, "restore", "max")).isNaN();
    assertThat(stage(outcome, "boot", "p50")).isCloseTo(10, within(0.02));
  }

  @Test
  void theFirstRequestsAfterARestoreAskForMoreCpu() {
    // Ready at 100 s and later; one of two instances is restored: its first request takes 1.95 s.
    Outcome outcome =
        run(
            model(seconds(1000))
                .host(host(8))
                .service(
                    growing(snapshot(Snapshot.Scope.HOST, 0))
                        .counts(250, Within.UNIFORM, 0, 4)
                        .cpu(constant(1))));
    assertThat(figure(outcome, "request.completed" + WEB)).isEqualTo(4);
    assertThat(figure(outcome, "request.latency" + WEB + ".max")).isGreaterThanOrEqualTo(1.95);
    assertThat(figure(outcome, "request.latency" + WEB + ".mean"))
        .isGreaterThanOrEqualTo((3 + 1.95) / 4 - 1e-9);
  }

  @Test
  void theStagesOfEveryStartSumToTheStart() {
    Random random = new Random(11);
    int withPools = 0;
    for (int i = 0; i < 80; i++) {
      Runtime runtime =
          runtime()
              .transfer("pull", IMAGE_ABSENT, REGISTRY)
              .stage("boot", SNAPSHOT_ABSENT, exponential(1 + random.nextInt(5)))
              .stage("restore", SNAPSHOT_PRESENT, exponential(0.1))
              .stage("network", ALWAYS, exponential(0.3));
      if (random.nextBoolean()) {
        runtime.stage("application", ALWAYS, exponential(2));
      }
      WarmPool pool = random.nextBoolean() ? new WarmPool(1 + random.nextInt(3), "network") : null;
      withPools += pool == null ? 0 : 1;
      int from = 1 + random.nextInt(4);
      Service web =
          service("web")
              .image(100_000_000L * random.nextInt(3), true)
              .runtime(runtime)
              .provisioning(
                  null,
                  pool,
                  random.nextBoolean()
                      ? new Snapshot(Snapshot.Scope.HOST, seconds(random.nextInt(20)), 0.95, 1)
                      : null,
                  random.nextBoolean()
                      ? new Readiness(seconds(1 + random.nextInt(9)), seconds(random.nextInt(4)))
                      : null)
              .replicas(from, 0, 16)
              .policy(
                  // up to 16, where 12 find room, and up again; nothing is given up on the way
                  new Scripted(
                      null,
                      view -> view.nowNanos() < 60e9 ? from : view.nowNanos() < 120e9 ? 6 : 12));
      Model model = model(seconds(600)).hosts(3, host(4), null).service(web);
      if (random.nextBoolean()) {
        model.scheduler(exponential(0.5), exponential(0.2));
      }
      Outcome outcome = run(model);
      Map<String, Double> sums = new TreeMap<>();
      outcome
          .histograms()
          .forEach((name, histogram) -> sums.put(name, (double) histogram.sumNanos()));
      double stages =
          sums.entrySet().stream()
              .filter(entry -> entry.getKey().startsWith("instance.start.stage{"))
              .mapToDouble(Map.Entry::getValue)
              .sum();
      double whole = sums.get("instance.start" + WEB);
      assertThat(whole).as("model " + i).isPositive();
      assertThat(stages).as("model " + i).isCloseTo(whole, within(whole * 1e-9 + 1));
      assertThat(run(model).digest()).isEqualTo(outcome.digest());
    }
    assertThat(withPools).isBetween(20, 60);
  }

  @Test
  void whateverComesTogetherRequestsAreConservedAndRunsRepeat() {
    // the engine faults by itself when requests or reservations are not conserved
    Random random = new Random(12);
    for (int i = 0; i < 100; i++) {
      Service fn =
          service("web")
              .request(500, 1 << 20)
              .image(50_000_000L * random.nextInt(3), true)
              .runtime(
                  runtime()
                      .transfer("pull", IMAGE_ABSENT, REGISTRY)
                      .stage("boot", SNAPSHOT_ABSENT, exponential(1 + random.nextInt(5)))
                      .stage("restore", SNAPSHOT_PRESENT, exponential(0.1))
                      .stage("network", ALWAYS, exponential(0.3))
                      .shutdown(exponential(1)))
              .provisioning(
                  new Activation(1 + random.nextInt(50)),
                  random.nextBoolean() ? new WarmPool(1 + random.nextInt(3), "boot") : null,
                  random.nextBoolean() ? snapshot(Snapshot.Scope.HOST, random.nextInt(9)) : null,
                  random.nextBoolean()
                      ? new Readiness(seconds(1 + random.nextInt(3)), seconds(1))
                      : null)
              .policy(
                  random.nextInt(4) > 0
                      ? new KeepAlivePolicy(seconds(random.nextInt(15)))
                      : new Scripted(null, view -> (int) (view.nowNanos() / 20e9 % 5)))
              .concurrency(1 + random.nextInt(3))
              .replicas(random.nextInt(3), 0, 5 + random.nextInt(20))
              .grace(random.nextInt(2))
              .rate(0.3 + random.nextInt(6))
              .cpu(exponential(0.2 + random.nextInt(2)));
      if (random.nextBoolean()) {
        fn.timeout(1 + random.nextInt(6));
      }
      Model model = model(seconds(400)).hosts(2, host(3), null).service(fn);
      if (random.nextBoolean()) {
        model.scheduler(exponential(0.3), exponential(0.1));
      }
      Outcome outcome = Replication.run(model.build(), i, 0);
      assertThat(Replication.run(model.build(), i, 0).digest()).isEqualTo(outcome.digest());
      assertThat(figure(outcome, "request.count" + WEB)).as("model " + i).isPositive();
    }
  }
}
