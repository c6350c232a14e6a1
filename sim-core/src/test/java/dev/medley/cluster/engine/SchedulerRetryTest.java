package dev.medley.cluster.engine;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.EndpointLinks;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.kernel.Simulation;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Instances that found no host and go to a scheduler that takes 10 s a second time. */
class SchedulerRetryTest {

  @Test
  void oneThatIsGivenUpAtTheSchedulerDoesNotHoldUpTheOthers() {
    ClusterModel model =
        model(seconds(1000))
            .host(host(1))
            .scheduler(constant(10), constant(0))
            .service(service("old").replicas(1))
            .service(service("web").replicas(0, 0, 2))
            .build();
    Simulation simulation = new Simulation();
    StreamTree streams = new StreamTree(1, 0);
    EndpointLinks links = new EndpointLinks();
    List<ServiceRun> services = new ArrayList<>();
    for (int s = 0; s < 2; s++) {
      services.add(new ServiceRun(s, model.services().get(s), streams, links, 0));
    }
    InstanceLifecycle lifecycle = new InstanceLifecycle(simulation, model, services, streams);
    lifecycle.connect(new RequestFlow(simulation, model, services, streams, lifecycle));
    lifecycle.createInitial();
    lifecycle.create(services.get(1));
    lifecycle.create(services.get(1));
    simulation.runUntil(seconds(25).toNanos());
    assertThat(lifecycle.pendingCount(1)).as("tried at 10 s and 20 s, no room").isEqualTo(2);
    lifecycle.retire(0);
    simulation.runUntil(seconds(30).toNanos());
    lifecycle.retire(1);
    simulation.runUntil(seconds(44).toNanos());
    assertThat(lifecycle.table().state(2)).isEqualTo(InstanceState.PENDING);
    simulation.runUntil(seconds(46).toNanos());
    assertThat(lifecycle.table().state(2))
        .as("skipped at 35 s, placed at 45 s")
        .isEqualTo(InstanceState.READY);
  }
}
