package dev.medley.cluster.engine;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.engine.ClusterModels.Model;
import dev.medley.cluster.engine.state.Checking;
import dev.medley.cluster.engine.state.Failures;
import dev.medley.cluster.engine.state.Failures.Detection;
import dev.medley.cluster.host.Maintenance;
import dev.medley.cluster.instance.DisruptionBudget;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.instance.WarmPool;
import dev.medley.cluster.resource.Portion;
import dev.medley.cluster.runtime.StartStage;
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
}
