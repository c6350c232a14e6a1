package dev.medley.cluster.engine;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.instance.MemoryPressure;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.Checking;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.EndpointLinks;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.instance.MemoryUse;
import dev.medley.cluster.resource.Bytes;
import dev.medley.kernel.Simulation;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/**
 * In the middle of a run somebody breaks a table: the next check says what, when and after what.
 */
class InvariantsTest {
  private static final long BROKEN_NANOS = 5_000_000_000L;

  private final ClusterModel model =
      model(seconds(10))
          .host(host(4))
          .service(
              service("web")
                  .rate(20)
                  .cpu(constant(0.01))
                  .memory(
                      0,
                      new MemoryUse(
                          new Bytes(1000),
                          new Bytes(0),
                          0,
                          new MemoryUse.Leak(new Bytes(1000), constant(1)))))
          .service(service("batch").jobs(100, 1).cpu(constant(1)))
          .build();
  private final Simulation simulation = new Simulation();
  private final List<ServiceRun> services = new ArrayList<>();
  private final InstanceLifecycle lifecycle;
  private final RequestFlow flow;
  private final MemoryPressure memory;

  InvariantsTest() {
    StreamTree streams = new StreamTree(1, 0);
    EndpointLinks links = new EndpointLinks();
    model
        .services()
        .forEach(
            service -> services.add(new ServiceRun(services.size(), service, streams, links, 0)));
    lifecycle = new InstanceLifecycle(simulation, model, services, streams);
    flow = new RequestFlow(simulation, model, services, streams, lifecycle);
    lifecycle.connect(flow);
    memory =
        Objects.requireNonNull(MemoryPressure.of(simulation, model, services, lifecycle, streams));
  }

  /** Runs with a witness behind the checks that breaks something once. */
  private void run(Checking checking, LongConsumer breakage) {
    boolean[] broken = {false};
    simulation.traceTo(
        new Invariants(
            checking,
            lifecycle.invariants(),
            new Conservation(services, flow, 0),
            memory,
            (now, type, subject, payload) -> {
              if (!broken[0] && now >= BROKEN_NANOS) {
                broken[0] = true;
                breakage.accept(now);
              }
            }));
    lifecycle.createInitial();
    flow.start();
    simulation.runUntil(model.durationNanos());
    assertThat(broken[0]).isTrue();
  }

  private void finds(LongConsumer breakage, String what) {
    assertThatThrownBy(() -> run(Checking.every(1), breakage))
        .isInstanceOf(SimulationFault.class)
        .hasMessageMatching("(?s)at 5\\d{9} ns in event '[a-z-]+' of subject \\d+: invariant: .*")
        .hasMessageContaining(what)
        .hasMessageContaining("found before this event, 1 after the last check; the last one was '")
        .hasMessageMatching("(?s).*' of subject \\d+ at 5\\d{9} ns.*");
  }

  @Test
  void nothingIsFoundWhereNothingIsBroken() {
    assertThatCode(() -> run(Checking.every(1), now -> {})).doesNotThrowAnyException();
  }

  @Test
  void aRequestThatNobodySent() {
    finds(services.get(0).statistics::arrived, "requests of web are not conserved: ");
  }

  @Test
  void aRequestThatIsDoneTwice() {
    finds(now -> services.get(0).statistics.lost(now), "requests of web are not conserved: ");
  }

  @Test
  void aJobThatIsLost() {
    finds(
        now -> Objects.requireNonNull(services.get(1).jobs).waiting.add(now, -1),
        "jobs of batch are not conserved: ");
  }

  @Test
  void aLeakThatIsCountedTwice() {
    // its rate is added to the host's once more: the sums part as soon as time goes on
    finds(now -> memory.onReady(0), "host 0 uses memory (bytes): ");
  }

  @Test
  void anInstanceThatIsCountedTwice() {
    finds(now -> services.get(0).statistics.instances.add(now, 1), "placed of web: 2 counted");
  }

  @Test
  void everyManyEventsFindsItLater() {
    assertThatThrownBy(() -> run(Checking.every(50), services.get(0).statistics::arrived))
        .hasMessageContaining("found before this event, 50 after the last check");
  }

  /** However large a model is, a check looks at as many rows as events went before, or fewer. */
  @Test
  void amortisedChecksComeOften() {
    assertThatThrownBy(() -> run(Checking.AMORTISED, services.get(0).statistics::arrived))
        .hasMessageContaining("found before this event, 32 after the last check");
  }
}
