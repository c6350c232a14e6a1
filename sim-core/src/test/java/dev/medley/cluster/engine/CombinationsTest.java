package dev.medley.cluster.engine;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.schedule;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.engine.ClusterModels.Model;
import dev.medley.cluster.engine.state.Checking;
import dev.medley.cluster.engine.state.Failures;
import dev.medley.cluster.engine.state.Failures.Detection;
import dev.medley.cluster.engine.state.Failures.ZoneOutages;
import dev.medley.cluster.host.Maintenance;
import dev.medley.cluster.host.NodePressure;
import dev.medley.cluster.instance.DirtyRate;
import dev.medley.cluster.instance.DisruptionBudget;
import dev.medley.cluster.instance.InstanceKind;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.instance.MemoryUse;
import dev.medley.cluster.instance.MigrationSpec;
import dev.medley.cluster.instance.OwningController;
import dev.medley.cluster.instance.RestartPolicy;
import dev.medley.cluster.instance.RollingUpdate;
import dev.medley.cluster.instance.WarmPool;
import dev.medley.cluster.metric.MetricFamily;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.resource.Portion;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.cluster.workload.Starts;
import dev.medley.experiment.MetricValue;
import dev.medley.experiment.Outcome;
import dev.medley.experiment.Replication;
import dev.medley.random.StreamTree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@link RandomTogetherTest} found between features that were each right alone. */
class CombinationsTest {
  private static ClusterSimulation run(Model model) {
    ClusterSimulation simulation = new ClusterSimulation(model.build(), new StreamTree(1, 0));
    simulation.check(Checking.every(1));
    simulation.run();
    return simulation;
  }

  /** One host is drained from 10 s on, and is worked on for a second. */
  private static Maintenance drained() {
    return new Maintenance("group-0", 0, 1, seconds(10), seconds(1), 1, null);
  }

  /** What crashes after so long, whenever it has become ready. */
  private static Failures crashing(double seconds) {
    return new Failures(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of("a", constant(seconds)),
        Detection.KUBERNETES);
  }

  @Test
  void aDrainEvictsWhatStartsAgainAndGivesItsHostBackOnce() {
    // refused at 10 s by its budget, crashed at 12 s, back after 8 s: it is asked at 15 s
    ClusterSimulation simulation =
        run(
            model(seconds(40))
                .host(host(1))
                .maintenance(drained())
                .failures(crashing(12))
                .service(
                    service("a")
                        .disruption(new DisruptionBudget(new Portion(1, false), null))
                        .runtime(runtime().stage("boot", StartStage.When.ALWAYS, constant(8)))));
    InstanceTable table = simulation.lifecycle().table();
    assertThat(table.state(0)).isEqualTo(InstanceState.STOPPED);
    assertThat(table.changedNanos(0)).isEqualTo(15_000_000_000L);
    assertThat(simulation.lifecycle().hosts().moveTo(0).isCordoned()).isFalse();
    assertThat(table.host(1)).isZero();
  }

  @Test
  void aDrainedHostGivesUpItsPartOfAWarmPool() {
    ClusterSimulation simulation =
        run(
            model(seconds(40))
                .host(host(1))
                .host(host(1))
                .maintenance(drained())
                .service(
                    service("a")
                        .replicas(0)
                        .runtime(runtime().stage("boot", StartStage.When.ALWAYS, constant(1)))
                        .provisioning(null, new WarmPool(2, "boot"), null, null)));
    assertThat(simulation.lifecycle().hosts().moveTo(0).isCordoned()).isFalse();
    assertThat(simulation.lifecycle().instancesOn(0)).isZero();
    assertThat(simulation.lifecycle().instancesOn(1)).isEqualTo(2);
  }

  @Test
  void aStartThatIsKeptIsOverOnceHoweverOftenItsInstanceCrashes() {
    // a start takes 10 s, one at a time: the second begins at 10 s, the third at 20 s
    ClusterSimulation simulation =
        run(
            model(seconds(29))
                .host(host(8))
                .failures(crashing(1))
                .service(
                    service("a")
                        .starts(new Starts(8, 1, seconds(0), true))
                        .runtime(runtime().stage("boot", StartStage.When.ALWAYS, constant(10)))));
    // the first crashed at 11 s and was ready again at 21 s, which is no further start
    assertThat(simulation.lifecycle().table().size()).isEqualTo(3);
  }

  @Test
  void whatIsKilledForItsMemoryIsNotReplacedWhereNobodyReplacesIt() {
    ClusterSimulation simulation =
        run(
            model(seconds(60))
                .host(host(4))
                .service(
                    service("a")
                        .replicas(2)
                        .lifeCycle(InstanceKind.POD, RestartPolicy.NEVER, OwningController.NONE)
                        .memory(
                            1 << 20,
                            new MemoryUse(
                                new Bytes(0),
                                new Bytes(0),
                                0,
                                new MemoryUse.Leak(new Bytes(1 << 20), constant(20))))));
    assertThat(simulation.lifecycle().table().size()).isEqualTo(2);
    assertThat(simulation.lifecycle().table().state(0)).isEqualTo(InstanceState.FAILED);
  }

  @Test
  void aProcessCrashesAlsoWhileItMigrates() {
    // it migrates from 10 s on for 8 s, and crashes at 12 s
    ClusterSimulation simulation =
        run(
            model(seconds(30))
                .host(host(1))
                .host(host(1))
                .maintenance(drained())
                .failures(crashing(12))
                .service(
                    service("a")
                        .migration(
                            new MigrationSpec(
                                new DirtyRate(new Bandwidth(0), 0),
                                new Bytes(512L << 20),
                                null,
                                Bandwidth.parse("64MiB/s"),
                                seconds(1),
                                constant(0),
                                null,
                                seconds(100),
                                seconds(100),
                                MigrationSpec.AfterFailure.RETRY))));
    InstanceTable table = simulation.lifecycle().table();
    assertThat(table.state(0)).isEqualTo(InstanceState.FAILED);
    assertThat(table.changedNanos(0)).isEqualTo(12_000_000_000L);
    assertThat(table.host(1)).isEqualTo(1);
  }

  private static RollingUpdate updateAt(double seconds) {
    return new RollingUpdate(
        seconds(seconds),
        new Portion(0, false),
        new Portion(1, false),
        seconds(0),
        seconds(600),
        false,
        null,
        null);
  }

  @Test
  void anUpdateReplacesWhatBacksOff() {
    // crashes at 1 s, 7 s and 23 s; the third wait is over at 43 s
    ClusterSimulation simulation =
        run(
            model(seconds(40))
                .host(host(1))
                .failures(crashing(1))
                .service(
                    service("a")
                        .update(updateAt(30))
                        .runtime(runtime().stage("boot", StartStage.When.ALWAYS, constant(5)))));
    InstanceTable table = simulation.lifecycle().table();
    assertThat(table.state(0)).isEqualTo(InstanceState.STOPPED);
    assertThat(table.changedNanos(0)).isEqualTo(30_000_000_000L);
    assertThat(table.revision(1)).isEqualTo(1);
  }

  @Test
  void whatHasCrashedIsNotAvailableToAnUpdate() {
    // from 5 s on one of two is missing; the other crashes at 12 s
    Outcome outcome =
        Replication.run(
            model(seconds(40))
                .host(host(4))
                .failures(crashing(12))
                .service(
                    service("a")
                        .replicas(2)
                        .update(updateAt(5))
                        .runtime(runtime().stage("boot", StartStage.When.ALWAYS, constant(10))))
                .build(),
            1,
            0);
    assertThat(
            outcome.metrics().stream()
                .filter(
                    metric ->
                        metric.name().startsWith(MetricFamily.UPDATE_AVAILABLE_MIN.text() + "{"))
                .map(MetricValue::value))
        .containsExactly(0.0);
  }

  @Test
  void theAgentOfAHostThatIsDownEvictsNothing() {
    // short of memory from 5 s to 25 s on, down from 60 s to 160 s, looked at every 100 s
    Failures outage =
        new Failures(
            List.of(),
            List.of(new ZoneOutages("z", seconds(60), null, constant(100))),
            List.of(),
            List.of(),
            Map.of(),
            Detection.KUBERNETES);
    Model model =
        model(seconds(150))
            .zone("z", 1, host(1, 1000))
            .eviction(new NodePressure(new Bytes(400), new Bytes(0), seconds(100)))
            .failures(outage)
            .service(
                service("a")
                    .replicas(0, 0, 1)
                    .policy(schedule(0, 5, 1))
                    .memory(0, new MemoryUse(new Bytes(800), new Bytes(0), 0, null)));
    ClusterSimulation simulation = run(model);
    assertThat(simulation.lifecycle().table().size()).isEqualTo(1);
    assertThat(simulation.lifecycle().table().state(0)).isEqualTo(InstanceState.UNREACHABLE);
  }
}
