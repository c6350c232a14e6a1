package dev.medley.cluster.engine.instance;

import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static dev.medley.cluster.runtime.StartStage.When.ALWAYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.EndpointLinks;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.runtime.HostUse;
import dev.medley.cluster.workload.Starts;
import dev.medley.kernel.Simulation;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A closed loop keeps its degree and its count, whatever happens to its instances. */
class StartLoopsTest {
  private static final int COUNT = 300;
  private static final int IN_FLIGHT = 7;
  private static final HostUse LOCK = new HostUse(HostUse.Kind.LOCK, "setup", null);

  private final Simulation simulation = new Simulation();
  private InstanceLifecycle lifecycle;

  private void begin(long seed, boolean keep) {
    ClusterModel model =
        model(seconds(1))
            .hosts(2, host(400), null)
            .service(
                service("web")
                    .starts(new Starts(COUNT, IN_FLIGHT, Duration.ZERO, keep))
                    .runtime(
                        runtime()
                            .stage("setup", ALWAYS, exponential(0.1), LOCK)
                            .stage("boot", ALWAYS, exponential(0.5))
                            .shutdown(exponential(0.1), LOCK)))
            .build();
    StreamTree streams = new StreamTree(seed, 0);
    List<ServiceRun> services =
        List.of(new ServiceRun(0, model.services().get(0), streams, new EndpointLinks(), 0));
    lifecycle = new InstanceLifecycle(simulation, model, services, streams);
    lifecycle.connect(new RequestFlow(simulation, model, services, streams, lifecycle));
    lifecycle.start();
  }

  private int count(InstanceState state) {
    int count = 0;
    for (int i = 0; i < lifecycle.table().size(); i++) {
      count += lifecycle.table().state(i) == state ? 1 : 0;
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void startsThatFailOrAreGivenUpAreOver(long seed) {
    begin(seed, false);
    RandomStream random = new StreamTree(seed, 1).stream("test");
    int disturbed = 0;
    while (lifecycle.table().size() < COUNT) {
      simulation.runUntil(simulation.nowNanos() + (long) (random.nextDouble() * 0.2e9));
      assertThat(lifecycle.living().size(0)).isLessThanOrEqualTo(IN_FLIGHT);
      if (lifecycle.table().size() == COUNT) {
        break;
      }
      assertThat(lifecycle.living().size(0)).isEqualTo(IN_FLIGHT);
      int instance = lifecycle.living().last(0);
      if (lifecycle.table().state(instance) == InstanceState.STARTING) {
        disturbed++;
        if (random.nextDouble() < 0.5) {
          lifecycle.fail(instance);
        } else {
          lifecycle.retire(instance);
        }
      }
      simulation.runUntil(simulation.nowNanos() + 1);
    }
    simulation.runUntil(simulation.nowNanos() + 60_000_000_000L);

    assertThat(disturbed).isGreaterThan(20);
    assertThat(lifecycle.table().size()).isEqualTo(COUNT);
    assertThat(lifecycle.living().size(0)).isZero();
    assertThat(count(InstanceState.STOPPED) + count(InstanceState.FAILED)).isEqualTo(COUNT);
    assertThat(count(InstanceState.FAILED)).isBetween(1, disturbed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void keptInstancesThatFailLaterAreNotReplaced(long seed) {
    begin(seed, true);
    int failed = 0;
    while (lifecycle.table().size() < COUNT) {
      simulation.runUntil(simulation.nowNanos() + 300_000_000L);
      int starting = count(InstanceState.STARTING);
      assertThat(starting).isBetween(0, IN_FLIGHT);
      if (lifecycle.table().size() < COUNT) {
        assertThat(starting).isEqualTo(IN_FLIGHT);
      }
      int oldest = lifecycle.living().first(0);
      if (lifecycle.table().state(oldest) == InstanceState.READY) {
        lifecycle.fail(oldest);
        failed++;
      }
    }
    simulation.runUntil(simulation.nowNanos() + 60_000_000_000L);

    assertThat(failed).isGreaterThan(10);
    assertThat(lifecycle.table().size()).isEqualTo(COUNT);
    assertThat(count(InstanceState.READY)).isEqualTo(COUNT - failed);
  }
}
