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
import dev.medley.cluster.engine.ClusterModels.Service;
import dev.medley.cluster.engine.control.Drains;
import dev.medley.cluster.engine.control.Rollouts;
import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.instance.InstanceLists;
import dev.medley.cluster.engine.instance.Migrations;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.EndpointLinks;
import dev.medley.cluster.engine.state.MigrationStatistics;
import dev.medley.cluster.engine.state.MigrationStatistics.Failure;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.engine.state.ServiceStatistics;
import dev.medley.cluster.engine.state.UpdateStatistics;
import dev.medley.cluster.host.Maintenance;
import dev.medley.cluster.instance.DirtyRate;
import dev.medley.cluster.instance.DisruptionBudget;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.instance.MigrationSpec;
import dev.medley.cluster.instance.RollingUpdate;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.resource.Portion;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.cluster.workload.Balancer;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds of drains, migrations and updates whatever the cluster: checked at every event. */
class OperationsPropertyTest {
  private static final long GIB = 1L << 30;

  /** The rooms of a replication that operations need, watched at every event. */
  private static final class Cluster {
    final Simulation simulation = new Simulation();
    final ClusterModel model;
    final List<ServiceRun> services = new ArrayList<>();
    final InstanceLifecycle lifecycle;
    final RequestFlow flow;
    final Migrations migrations;
    final Drains drains;
    final Rollouts rollouts;
    final @Nullable RandomStream failures;
    final EventType failed;
    final String shown;
    long checks;
    long failuresInjected;

    Cluster(ClusterModel model, long seed, boolean failing) {
      this.model = model;
      this.shown = "seed " + seed;
      StreamTree streams = new StreamTree(seed, 0);
      simulation.digesting(true);
      EndpointLinks links = new EndpointLinks();
      for (int s = 0; s < model.services().size(); s++) {
        services.add(
            new ServiceRun(s, model.services().get(s), streams, links, model.warmupNanos()));
      }
      lifecycle = new InstanceLifecycle(simulation, model, services, streams);
      flow = new RequestFlow(simulation, model, services, streams, lifecycle);
      lifecycle.connect(flow);
      migrations = new Migrations(simulation, model, services, lifecycle, flow, streams);
      drains = new Drains(simulation, model, services, lifecycle, migrations);
      rollouts = new Rollouts(simulation, services, lifecycle);
      failures = failing ? streams.stream("failures") : null;
      failed = simulation.register("test-failure", this::fail);
      simulation.traceTo((at, type, subject, payload) -> check());
    }

    Cluster run() {
      lifecycle.createInitial();
      flow.start();
      drains.start();
      rollouts.start();
      if (failures != null) {
        simulation.post(failed, 1, 0);
      }
      simulation.runUntil(model.durationNanos());
      return this;
    }

    /** An instance fails, one that migrates if there is one; or the target of a migration does. */
    private void fail(int ignored) {
      RandomStream random = Objects.requireNonNull(failures);
      simulation.post(failed, 1 + (long) (random.nextDouble() * 20e9), 0);
      InstanceTable table = lifecycle.table();
      if (random.nextInt(3) == 0) {
        migrations.onHostDown(random.nextInt(model.hosts().size()));
        return;
      }
      List<Integer> candidates = new ArrayList<>();
      for (int i = 0; i < table.size(); i++) {
        InstanceState state = table.state(i);
        if (state == InstanceState.MIGRATING) {
          candidates.clear();
          candidates.add(i);
          break;
        }
        if (state == InstanceState.STARTING || state.serves() || state == InstanceState.DRAINING) {
          candidates.add(i);
        }
      }
      if (!candidates.isEmpty()) {
        int instance = candidates.get(random.nextInt(candidates.size()));
        lifecycle.fail(instance);
        lifecycle.replaceMissing(services.get(table.service(instance)));
        failuresInjected++;
      }
    }

    private void check() {
      checks++;
      InstanceTable table = lifecycle.table();
      int placed = 0;
      int migrating = 0;
      for (ServiceRun service : services) {
        for (int i = lifecycle.living().first(service.index);
            i != InstanceLists.NONE;
            i = lifecycle.living().next(i)) {
          placed += table.state(i) == InstanceState.PENDING ? 0 : 1;
          migrating += table.state(i) == InstanceState.MIGRATING ? 1 : 0;
        }
        checkBudget(service);
      }
      int reserved = 0;
      for (int h = 0; h < model.hosts().size(); h++) {
        reserved += lifecycle.instancesOn(h);
        require(migrations.outbound(h) <= model.migrations().outbound(), "too many from a host");
      }
      // each instance holds room once, and once more only as long as it migrates
      require(migrating == migrations.underWay(), "migrating without a migration");
      require(reserved == placed + migrating, "room held by nobody, or twice");
      require(migrating <= model.migrations().parallel(), "too many migrations");
    }

    /** At every event: what an assertion says costs more than what it asks. */
    private void require(boolean holds, String otherwise) {
      if (!holds) {
        throw new AssertionError(shown + " at " + simulation.nowNanos() + " ns: " + otherwise);
      }
    }

    private void checkBudget(ServiceRun service) {
      DisruptionBudget budget = service.model.disruption();
      // an update may take further ones away, as in Kubernetes; before time 0 there are none
      if (budget != null
          && failures == null
          && service.model.update() == null
          && simulation.firedCount() > 0) {
        require(
            service.endpoints.size() >= budget.desiredHealthy(service.replicas),
            service.model.name() + " has fewer ready than its budget");
      }
    }
  }

  private static Portion portion(RandomStream random, int most) {
    return random.nextInt(2) == 0
        ? new Portion(random.nextInt(most + 1), false)
        : new Portion(random.nextInt(51), true);
  }

  /** Enough room for all initial replicas, so that what is missing was taken away. */
  private static ClusterModel random(long seed) {
    RandomStream random = new StreamTree(seed, 0).stream("model");
    int hosts = 3 + random.nextInt(5);
    Model model =
        model(seconds(900))
            .hosts(hosts, host(16), null)
            .migrations(1 + random.nextInt(5), 1 + random.nextInt(3));
    int services = 1 + random.nextInt(3);
    for (int s = 0; s < services; s++) {
      model.service(randomService("s" + s, random, 1 + random.nextInt(2 * hosts)));
    }
    for (int m = 0; m <= random.nextInt(2); m++) {
      model.maintenance(
          new Maintenance(
              "group-0",
              random.nextInt(hosts),
              null,
              seconds(random.nextInt(200)),
              random.nextInt(4) == 0 ? null : seconds(random.nextInt(60)),
              1 + random.nextInt(3),
              random.nextInt(2) == 0 ? null : seconds(5 + random.nextInt(200))));
    }
    return model.build();
  }

  private static Service randomService(String name, RandomStream random, int replicas) {
    boolean updates = random.nextInt(2) == 0;
    Service service =
        service(name)
            .request(1000, GIB)
            .concurrency(1000)
            .cpu(exponential(0.05))
            .calls(random.nextInt(2))
            .rate(2 + random.nextInt(5))
            .grace(600)
            .balancer(Balancer.values()[random.nextInt(Balancer.values().length)])
            .replicas(replicas)
            .disruption(
                random.nextInt(2) == 0
                    ? new DisruptionBudget(new Portion(1 + random.nextInt(replicas), false), null)
                    : new DisruptionBudget(null, new Portion(random.nextInt(replicas), false)))
            .runtime(
                runtime()
                    .hop(constant(0.002))
                    .storage(constant(0.01), 1e6)
                    .stage(
                        RuntimeProfile.APPLICATION,
                        StartStage.When.ALWAYS,
                        exponential(1 + random.nextInt(20)))
                    .shutdown(constant(random.nextInt(3))));
    if (random.nextInt(2) == 0) {
      service.migration(
          new MigrationSpec(
              new DirtyRate(new Bandwidth(8 * (long) (random.nextInt(90) * 1e6)), 0.5),
              null,
              random.nextInt(2) == 0 ? null : new Bytes(random.nextInt(60) * 1_000_000L),
              Bandwidth.parse("64MiB/s"),
              Duration.ofMillis(50 + random.nextInt(500)),
              exponential(0.05),
              random.nextInt(2) == 0 ? null : 1 + random.nextInt(10),
              Duration.ofSeconds(5 + random.nextInt(50)),
              Duration.ofSeconds(20 + random.nextInt(200)),
              MigrationSpec.AfterFailure.values()[random.nextInt(2)]));
    }
    if (updates) {
      Portion surge = portion(random, 3);
      Portion missing = portion(random, replicas - 1);
      service.update(
          new RollingUpdate(
              seconds(random.nextInt(300)),
              surge.number() + missing.number() == 0 ? new Portion(1, false) : surge,
              missing,
              seconds(random.nextInt(5)),
              seconds(60 + random.nextInt(200)),
              random.nextInt(2) == 0,
              null,
              random.nextInt(3) == 0 ? exponential(1 + random.nextInt(200)) : null));
    }
    return service;
  }

  @Test
  void plannedOperationsKeepTheirPromisesAndLoseNoRequest() {
    long[] seen = new long[6];
    for (long seed = 1; seed <= 150; seed++) {
      Cluster cluster = new Cluster(random(seed), seed, false).run();
      for (ServiceRun service : cluster.services) {
        count(cluster, service, seen);
        checkUpdate(cluster, service);
        boolean oneAtLeast =
            service.model.update() == null
                || service.model.update().mostUnavailable(service.replicas) < service.replicas;
        boolean budgeted =
            Objects.requireNonNull(service.model.disruption()).desiredHealthy(service.replicas) > 0;
        ServiceStatistics statistics = service.statistics;
        assertThat(statistics.lost()).as(cluster.shown).isZero();
        if (oneAtLeast && budgeted) {
          assertThat(statistics.rejected()).as(cluster.shown).isZero();
        }
        accounted(cluster, service);
      }
      assertThat(new Cluster(random(seed), seed, false).run().simulation.digest())
          .isEqualTo(cluster.simulation.digest());
    }
    // the properties would mean little if these never happened
    assertThat(seen[0]).as("migrations").isGreaterThan(300);
    assertThat(seen[1]).as("failed ones").isGreaterThan(50);
    assertThat(seen[2]).as("evictions").isGreaterThan(500);
    assertThat(seen[3]).as("refused ones").isGreaterThan(500);
    assertThat(seen[4]).as("updates").isGreaterThan(50);
    assertThat(seen[5]).as("failed ones").isGreaterThan(5);
  }

  @Test
  void withFailuresEverythingIsStillAccountedFor() {
    long failures = 0;
    long source = 0;
    long target = 0;
    long lost = 0;
    for (long seed = 1; seed <= 150; seed++) {
      Cluster cluster = new Cluster(random(seed), seed, true).run();
      failures += cluster.failuresInjected;
      for (ServiceRun service : cluster.services) {
        accounted(cluster, service);
        lost += service.statistics.lost();
        MigrationStatistics moved = cluster.migrations.statistics(service.index);
        if (moved != null) {
          source += moved.failed(Failure.SOURCE_FAILED);
          target += moved.failed(Failure.TARGET_FAILED);
        }
      }
    }
    assertThat(failures).isGreaterThan(5000);
    assertThat(source).as("migrating instances that failed").isGreaterThan(200);
    assertThat(target).as("targets that failed").isGreaterThan(20);
    assertThat(lost).as("requests lost").isGreaterThan(100);
  }

  private static void accounted(Cluster cluster, ServiceRun service) {
    ServiceStatistics statistics = service.statistics;
    long[] waiting = new long[cluster.services.size()];
    cluster.flow.addWaiting(0, waiting);
    assertThat(
            statistics.completed()
                + statistics.rejected()
                + statistics.timedOut()
                + statistics.lost()
                + waiting[service.index])
        .as(cluster.shown)
        .isEqualTo(statistics.arrived());
  }

  private static void checkUpdate(Cluster cluster, ServiceRun service) {
    UpdateStatistics updated = cluster.rollouts.statistics(service.index);
    RollingUpdate update = service.model.update();
    if (updated != null && update != null && !Double.isNaN(updated.mostInstances())) {
      assertThat(updated.mostInstances())
          .as(cluster.shown)
          .isLessThanOrEqualTo(service.replicas + update.mostSurge(service.replicas));
      // evictions may take away what the update still leaves, but no more than their budget
      int least =
          Math.min(
              service.replicas - update.mostUnavailable(service.replicas),
              Objects.requireNonNull(service.model.disruption()).desiredHealthy(service.replicas));
      if (update.minReady().isZero()) {
        assertThat(updated.leastAvailable()).as(cluster.shown).isGreaterThanOrEqualTo(least);
      }
    }
  }

  private static void count(Cluster cluster, ServiceRun service, long[] seen) {
    MigrationStatistics moved = cluster.migrations.statistics(service.index);
    if (moved != null) {
      seen[0] += moved.completed();
      for (Failure reason : Failure.values()) {
        seen[1] += moved.failed(reason);
      }
    }
    seen[2] += cluster.drains.statistics().evicted(service.index);
    seen[3] += cluster.drains.statistics().refused(service.index);
    UpdateStatistics updated = cluster.rollouts.statistics(service.index);
    if (updated != null) {
      seen[4] += updated.isCompleted() ? 1 : 0;
      seen[5] += updated.hasFailed() ? 1 : 0;
    }
  }
}
