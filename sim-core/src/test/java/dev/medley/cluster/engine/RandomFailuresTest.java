package dev.medley.cluster.engine;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.engine.ClusterModels.Model;
import dev.medley.cluster.engine.ClusterModels.Scripted;
import dev.medley.cluster.engine.ClusterModels.Service;
import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.instance.InstanceLists;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.Failures;
import dev.medley.cluster.engine.state.Failures.Bursts;
import dev.medley.cluster.engine.state.Failures.Detection;
import dev.medley.cluster.engine.state.Failures.HostCrashes;
import dev.medley.cluster.engine.state.Failures.SlowHosts;
import dev.medley.cluster.engine.state.Failures.ZoneOutages;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceKind;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.instance.OwningController;
import dev.medley.cluster.instance.RestartPolicy;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.cluster.workload.Balancer;
import dev.medley.distribution.DurationLaw;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random clusters under random failures of every sort: what must hold after every event that moved
 * an instance, over more than a million transitions.
 */
class RandomFailuresTest {
  private static final long FIRST_SEED = 7_000;
  private static final long LEAST_TRANSITIONS = 1_000_000;

  private static final String[] ZONES = {"a", "b", "c"};

  private static <T> T any(RandomStream random, T[] of) {
    return of[random.nextInt(of.length)];
  }

  private static ClusterModel random(long seed) {
    RandomStream random = new StreamTree(seed, 0).stream("model");
    Model model =
        model(seconds(40_000))
            .warmup(random.nextInt(3) * 1000)
            .control(60, 60, 5 + random.nextInt(60));
    int zones = 1 + random.nextInt(3);
    for (int z = 0; z < zones; z++) {
      model.zone(ZONES[z], 1 + random.nextInt(5), host(1 + random.nextInt(4)));
    }
    Map<String, DurationLaw> crashes = new LinkedHashMap<>();
    int services = 1 + random.nextInt(3);
    for (int s = 0; s < services; s++) {
      String name = "s" + s;
      model.service(randomService(name, random));
      if (random.nextInt(3) > 0) {
        crashes.put(name, exponential(5 + random.nextInt(300)));
      }
    }
    return model.failures(randomFailures(zones, crashes, random)).build();
  }

  private static Service randomService(String name, RandomStream random) {
    int most = 1 + random.nextInt(8);
    Service service =
        service(name)
            .runtime(
                runtime()
                    .stage("boot", StartStage.When.ALWAYS, exponential(0.1 + random.nextInt(60)))
                    .stage("pull", StartStage.When.IMAGE_ABSENT, exponential(20))
                    .shutdown(exponential(1 + random.nextInt(30))))
            .request(100 + random.nextInt(900), 0)
            .concurrency(1 + random.nextInt(3))
            .balancer(any(random, Balancer.values()))
            .grace(random.nextInt(40))
            .replicas(most, 0, most);
    boolean bare = random.nextInt(3) == 0;
    service.lifeCycle(
        any(random, InstanceKind.values()),
        any(random, RestartPolicy.values()),
        bare ? OwningController.NONE : OwningController.REPLICA_SET);
    if (!bare && random.nextInt(2) == 0) {
      long wave = 30 + random.nextInt(2000);
      service.policy(
          new Scripted(null, view -> (int) (view.nowNanos() / 1_000_000_000L / wave % (most + 1))));
    }
    if (random.nextInt(4) == 0) {
      service.cpu(exponential(50)).jobs(200, 5000);
    } else {
      service.cpu(exponential(2)).rate(0.02 + random.nextInt(3) * 0.04);
      if (random.nextInt(2) == 0) {
        service.timeout(1 + random.nextInt(60));
      }
    }
    return service;
  }

  private static Failures randomFailures(
      int zones, Map<String, DurationLaw> crashes, RandomStream random) {
    List<HostCrashes> hosts = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      hosts.add(
          new HostCrashes(
              null,
              random.nextInt(2) == 0 ? null : ZONES[random.nextInt(zones)],
              exponential(20 + random.nextInt(300)),
              random.nextInt(5) == 0 ? constant(0) : exponential(1 + random.nextInt(300))));
    }
    List<ZoneOutages> outages =
        random.nextInt(2) == 0
            ? List.of()
            : List.of(
                new ZoneOutages(
                    ZONES[random.nextInt(zones)],
                    null,
                    exponential(500 + random.nextInt(4000)),
                    exponential(1 + random.nextInt(900))));
    List<SlowHosts> slow =
        random.nextInt(2) == 0
            ? List.of()
            : List.of(new SlowHosts(null, null, exponential(300), exponential(100), 0.3));
    List<Bursts> bursts =
        random.nextInt(2) == 0
            ? List.of()
            : List.of(
                new Bursts(
                    null,
                    null,
                    1 + random.nextInt(4),
                    seconds(random.nextInt(60)),
                    null,
                    exponential(200 + random.nextInt(2000)),
                    exponential(1 + random.nextInt(400))));
    Detection detection =
        new Detection(
            seconds(random.nextInt(60)),
            seconds(random.nextInt(400)),
            0.01 + random.nextInt(10) * 0.1,
            random.nextInt(2) * 0.01,
            0.55,
            random.nextInt(2) * 50);
    return new Failures(hosts, outages, slow, bursts, crashes, detection, List.of());
  }

  @Test
  @Timeout(300)
  void whateverFailsInstancesAndCapacityAreConserved() {
    long transitions = 0;
    long seed = FIRST_SEED;
    while (transitions < LEAST_TRANSITIONS) {
      ClusterSimulation simulation = new ClusterSimulation(random(seed), new StreamTree(seed, 0));
      InstanceTable table = simulation.lifecycle().table();
      long[] seen = {-1};
      String replay = "seed " + seed;
      simulation.traceTo(
          (nanos, type, subject, payload) -> {
            if (table.transitions() != seen[0]) {
              seen[0] = table.transitions();
              check(simulation, replay + " before " + type.name() + " at " + nanos + " ns");
            }
          });
      // the run itself checks at its end that requests and jobs are conserved
      simulation.run();
      check(simulation, replay + " at the end");
      transitions += table.transitions();
      seed++;
    }
    assertThat(seed - FIRST_SEED).as("models, from seed %d on", FIRST_SEED).isGreaterThan(20);
  }

  private static void check(ClusterSimulation simulation, String when) {
    InstanceLifecycle lifecycle = simulation.lifecycle();
    InstanceTable table = lifecycle.table();
    HostView host = lifecycle.hosts();
    long[] cpu = new long[64];
    int hosts = 0;
    for (ServiceRun service : simulation.services()) {
      int replicas = 0;
      int ready = 0;
      int seeming = 0;
      int pending = 0;
      InstanceLists living = lifecycle.living();
      for (int instance = living.first(service.index);
          instance != InstanceLists.NONE;
          instance = living.next(instance)) {
        InstanceState state = table.state(instance);
        int on = table.host(instance);
        replicas += lifecycle.isReplica(instance) ? 1 : 0;
        ready += state == InstanceState.READY ? 1 : 0;
        seeming += lifecycle.seemsReady(instance) ? 1 : 0;
        if (state == InstanceState.STOPPED || state == InstanceState.FAILED) {
          throw new AssertionError(when + ": instance " + instance + " lives on as " + state);
        }
        if (state == InstanceState.PENDING) {
          pending++;
          require(on == InstanceTable.NO_HOST, when, "a pending instance is on a host", instance);
          continue;
        }
        cpu[on] += service.model.instance().cpuRequestMilli();
        hosts = Math.max(hosts, on + 1);
        require(
            host.moveTo(on).isDown() == (state == InstanceState.UNREACHABLE),
            when,
            state + " on a host that is " + (host.isDown() ? "down" : "up"),
            instance);
      }
      String name = service.model.name();
      equal(replicas, lifecycle.replicaCount(service.index), when, name + " replicas");
      equal(ready, service.statistics.ready.value(), when, name + " ready");
      equal(seeming, service.endpoints.size(), when, name + " endpoints");
      equal(pending, lifecycle.pendingCount(service.index), when, name + " pending");
      if (pending > 0 && lifecycle.firstRefusal(service.index).isEmpty()) {
        throw new AssertionError(when + ": " + name + " waits without a reason");
      }
      if (service.model.instance().lifeCycle().isReplaced()) {
        // nothing runs twice, nothing is forgotten
        equal(replicas, service.replicas, when, name + " asked for");
      } else if (replicas > service.replicas) {
        throw new AssertionError(when + ": " + name + " has " + replicas + " replicas");
      }
    }
    for (int h = 0; h < hosts; h++) {
      equal(cpu[h], host.moveTo(h).reservedCpuMilli(), when, "reserved on host " + h);
      if (cpu[h] > host.allocatableCpuMilli()) {
        throw new AssertionError(when + ": host " + h + " is reserved beyond its capacity");
      }
    }
  }

  private static void require(boolean holds, String when, String what, int instance) {
    if (!holds) {
      throw new AssertionError(when + ": instance " + instance + ": " + what);
    }
  }

  private static void equal(double actual, double expected, String when, String what) {
    if (actual != expected) {
      throw new AssertionError(when + ": " + what + " are " + actual + ", not " + expected);
    }
  }
}
