package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.gateway;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static dev.medley.cluster.runtime.StartStage.Transfer.REGISTRY;
import static dev.medley.cluster.runtime.StartStage.Transfer.STORAGE;
import static dev.medley.cluster.runtime.StartStage.When.ACCOMPANIED;
import static dev.medley.cluster.runtime.StartStage.When.ALONE;
import static dev.medley.cluster.runtime.StartStage.When.ALWAYS;
import static dev.medley.experiment.Runs.figure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.medley.check.InvalidConfiguration;
import dev.medley.cluster.engine.ClusterModels.Model;
import dev.medley.cluster.engine.ClusterModels.Runtime;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.runtime.HostUse;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.cluster.workload.Starts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Starts side by side on a host, with constant laws: what each waits for can be counted. */
class HostContentionTest {
  private static final String WEB = "{runtime=process,service=web}";
  private static final HostUse CPU = new HostUse(HostUse.Kind.CPU, null, null);
  private static final HostUse DISK = new HostUse(HostUse.Kind.STORAGE, null, null);
  private static final HostUse LOCK = new HostUse(HostUse.Kind.LOCK, "setup", null);

  private static Starts storm(int count) {
    return new Starts(count, null, Duration.ofSeconds(1), true);
  }

  private static Starts loop(int count, int inFlight) {
    return new Starts(count, inFlight, Duration.ZERO, false);
  }

  private static Model cluster(int hosts, HostType type, Runtime runtime, Starts starts) {
    return model(seconds(1000))
        .hosts(hosts, type, null)
        .service(
            service("web").runtime(runtime).request(1, 0).image(100_000_000, true).starts(starts));
  }

  /** As many starts as hosts, each of which has room for one. */
  private static Model spread(int hosts, Runtime runtime) {
    return model(seconds(1000))
        .hosts(hosts, host(1), null)
        .service(service("web").runtime(runtime).request(1000, 0).starts(storm(hosts)));
  }

  private static Outcome run(Model model) {
    return Replication.run(model.build(), 1, 0);
  }

  private static double start(Outcome outcome, String statistic) {
    return figure(outcome, "instance.start" + WEB + "." + statistic);
  }

  private static void takes(Outcome outcome, double mean, double max) {
    assertThat(start(outcome, "mean")).isCloseTo(mean, within(1e-6));
    assertThat(start(outcome, "max")).isCloseTo(max, within(1e-6));
  }

  @Test
  void aLockIsHeldByOneAtATimeInOrderOfArrival() {
    Runtime locked = runtime().stage("setup", ALWAYS, constant(1), LOCK);
    Outcome outcome = run(cluster(1, host(8), locked, storm(5)));
    takes(outcome, (1 + 2 + 3 + 4 + 5) / 5.0, 5);
    // waiting is part of the stage
    assertThat(figure(outcome, "instance.start.stage{service=web,stage=setup}.max"))
        .isCloseTo(5, within(1e-6));
  }

  @Test
  void aLockMayHaveSeveralHolders() {
    HostUse two = new HostUse(HostUse.Kind.LOCK, "setup", 2);
    Runtime locked = runtime().stage("setup", ALWAYS, constant(1), two);
    takes(run(cluster(1, host(8), locked, storm(5))), (1 + 1 + 2 + 2 + 3) / 5.0, 3);
  }

  @Test
  void everyHostHasLocksOfItsOwn() {
    Runtime locked = runtime().stage("setup", ALWAYS, constant(1), LOCK);
    takes(run(spread(5, locked)), 1, 1);
  }

  @Test
  void stagesThatNameTheSameLockTakeTurns() {
    Runtime locked =
        runtime()
            .stage("first", ALWAYS, constant(1), LOCK)
            .stage("second", ALWAYS, constant(1), LOCK);
    // the first holds 0-1 and 2-3, the second 1-2 and 3-4
    takes(run(cluster(1, host(8), locked, storm(2))), (3 + 4) / 2.0, 4);
  }

  @Test
  void anExitHoldsTheLockToo() {
    Runtime locked =
        runtime().stage("setup", ALWAYS, constant(1), LOCK).shutdown(constant(2), LOCK);
    // a starts 0-1, b 1-2, a exits 2-4, b exits 4-6, c (begun at 4) starts 6-7
    Outcome outcome = run(cluster(1, host(8), locked, loop(3, 2)));
    takes(outcome, (1 + 2 + 3) / 3.0, 3);
  }

  @Test
  void startsShareTheCoresOfTheirHost() {
    Runtime computing = runtime().stage("compute", ALWAYS, constant(2), CPU);
    takes(run(cluster(1, host(2), computing, storm(2))), 2, 2);
    takes(run(cluster(1, host(2), computing, storm(8))), 8, 8);
  }

  @Test
  void startsAndRequestsShareTheCoresOfTheirHost() {
    Outcome outcome =
        run(
            model(seconds(1000))
                .host(host(1))
                .service(service("batch").request(1, 0).cpu(constant(10)).jobs(1, 0))
                .service(
                    service("web")
                        .request(1, 0)
                        .runtime(runtime().stage("compute", ALWAYS, constant(2), CPU))
                        .starts(storm(1))));
    takes(outcome, 4, 4);
    assertThat(figure(outcome, "job.makespan{runtime=process,service=batch}"))
        .isCloseTo(12, within(1e-6));
    assertThat(figure(outcome, "host.cpu.utilization")).isCloseTo(12 / 1000.0, within(1e-9));
  }

  /** Storage 100 MB/s. */
  private static HostType node() {
    return new HostType(
        "node",
        "",
        8,
        new Bytes(1L << 40),
        Bandwidth.parse("1Tb/s"),
        Bandwidth.parse("100MB/s"),
        List.of(),
        Map.of(),
        gateway(0, Bandwidth.parse("1Tb/s")),
        "test");
  }

  @Test
  void startsShareTheBandwidthOfStorage() {
    Runtime loading = runtime().transfer("load", ALWAYS, STORAGE, DISK);
    takes(run(cluster(1, node(), loading, storm(1))), 1, 1);
    takes(run(cluster(1, node(), loading, storm(3))), 3, 3);
    Runtime writing = runtime().stage("write", ALWAYS, constant(2), DISK);
    takes(run(cluster(1, node(), writing, storm(3))), 6, 6);
    Runtime unshared = runtime().transfer("load", ALWAYS, STORAGE);
    takes(run(cluster(1, node(), unshared, storm(3))), 1, 1);
  }

  @Test
  void aStageCanDependOnWhetherOtherStartsAreUnderWay() {
    Runtime moody =
        runtime()
            .stage("cold", ALONE, constant(3))
            .stage("warm", ACCOMPANIED, constant(2))
            .stage("both", ALWAYS, constant(1));
    takes(run(cluster(1, host(8), moody, loop(4, 1))), 4, 4);
    // on hosts of their own all are alone; on one, the first to begin
    takes(run(spread(4, moody)), 4, 4);
    takes(run(cluster(1, host(8), moody, storm(4))), (4 + 3 * 3) / 4.0, 4);
  }

  @Test
  void aLoopMakesAsManyStartsAsAskedForAndKeepsNoMoreInFlight() {
    Runtime locked = runtime().stage("setup", ALWAYS, constant(1), LOCK);
    for (int inFlight : new int[] {1, 7, 50}) {
      Outcome outcome = run(cluster(1, host(8), locked, loop(50, inFlight)));
      assertThat(outcome.histograms().get("instance.start" + WEB).count()).isEqualTo(50);
      // saturated: each waits for all the others in flight, the first ones for those before them
      double first = inFlight * (inFlight + 1) / 2.0;
      takes(outcome, (first + (50 - inFlight) * inFlight) / 50, inFlight);
      assertThat(figure(outcome, "replicas.ready" + WEB)).isZero();
    }
  }

  @Test
  void keptInstancesStay() {
    Runtime plain = runtime().stage("boot", ALWAYS, constant(1));
    Starts oneByOne = new Starts(3, 1, Duration.ofSeconds(10), true);
    Outcome outcome = run(cluster(1, host(8), plain, oneByOne));
    takes(outcome, 1, 1);
    // ready from 11 s, 12 s and 13 s to the end, through all decisions of the fixed autoscaler
    assertThat(figure(outcome, "replicas.ready" + WEB))
        .isCloseTo((989 + 988 + 987) / 1000.0, within(1e-9));
  }

  @Test
  void aStormWithoutRoomWaitsForHosts() {
    Runtime plain = runtime().stage("boot", ALWAYS, constant(1));
    Outcome outcome =
        run(
            model(seconds(1000))
                .host(host(2))
                .service(service("web").runtime(plain).request(1000, 0).starts(loop(6, 6))));
    takes(outcome, (1 + 1 + 2 + 2 + 3 + 3) / 6.0, 3);
  }

  @Test
  void theSameSeedGivesTheSameEvents() {
    Runtime all =
        runtime()
            .stage("compute", ALWAYS, exponential(1), CPU)
            .stage("setup", ALWAYS, exponential(0.1), LOCK)
            .stage("load", ALWAYS, exponential(0.1), DISK)
            .shutdown(exponential(0.1), LOCK);
    Model model = cluster(2, host(4), all, loop(200, 20));
    assertThat(run(model).digest()).isEqualTo(run(model).digest());
  }

  private static String refused(Runnable building) {
    return catchThrowableOfType(InvalidConfiguration.class, building::run).getMessage();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThat(refused(() -> new HostUse(HostUse.Kind.LOCK, null, null)))
        .contains("name", "is needed with kind lock");
    assertThat(refused(() -> new HostUse(HostUse.Kind.CPU, "setup", 2)))
        .contains("name", "is needed with kind lock, and only then")
        .contains("holders", "belongs to kind lock");
    assertThat(refused(() -> new HostUse(HostUse.Kind.LOCK, "No Name", 0)))
        .contains("holders")
        .contains("name");
    assertThat(refused(() -> new StartStage("s", ALWAYS, null, STORAGE, "", CPU)))
        .contains("a transfer can only use storage");
    assertThat(refused(() -> new StartStage("s", ALWAYS, null, REGISTRY, "", DISK)))
        .contains("a pull is over the network");
    assertThat(refused(() -> new Starts(0, null, Duration.ZERO, false))).contains("count");
    assertThat(refused(() -> new Starts(5, 6, Duration.ZERO, false)))
        .contains("inFlight", "must be <= count 5 (was 6)");
  }
}
