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
import dev.medley.cluster.engine.ClusterModels.Runtime;
import dev.medley.cluster.engine.ClusterModels.Scripted;
import dev.medley.cluster.engine.ClusterModels.Service;
import dev.medley.cluster.engine.state.Checking;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.Failures;
import dev.medley.cluster.engine.state.Failures.Bursts;
import dev.medley.cluster.engine.state.Failures.Detection;
import dev.medley.cluster.engine.state.Failures.HostCrashes;
import dev.medley.cluster.engine.state.Failures.SlowHosts;
import dev.medley.cluster.engine.state.Failures.ZoneOutages;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.Maintenance;
import dev.medley.cluster.host.NodePressure;
import dev.medley.cluster.image.ImageDelivery;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.image.LayerSpec;
import dev.medley.cluster.image.RegistrySpec;
import dev.medley.cluster.instance.DirtyRate;
import dev.medley.cluster.instance.DisruptionBudget;
import dev.medley.cluster.instance.InstanceKind;
import dev.medley.cluster.instance.MemoryUse;
import dev.medley.cluster.instance.MigrationSpec;
import dev.medley.cluster.instance.OwningController;
import dev.medley.cluster.instance.Readiness;
import dev.medley.cluster.instance.RestartPolicy;
import dev.medley.cluster.instance.RollingUpdate;
import dev.medley.cluster.instance.Snapshot;
import dev.medley.cluster.instance.WarmPool;
import dev.medley.cluster.metric.MetricName;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.resource.Portion;
import dev.medley.cluster.runtime.HostUse;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.cluster.runtime.StartStage.When;
import dev.medley.cluster.scaling.ScalingMetric;
import dev.medley.cluster.scaling.hpa.HpaPolicy;
import dev.medley.cluster.scaling.keepalive.KeepAlivePolicy;
import dev.medley.cluster.workload.Activation;
import dev.medley.cluster.workload.Balancer;
import dev.medley.cluster.workload.Starts;
import dev.medley.distribution.DurationLaw;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import dev.medley.stat.LatencyHistogram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Everything that a model may have, together: random subsets on small hosts, so that things wait,
 * fail and leave at the worst moments; every invariant is checked after every event.
 */
class RandomTogetherTest {
  /** More seeds: {@code -Dtogether.first=1000 -Dtogether.seeds=4000}. */
  private static final long FIRST_SEED = Long.getLong("together.first", 1);

  private static final long SEEDS = Long.getLong("together.seeds", 60);

  private static final long MIB = 1L << 20;
  private static final String[] ZONES = {"a", "b", "c"};
  private static final String[] GUESTS = {"guest-boot", RuntimeProfile.APPLICATION};

  private static <T> T any(RandomStream random, T[] of) {
    return of[random.nextInt(of.length)];
  }

  private static boolean oneIn(int n, RandomStream random) {
    return random.nextInt(n) == 0;
  }

  private static ClusterModel random(long seed) {
    RandomStream random = new StreamTree(seed, 0).stream("model");
    Model model =
        model(seconds(300 + random.nextInt(600)))
            .warmup(random.nextInt(3) * 50)
            .control(1 + random.nextInt(15), 1 + random.nextInt(15), 1 + random.nextInt(20));
    int zones = 1 + random.nextInt(3);
    int[] hosts = new int[zones];
    for (int z = 0; z < zones; z++) {
      hosts[z] = 1 + random.nextInt(3);
      model.zone(
          ZONES[z], hosts[z], host(1 + random.nextInt(4), (512 + random.nextInt(2048)) * MIB));
    }
    if (oneIn(3, random)) {
      model.scheduler(exponential(0.01 + random.nextInt(2)), exponential(0.01 + random.nextInt(3)));
    }
    boolean delivers = oneIn(2, random);
    if (delivers) {
      model.images(randomDelivery(random));
    }
    if (oneIn(2, random)) {
      model.eviction(
          new NodePressure(
              new Bytes(random.nextInt(300) * MIB),
              new Bytes(random.nextInt(100) * MIB),
              seconds(1 + random.nextInt(15))));
    }
    for (int m = random.nextInt(3); m > 0; m--) {
      model.maintenance(randomMaintenance(zones, hosts, random));
    }
    model.migrations(1 + random.nextInt(4), 1 + random.nextInt(2));
    Map<String, DurationLaw> crashes = new LinkedHashMap<>();
    int services = 1 + random.nextInt(4);
    for (int s = 0; s < services; s++) {
      String name = "s" + s;
      model.service(randomService(name, delivers, random));
      if (oneIn(2, random)) {
        crashes.put(name, exponential(2 + random.nextInt(100)));
      }
    }
    if (random.nextInt(4) > 0) {
      model.failures(randomFailures(zones, crashes, random));
    }
    return model.build();
  }

  private static Maintenance randomMaintenance(int zones, int[] hosts, RandomStream random) {
    int group = random.nextInt(zones);
    return new Maintenance(
        "group-" + group,
        random.nextInt(hosts[group]),
        null,
        seconds(random.nextInt(300)),
        oneIn(4, random) ? null : seconds(random.nextInt(60)),
        1 + random.nextInt(2),
        oneIn(2, random) ? null : seconds(5 + random.nextInt(200)));
  }

  private static ImageDelivery randomDelivery(RandomStream random) {
    return new ImageDelivery(
        Map.of(
            "hub",
            new RegistrySpec(
                oneIn(2, random) ? null : new Bandwidth(8_000_000L * (1 + random.nextInt(100))),
                oneIn(2, random) ? null : new Bandwidth(8_000_000L * (1 + random.nextInt(20))),
                oneIn(2, random) ? null : 1 + random.nextInt(4))),
        1 + random.nextInt(3),
        oneIn(2, random),
        oneIn(2, random) ? null : new Bandwidth(8_000_000L * (10 + random.nextInt(100))),
        2.86,
        oneIn(2, random) ? null : exponential(1),
        any(
            random,
            new ImageDelivery.Unsigned[] {
              ImageDelivery.Unsigned.ALLOW, ImageDelivery.Unsigned.THROTTLE
            }),
        oneIn(2, random)
            ? null
            : new ImageDelivery.Cache(new Bytes((500 + random.nextInt(500)) * MIB), 0.85, 0.5),
        Bytes.parse("1GB"),
        oneIn(2, random) ? null : 1 + random.nextInt(2));
  }

  private static ImageSpec randomImage(String name, boolean delivers, RandomStream random) {
    boolean preloaded = oneIn(2, random);
    if (!delivers) {
      return new ImageSpec(new Bytes(random.nextInt(100) * MIB), true, List.of(), null, preloaded);
    }
    return new ImageSpec(
        null,
        random.nextInt(5) > 0,
        List.of(
            new LayerSpec("base", new Bytes(30 * MIB), null),
            new LayerSpec(name, new Bytes(random.nextInt(60) * MIB), null)),
        oneIn(3, random) ? null : "hub",
        preloaded);
  }

  private static @Nullable HostUse randomUse(RandomStream random) {
    return switch (random.nextInt(6)) {
      case 0 -> new HostUse(HostUse.Kind.CPU, null, null);
      case 1 -> new HostUse(HostUse.Kind.STORAGE, null, null);
      case 2 -> new HostUse(HostUse.Kind.LOCK, "daemon", 1);
      case 3 -> new HostUse(HostUse.Kind.LOCK, "kernel", 2);
      default -> null;
    };
  }

  private static Runtime randomRuntime(boolean snapshots, RandomStream random) {
    Runtime runtime =
        runtime()
            .hop(constant(random.nextInt(2) * 0.005))
            .storage(exponential(0.005), 10 + random.nextInt(1000))
            .throughput("1Gb/s")
            .transfer("pull", When.IMAGE_ABSENT, StartStage.Transfer.REGISTRY);
    stage(runtime, "create", When.ALWAYS, 0.5 + random.nextInt(5), random);
    if (snapshots) {
      stage(runtime, "restore", When.SNAPSHOT_PRESENT, 0.2, random);
      stage(runtime, GUESTS[0], When.SNAPSHOT_ABSENT, 1 + random.nextInt(20), random);
    } else {
      stage(runtime, GUESTS[0], When.ALWAYS, random.nextInt(20), random);
    }
    stage(runtime, GUESTS[1], When.ALWAYS, random.nextInt(10), random);
    DurationLaw shutdown = random.nextInt(3) == 0 ? constant(0) : exponential(3);
    HostUse use = randomUse(random);
    return use == null ? runtime.shutdown(shutdown) : runtime.shutdown(shutdown, use);
  }

  private static void stage(
      Runtime runtime, String name, When when, double mean, RandomStream random) {
    DurationLaw law = mean == 0 ? constant(0) : exponential(mean);
    HostUse use = randomUse(random);
    if (use == null) {
      runtime.stage(name, when, law);
    } else {
      runtime.stage(name, when, law, use);
    }
  }

  private static Service randomService(String name, boolean delivers, RandomStream random) {
    boolean snapshots = oneIn(3, random);
    int most = 1 + random.nextInt(7);
    long requested = random.nextInt(500) * MIB;
    Service service =
        service(name)
            .runtime(randomRuntime(snapshots, random))
            .image(randomImage(name, delivers, random))
            .request(100 + random.nextInt(900), requested)
            .concurrency(1 + random.nextInt(3))
            .balancer(any(random, new Balancer[] {Balancer.ROUND_ROBIN, Balancer.RANDOM}))
            .grace(random.nextInt(40))
            .replicas(random.nextInt(most + 1), 0, most);
    boolean bare = oneIn(5, random);
    service.lifeCycle(
        any(random, InstanceKind.values()),
        any(random, RestartPolicy.values()),
        bare ? OwningController.NONE : OwningController.REPLICA_SET);
    if (oneIn(3, random)) {
      service.queue(random.nextInt(20));
    }
    boolean jobs = oneIn(8, random);
    boolean starts = !jobs && oneIn(6, random);
    boolean holds = !jobs && !starts && oneIn(2, random);
    boolean updates = !starts && oneIn(3, random);
    boolean pools = !updates && oneIn(3, random);
    service.provisioning(
        holds ? new Activation(1 + random.nextInt(50)) : null,
        pools ? new WarmPool(1 + random.nextInt(3), any(random, GUESTS)) : null,
        snapshots
            ? new Snapshot(
                any(random, Snapshot.Scope.values()),
                seconds(random.nextInt(20)),
                random.nextInt(2),
                random.nextInt(3))
            : null,
        oneIn(3, random)
            ? new Readiness(seconds(1 + random.nextInt(10)), seconds(random.nextInt(10)))
            : null);
    addLoad(service, jobs, starts, random);
    if (!starts) {
      addPolicy(service, most, holds, random);
    }
    boolean migrates = oneIn(3, random);
    if (migrates) {
      service.migration(randomMigration(random));
    }
    if (oneIn(2, random)) {
      addMemory(service, requested, !migrates, random);
    }
    if (oneIn(3, random)) {
      service.disruption(new DisruptionBudget(new Portion(random.nextInt(most + 1), false), null));
    }
    if (updates) {
      service.update(
          new RollingUpdate(
              seconds(random.nextInt(300)),
              new Portion(random.nextInt(3), false),
              new Portion(1 + random.nextInt(2), false),
              seconds(random.nextInt(5)),
              seconds(20 + random.nextInt(200)),
              oneIn(2, random),
              null,
              oneIn(2, random) ? null : exponential(1 + random.nextInt(100))));
    }
    return service;
  }

  private static void addLoad(Service service, boolean jobs, boolean starts, RandomStream random) {
    if (jobs) {
      service.cpu(exponential(10)).jobs(1 + random.nextInt(60), random.nextInt(100));
      return;
    }
    if (starts) {
      int count = 1 + random.nextInt(60);
      service.starts(
          new Starts(
              count,
              oneIn(3, random) ? null : 1 + random.nextInt(Math.min(count, 8)),
              seconds(random.nextInt(100)),
              oneIn(2, random)));
      return;
    }
    service.cpu(exponential(0.2 + random.nextInt(3))).rate(0.2 + random.nextInt(3));
    service.calls(random.nextInt(2));
    service.bytes(random.nextInt(10_000), random.nextInt(100_000));
    if (oneIn(2, random)) {
      service.timeout(0.5 + random.nextInt(20));
    }
  }

  private static void addPolicy(Service service, int most, boolean holds, RandomStream random) {
    int which = random.nextInt(4);
    if (which == 0) {
      service.policy(HpaPolicy.of(ScalingMetric.CPU, 0.6)).replicas(1, 1, most);
    } else if (which == 1 && holds) {
      service.policy(new KeepAlivePolicy(seconds(1 + random.nextInt(60))));
    } else if (which == 2) {
      long wave = 5 + random.nextInt(40);
      service.policy(
          new Scripted(
              null, view -> (int) (view.nowNanos() / 1_000_000_000L / wave * 7 % (most + 1))));
    }
  }

  private static void addMemory(
      Service service, long requested, boolean mayLeak, RandomStream random) {
    long use = (10 + random.nextInt(300)) * MIB;
    long limit = oneIn(3, random) ? 0 : Math.max(requested, use) + random.nextInt(100) * MIB;
    MemoryUse.Leak leak =
        mayLeak && oneIn(2, random)
            ? new MemoryUse.Leak(
                new Bytes((1 + random.nextInt(50)) * MIB), exponential(1 + random.nextInt(20)))
            : null;
    service.memory(
        limit,
        new MemoryUse(
            new Bytes(use), new Bytes(random.nextInt(10) * MIB), random.nextInt(3) * 0.5, leak));
  }

  private static MigrationSpec randomMigration(RandomStream random) {
    return new MigrationSpec(
        new DirtyRate(new Bandwidth(8 * (long) (random.nextInt(90) * 1e6)), 0.5),
        new Bytes((1 + random.nextInt(1000)) * MIB),
        oneIn(2, random) ? null : new Bytes(random.nextInt(60) * MIB),
        Bandwidth.parse("64MiB/s"),
        seconds(0.05 + random.nextInt(3)),
        exponential(0.05 + random.nextInt(5)),
        oneIn(2, random) ? null : 1 + random.nextInt(10),
        seconds(5 + random.nextInt(50)),
        seconds(20 + random.nextInt(200)),
        any(random, MigrationSpec.AfterFailure.values()));
  }

  private static Failures randomFailures(
      int zones, Map<String, DurationLaw> crashes, RandomStream random) {
    return new Failures(
        oneIn(3, random)
            ? List.of()
            : List.of(
                new HostCrashes(
                    null,
                    null,
                    exponential(20 + random.nextInt(300)),
                    oneIn(5, random) ? constant(0) : exponential(1 + random.nextInt(100)))),
        oneIn(2, random)
            ? List.of()
            : List.of(
                new ZoneOutages(
                    ZONES[random.nextInt(zones)],
                    null,
                    exponential(50 + random.nextInt(200)),
                    exponential(1 + random.nextInt(100)))),
        oneIn(2, random)
            ? List.of()
            : List.of(new SlowHosts(null, null, exponential(50), exponential(50), 0.3)),
        oneIn(2, random)
            ? List.of()
            : List.of(
                new Bursts(
                    null,
                    null,
                    1,
                    seconds(random.nextInt(10)),
                    null,
                    exponential(20 + random.nextInt(200)),
                    exponential(1 + random.nextInt(100)))),
        crashes,
        new Detection(
            seconds(random.nextInt(40)),
            seconds(random.nextInt(60)),
            0.01 + random.nextInt(10) * 0.1,
            random.nextInt(2) * 0.01,
            0.55,
            random.nextInt(2) * 50));
  }

  /** Figures must be such that they can be reported at all; what they are is tested elsewhere. */
  private static final MeasurementSink IGNORED =
      new MeasurementSink() {
        @Override
        public void figure(MetricName name, String unit, double value) {}

        @Override
        public void histogram(MetricName name, LatencyHistogram histogram) {}

        @Override
        public void column(String name, String unit, double[] values) {}

        @Override
        public void instances(List<String> services, int count, Consumer<InstanceVisitor> rows) {}

        @Override
        public void notice(String text) {}
      };

  private static ClusterSimulation run(ClusterModel model, long seed) {
    ClusterSimulation simulation = new ClusterSimulation(model, new StreamTree(seed, 0));
    simulation.check(Checking.every(1));
    try {
      simulation.run();
      simulation.report(IGNORED);
    } catch (RuntimeException fault) {
      throw new AssertionError("seed " + seed + ": " + fault.getMessage(), fault);
    }
    return simulation;
  }

  /** Whoever has a controller has what was asked for, unless what was killed young still waits. */
  private static void checkReplicas(ClusterModel model, ClusterSimulation run, String shown) {
    for (ServiceRun service : run.services()) {
      int replicas = run.lifecycle().replicaCount(service.index);
      if (service.model.starts() == null
          && service.model.update() == null
          && service.model.instance().lifeCycle().isReplaced()
          && !model.watchesMemory()) {
        assertThat(replicas).as("%s, %s", shown, service.model.name()).isEqualTo(service.replicas);
      }
    }
  }

  @Test
  @Timeout(1200)
  void whateverIsCombinedEverythingIsAccountedForAndRepeats() {
    long transitions = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      ClusterModel model = random(seed);
      ClusterSimulation once = run(model, seed);
      checkReplicas(model, once, "seed " + seed);
      assertThat(run(random(seed), seed).digest()).as("seed %d", seed).isEqualTo(once.digest());
      transitions += once.lifecycle().table().transitions();
    }
    assertThat(transitions).as("transitions").isGreaterThan(100 * SEEDS);
  }
}
