package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static dev.medley.experiment.Runs.figure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.engine.ClusterModels.Model;
import dev.medley.cluster.engine.ClusterModels.Service;
import dev.medley.cluster.host.Maintenance;
import dev.medley.cluster.instance.DirtyRate;
import dev.medley.cluster.instance.DisruptionBudget;
import dev.medley.cluster.instance.MigrationSpec;
import dev.medley.cluster.instance.MigrationSpec.AfterFailure;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.resource.Portion;
import dev.medley.cluster.runtime.StartStage;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Migrations and drains with constant laws: timelines worked out by hand. */
class LiveMigrationTest {
  private static final String VM = "{runtime=process,service=vm}";
  private static final long GIB = 1L << 30;

  private static Outcome run(Model model) {
    return Replication.run(model.build(), 1, 0);
  }

  private static MigrationSpec migration(String dirtyRate, double resume, AfterFailure then) {
    return new MigrationSpec(
        new DirtyRate(Bandwidth.parse(dirtyRate), 0),
        null,
        null,
        Bandwidth.parse("64MiB/s"),
        Duration.ofMillis(300),
        constant(resume),
        null,
        Duration.ofSeconds(150),
        Duration.ofSeconds(800),
        then);
  }

  /** 1 GiB of memory. */
  private static Service vm(String dirtyRate) {
    return service("vm")
        .request(1000, GIB)
        .migration(migration(dirtyRate, 0.05, AfterFailure.RETRY));
  }

  private static Maintenance drain(double at, @Nullable Double work, @Nullable Double timeout) {
    return new Maintenance(
        "group-0",
        0,
        1,
        seconds(at),
        work == null ? null : seconds(work),
        1,
        timeout == null ? null : seconds(timeout));
  }

  private static double failed(Outcome outcome, String reason) {
    return figure(outcome, "migration.failed{reason=" + reason + ",service=vm}");
  }

  @Test
  void aMigrationMayTakeLongerThanTheClockCanTell() {
    // 1 PB at 8 b/s: 10^15 s, and it would be given up after 3 * 10^13 s; 2^63 ns are 9 * 10^9 s
    MigrationSpec endless =
        new MigrationSpec(
            new DirtyRate(Bandwidth.parse("1b/s"), 0),
            new Bytes(1_000_000_000_000_000L),
            null,
            new Bandwidth(8),
            Duration.ofMillis(300),
            constant(0),
            null,
            Duration.ofDays(365),
            Duration.ofDays(365),
            AfterFailure.RETRY);
    Outcome outcome =
        run(
            model(seconds(100))
                .hosts(2, host(4), null)
                .service(service("vm").request(1000, GIB).migration(endless))
                .maintenance(drain(10, null, null)));
    assertThat(failed(outcome, "too long")).isZero();
    assertThat(figure(outcome, "drain.count")).isZero();
  }

  @Test
  void aMigrationTakesWhatTheClosedFormSays() {
    Outcome outcome =
        run(
            model(seconds(100))
                .hosts(2, host(4), null)
                .service(vm("16MiB/s"))
                .maintenance(drain(10, null, null)));
    // r = 1/4: 1024, 256, 64 MiB in rounds, then 16 MiB (0.25 s <= 0.3 s), resume 0.05 s
    assertThat(figure(outcome, "migration.count" + VM)).isEqualTo(1);
    assertThat(figure(outcome, "migration.rounds" + VM)).isEqualTo(3);
    assertThat(figure(outcome, "migration.bytes" + VM))
        .isCloseTo((1024 + 256 + 64 + 16) * (double) (1 << 20), within(1.0));
    assertThat(figure(outcome, "migration.downtime" + VM + ".max"))
        .isCloseTo(0.25 + 0.05, within(1e-9));
    assertThat(figure(outcome, "migration.duration" + VM + ".max"))
        .isCloseTo(16 + 4 + 1 + 0.25 + 0.05, within(1e-9));
    assertThat(figure(outcome, "drain.duration.max")).isCloseTo(21.3, within(1e-9));
    assertThat(figure(outcome, "eviction.count" + VM)).isZero();
    assertThat(figure(outcome, "replicas.ready" + VM)).isEqualTo(1);
  }

  @Test
  void whatAStandingInstanceComputesKeepsItsPlace() {
    // the instance stands still from 31 s to 31.3 s; two jobs share its core from 25 s on
    Outcome outcome =
        run(
            model(seconds(40))
                .hosts(2, host(4), null)
                .service(vm("16MiB/s").concurrency(2).cpu(constant(4)).jobs(2, 25))
                .maintenance(drain(10, null, null)));
    assertThat(figure(outcome, "job.duration" + VM + ".max")).isCloseTo(8.3, within(1e-6));
    assertThat(figure(outcome, "job.restarted" + VM)).isZero();
    assertThat(figure(outcome, "migration.count" + VM)).isEqualTo(1);
  }

  @Test
  void connectionsHoldWhileAnInstanceStandsStill() {
    // every request takes 10 ms of CPU, a storage call of 20 ms and 5 ms of network there and back
    Outcome outcome =
        run(
            model(seconds(40))
                .hosts(2, host(4), null)
                .service(
                    vm("16MiB/s")
                        .runtime(runtime().hop(constant(0.005)).storage(constant(0.02), 1e6))
                        .concurrency(1000)
                        .calls(1)
                        .cpu(constant(0.001))
                        .rate(100))
                .maintenance(drain(10, null, null)));
    assertThat(figure(outcome, "request.completed") + figure(outcome, "request.inflight"))
        .isEqualTo(figure(outcome, "request.count"));
    // who comes first waits 0.3 s; some 30 that came meanwhile share a core at 31.3 s
    assertThat(figure(outcome, "request.latency{runtime=process,service=vm}.max"))
        .isBetween(0.32, 0.031 + 0.3 + 0.06);
    assertThat(figure(outcome, "request.latency{runtime=process,service=vm}.p50"))
        .isCloseTo(0.031, within(0.001));
  }

  @Test
  void fiveMigrateAtOnceAndTwoFromAHost() {
    for (int[] limits : new int[][] {{5, 2}, {5, 3}, {1, 2}, {100, 100}}) {
      Outcome outcome =
          run(
              model(seconds(1000))
                  .migrations(limits[0], limits[1])
                  .hosts(1, host(6), null)
                  .hosts(1, host(6), null)
                  .service(vm("16MiB/s").replicas(6))
                  .maintenance(drain(10, null, null)));
      // least allocated spreads six over two hosts: three have to move, in waves
      int atOnce = Math.min(limits[0], limits[1]);
      double waves = Math.ceil(3.0 / atOnce);
      assertThat(figure(outcome, "migration.count" + VM)).isEqualTo(3);
      assertThat(figure(outcome, "drain.duration.max")).isCloseTo(waves * 21.3, within(1e-6));
    }
  }

  @Test
  void withoutRoomNothingMigratesAndTheReasonIsTold() {
    Outcome outcome =
        run(
            model(seconds(1000))
                .hosts(2, host(1), null)
                .service(vm("16MiB/s").replicas(2))
                .maintenance(drain(10, null, 300.0)));
    assertThat(figure(outcome, "migration.count" + VM)).isZero();
    assertThat(figure(outcome, "drain.given.up")).isEqualTo(1);
    assertThat(figure(outcome, "replicas.ready" + VM)).isEqualTo(2);
    assertThat(outcome.notices())
        .contains(
            "vm: migrations found no target for a time (1 host: cordoned, 1 host: insufficient cpu)");
  }

  @Test
  void whatNeverConvergesIsTriedAgainOrEvicted() {
    Outcome again =
        run(
            model(seconds(1000))
                .hosts(2, host(4), null)
                .service(vm("64MiB/s"))
                .maintenance(drain(10, null, 500.0)));
    // given up after 16 + 150 s each, tried again at the next full 5 s of the drain: 170, 340, ...
    assertThat(failed(again, "no progress")).isEqualTo(3);
    assertThat(figure(again, "migration.count" + VM)).isZero();
    assertThat(figure(again, "drain.given.up")).isEqualTo(1);
    assertThat(figure(again, "migration.bytes" + VM))
        .isCloseTo(3 * 166 * 64.0 * (1 << 20), within(100.0));
    Outcome evicted =
        run(
            model(seconds(1000))
                .hosts(2, host(4), null)
                .service(
                    vm("64MiB/s")
                        .migration(migration("64MiB/s", 0, AfterFailure.EVICT))
                        .runtime(
                            runtime()
                                .stage("boot", StartStage.When.ALWAYS, constant(30))
                                .shutdown(constant(3))))
                .maintenance(drain(10, null, null)));
    assertThat(failed(evicted, "no progress")).isEqualTo(1);
    assertThat(figure(evicted, "eviction.count" + VM)).isEqualTo(1);
    assertThat(figure(evicted, "drain.duration.max")).isCloseTo(170 + 3, within(1e-6));
    assertThat(figure(evicted, "replicas.ready" + VM)).isCloseTo(1 - 30 / 1000.0, within(1e-9));
  }

  @Test
  void evictionsLeaveWhatTheBudgetSays() {
    // four on the host that is drained; each replacement takes 20 s, so do two at a time
    Outcome outcome =
        run(
            model(seconds(1000))
                .hosts(1, host(4), null)
                .hosts(1, host("other", 8, Map.of(), host(1).gateway()), null)
                .service(
                    service("web")
                        .request(1000, 0)
                        .replicas(8)
                        .disruption(new DisruptionBudget(Portion.parse("75%"), null))
                        .runtime(
                            runtime()
                                .stage("boot", StartStage.When.ALWAYS, constant(18))
                                .shutdown(constant(1))))
                .maintenance(drain(10, null, null)));
    String web = "{runtime=process,service=web}";
    double evictions = figure(outcome, "eviction.count" + web);
    assertThat(evictions).isBetween(2.0, 4.0);
    assertThat(figure(outcome, "replicas.ready" + web))
        .isCloseTo(8 - evictions * 18 / 1000, within(1e-9));
    // two at 10 s, whose successors are ready at 28 s; refusals at 10, 15, 20, 25 s
    assertThat(figure(outcome, "eviction.refused" + web)).isEqualTo(4 * (evictions - 2));
  }

  @Test
  void aHostReturnsAfterItsMaintenance() {
    // only the drained host has room for the second instance: it waits for its return
    Outcome outcome =
        run(
            model(seconds(1000))
                .hosts(2, host(1), null)
                .service(service("web").request(1000, 0).replicas(2))
                .maintenance(drain(10, 60.0, null)));
    String web = "{runtime=process,service=web}";
    assertThat(figure(outcome, "drain.duration.max")).isZero();
    assertThat(figure(outcome, "replicas.ready" + web)).isCloseTo(2 - 60 / 1000.0, within(1e-9));
    assertThat(figure(outcome, "eviction.count" + web)).isEqualTo(1);
  }
}
