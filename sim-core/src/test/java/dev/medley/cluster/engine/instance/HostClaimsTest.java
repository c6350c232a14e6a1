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
import dev.medley.kernel.Simulation;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to instances on their way, what they occupied is free again. */
class HostClaimsTest {
  private static final int HOSTS = 3;
  private static final int STEPS = 4000;
  private static final HostUse CPU = new HostUse(HostUse.Kind.CPU, null, null);
  private static final HostUse DISK = new HostUse(HostUse.Kind.STORAGE, null, null);
  private static final HostUse ONE = new HostUse(HostUse.Kind.LOCK, "one", null);
  private static final HostUse TWO = new HostUse(HostUse.Kind.LOCK, "two", 2);

  private final Simulation simulation = new Simulation();
  private ServiceRun service;
  private InstanceLifecycle lifecycle;
  private RequestFlow flow;

  private void prepare(long seed) {
    ClusterModel model =
        model(seconds(1))
            .hosts(HOSTS, host(5), null)
            .service(
                service("web")
                    .replicas(0)
                    .request(1, 0)
                    .runtime(
                        runtime()
                            .stage("compute", ALWAYS, exponential(1), CPU)
                            .stage("one", ALWAYS, exponential(0.4), ONE)
                            .stage("plain", ALWAYS, exponential(0.2))
                            .stage("load", ALWAYS, exponential(0.3), DISK)
                            .stage("two", ALWAYS, exponential(0.5), TWO)
                            .shutdown(exponential(0.3), ONE)))
            .build();
    StreamTree streams = new StreamTree(seed, 0);
    service = new ServiceRun(0, model.services().get(0), streams, new EndpointLinks(), 0);
    List<ServiceRun> services = List.of(service);
    lifecycle = new InstanceLifecycle(simulation, model, services, streams);
    flow = new RequestFlow(simulation, model, services, streams, lifecycle);
    lifecycle.connect(flow);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void cancelAndFailReleaseLocksCpuAndStorage(long seed) {
    prepare(seed);
    RandomStream random = new StreamTree(seed, 1).stream("test");
    int cancelled = 0;
    int failed = 0;
    int waited = 0;
    for (int step = 0; step < STEPS; step++) {
      double chance = random.nextDouble();
      int instance = anyLiving(random);
      if (chance < 0.55 || instance == InstanceLists.NONE) {
        lifecycle.create(service);
      } else if (chance < 0.75) {
        cancelled += lifecycle.table().state(instance) == InstanceState.STARTING ? 1 : 0;
        lifecycle.retire(instance);
      } else if (chance < 0.9 && lifecycle.table().state(instance) != InstanceState.PENDING) {
        failed++;
        lifecycle.fail(instance);
      }
      for (int h = 0; h < HOSTS; h++) {
        waited += checkLock(lifecycle.claims().locks().of(h, "one"), 1);
        waited += checkLock(lifecycle.claims().locks().of(h, "two"), 2);
      }
      simulation.runUntil(simulation.nowNanos() + (long) (random.nextDouble() * 0.4e9));
    }
    assertThat(cancelled).isGreaterThan(STEPS / 50);
    assertThat(failed).isGreaterThan(STEPS / 50);
    assertThat(waited).isGreaterThan(STEPS / 50);

    while (lifecycle.living().first(0) != InstanceLists.NONE) {
      int instance = lifecycle.living().first(0);
      lifecycle.retire(instance);
      simulation.runUntil(simulation.nowNanos() + 60_000_000_000L);
    }
    for (int h = 0; h < HOSTS; h++) {
      for (String name : List.of("one", "two")) {
        int lock = lifecycle.claims().locks().of(h, name);
        assertThat(lifecycle.claims().locks().holding(lock)).isZero();
        assertThat(lifecycle.claims().locks().waiting(lock)).isZero();
      }
      double used = flow.cpu().hostUsedCoreNanos(h);
      simulation.runUntil(simulation.nowNanos() + 60_000_000_000L);
      assertThat(flow.cpu().hostUsedCoreNanos(h)).isEqualTo(used);
    }
    lifecycle.create(service);
    simulation.runUntil(simulation.nowNanos() + 60_000_000_000L);
    assertThat(lifecycle.table().state(lifecycle.living().first(0))).isEqualTo(InstanceState.READY);
  }

  /** No lock has too many holders, and none is idle while somebody waits; returns how many wait. */
  private int checkLock(int lock, int most) {
    HostLocks locks = lifecycle.claims().locks();
    assertThat(locks.holding(lock)).isBetween(0, most);
    if (locks.waiting(lock) > 0) {
      assertThat(locks.holding(lock)).isEqualTo(most);
    }
    return locks.waiting(lock);
  }

  /** One of the youngest, most of which are on their way. */
  private int anyLiving(RandomStream random) {
    int instance = lifecycle.living().last(0);
    int skip = (int) (random.nextDouble() * Math.min(12, lifecycle.living().size(0)));
    for (int i = 0; i < skip; i++) {
      instance = lifecycle.living().previous(instance);
    }
    return instance;
  }
}
