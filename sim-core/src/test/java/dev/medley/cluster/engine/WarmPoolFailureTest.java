package dev.medley.cluster.engine;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static dev.medley.cluster.runtime.StartStage.When.ALWAYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.EndpointLinks;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.instance.WarmPool;
import dev.medley.kernel.Simulation;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Instances of a warm pool that fail, and those that are given up after they were taken. */
class WarmPoolFailureTest {
  private final Simulation simulation = new Simulation();
  private final List<ServiceRun> services = new ArrayList<>();
  private final InstanceLifecycle lifecycle;

  WarmPoolFailureTest() {
    ClusterModel model =
        model(seconds(1000))
            .host(host(4))
            .service(
                service("web")
                    .runtime(
                        runtime()
                            .stage("boot", ALWAYS, constant(10))
                            .stage("load", ALWAYS, constant(2)))
                    .provisioning(null, new WarmPool(2, "boot"), null, null)
                    .replicas(0, 0, 4))
            .build();
    StreamTree streams = new StreamTree(1, 0);
    services.add(new ServiceRun(0, model.services().get(0), streams, new EndpointLinks(), 0));
    lifecycle = new InstanceLifecycle(simulation, model, services, streams);
    lifecycle.connect(new RequestFlow(simulation, model, services, streams, lifecycle));
    lifecycle.createInitial();
  }

  private ServiceRun web() {
    return services.get(0);
  }

  private int ready() {
    return (int) web().statistics.ready.value();
  }

  private int warm() {
    return (int) web().statistics.warm.value();
  }

  @Test
  void anInstanceThatFailsInThePoolIsReplacedAndNeverTaken() {
    assertThat(warm()).isEqualTo(2);
    assertThat(lifecycle.replicaCount(0)).isZero();
    lifecycle.fail(0);
    assertThat(lifecycle.table().state(0)).isEqualTo(InstanceState.FAILED);
    assertThat(warm()).as("another one is on its way").isEqualTo(2);
    lifecycle.create(web());
    lifecycle.create(web());
    simulation.runUntil(seconds(3).toNanos());
    assertThat(ready()).as("one was warm, one goes the whole way").isEqualTo(1);
    simulation.runUntil(seconds(30).toNanos());
    assertThat(ready()).isEqualTo(2);
    assertThat(web().statistics.warmHits()).isEqualTo(1);
    assertThat(web().statistics.warmMisses()).isEqualTo(1);
    assertThat(warm()).isEqualTo(2);
  }

  @Test
  void anInstanceThatFailsOnItsWayToThePoolLeavesNothingBehind() {
    lifecycle.fail(0);
    simulation.runUntil(seconds(5).toNanos());
    // the replacement is halfway through its boot
    lifecycle.fail(2);
    simulation.runUntil(seconds(100).toNanos());
    assertThat(warm()).isEqualTo(2);
    for (int i = 0; i < 4; i++) {
      lifecycle.create(web());
    }
    simulation.runUntil(seconds(200).toNanos());
    assertThat(ready()).as("the host has four cores and gets all of them back").isEqualTo(4);
  }

  @Test
  void anInstanceTakenFromThePoolCanBeGivenUpOnItsWay() {
    lifecycle.create(web());
    assertThat(lifecycle.replicaCount(0)).isEqualTo(1);
    lifecycle.retire(0);
    simulation.runUntil(seconds(100).toNanos());
    assertThat(lifecycle.table().state(0)).isEqualTo(InstanceState.STOPPED);
    assertThat(lifecycle.replicaCount(0)).isZero();
    assertThat(ready()).isZero();
    assertThat(warm()).isEqualTo(2);
  }
}
