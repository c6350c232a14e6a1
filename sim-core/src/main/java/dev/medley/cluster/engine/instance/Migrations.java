package dev.medley.cluster.engine.instance;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.MigrationStatistics;
import dev.medley.cluster.engine.state.MigrationStatistics.Failure;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.instance.MigrationLimits;
import dev.medley.cluster.instance.MigrationSpec;
import dev.medley.cluster.instance.PreCopy;
import dev.medley.cluster.scheduling.Placement;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Sampler;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Moves serving instances to other hosts while they serve: pre-copy, stop-and-copy, resume.
 *
 * <p>Asked-for migrations wait in order; one begins when the cluster and its source have a free
 * slot and another host admits the instance, whose room is reserved from then on. The instance runs
 * on its source until stop-and-copy, stands still, and runs on its target: never on both. Clients'
 * connections hold; what reaches a standing instance waits.
 *
 * <p>Cost: a migration is two events, whatever its rounds: {@link PreCopy} works them out. The
 * dirty rate of the k-th instance of a service comes from a stream of its own, so that it is the
 * same whenever and how often that instance migrates.
 */
public final class Migrations implements InstanceListener {
  private static final double NANOS = 1e9;

  private final Simulation simulation;
  private final List<ServiceRun> services;
  private final InstanceLifecycle lifecycle;
  private final RequestFlow flow;
  private final MigrationLimits limits;
  private final StreamTree streams;
  private final List<@Nullable MigrationStatistics> statistics = new ArrayList<>();
  private final List<@Nullable Sampler> resume = new ArrayList<>();
  private final List<RandomStream> resumeStreams = new ArrayList<>();
  private final LinkedHashSet<Integer> waiting = new LinkedHashSet<>();
  private final TreeMap<Integer, Migration> active = new TreeMap<>();
  private final TreeMap<Integer, Integer> failures = new TreeMap<>();
  private final TreeMap<Integer, String> firstRefusals = new TreeMap<>();
  private final EventType preCopyEnded;
  private final EventType resumed;

  /** One migration under way. */
  private static final class Migration {
    final int source;
    final int target;
    final long beganNanos;
    final PreCopy course;
    final double bytesPerSecond;
    long ticket;
    boolean standsStill;
    long stoppedNanos;

    Migration(int source, int target, long beganNanos, PreCopy course, double bytesPerSecond) {
      this.source = source;
      this.target = target;
      this.beganNanos = beganNanos;
      this.course = course;
      this.bytesPerSecond = bytesPerSecond;
    }

    /** Sent until a moment during pre-copy or the last copy. */
    double sentBytes(long nowNanos) {
      double most = course.preCopyBytes() + course.lastBytes();
      return Math.min(most, (nowNanos - beganNanos) / NANOS * bytesPerSecond);
    }
  }

  /** Nothing migrates yet. */
  public Migrations(
      Simulation simulation,
      ClusterModel model,
      List<ServiceRun> services,
      InstanceLifecycle lifecycle,
      RequestFlow flow,
      StreamTree streams) {
    this.simulation = simulation;
    this.services = services;
    this.lifecycle = lifecycle;
    this.flow = flow;
    this.limits = model.migrations();
    this.streams = streams;
    for (ServiceRun service : services) {
      MigrationSpec spec = service.model.migration();
      statistics.add(spec == null ? null : new MigrationStatistics(model.warmupNanos()));
      resume.add(spec == null ? null : spec.resume().sampler());
      resumeStreams.add(streams.stream("service/" + service.model.name() + "/migration/resume"));
    }
    this.preCopyEnded = simulation.register("migration-pre-copy-ended", this::onPreCopyEnded);
    this.resumed = simulation.register("migration-resumed", this::onResumed);
    lifecycle.listen(this);
  }

  /** Asks for the migration of an instance that serves; harmless when it was asked for already. */
  public void request(int instance) {
    if (table().state(instance) == InstanceState.READY) {
      waiting.add(instance);
    }
  }

  /** Begins what can begin: after requests, and when a host may have got room. */
  public void beginWaiting() {
    for (int instance : List.copyOf(waiting)) {
      if (active.size() == limits.parallel()) {
        return;
      }
      if (table().state(instance) != InstanceState.READY) {
        waiting.remove(instance);
      } else if (outbound(table().host(instance)) < limits.outbound()) {
        begin(instance);
      }
    }
  }

  /** Migrations that were asked for from a host and have not begun are no longer wanted. */
  public void withdraw(int host) {
    waiting.removeIf(instance -> table().host(instance) == host);
  }

  /** Migrations to it fail, their instances go on where they are; those from it are lost. */
  @Override
  public void onHostDown(int host) {
    for (int instance : List.copyOf(active.keySet())) {
      Migration migration = migration(instance);
      if (migration.target == host) {
        simulation.cancel(migration.ticket);
        if (migration.standsStill) {
          flow.resume(instance, table().service(instance), migration.source);
        }
        stay(instance, migration, Failure.TARGET_FAILED);
      }
    }
  }

  @Override
  public void onFailsWhileMigrating(int instance) {
    Migration migration = migration(instance);
    simulation.cancel(migration.ticket);
    active.remove(instance);
    measured(instance)
        .failed(
            migration.beganNanos,
            Failure.SOURCE_FAILED,
            migration.sentBytes(simulation.nowNanos()));
    lifecycle.abandonMigration(instance, migration.target);
  }

  /** What is measured of a service's migrations, or null when it does not migrate. */
  public @Nullable MigrationStatistics statistics(int service) {
    return statistics.get(service);
  }

  /** Migrations of an instance that have failed. */
  public int failures(int instance) {
    return failures.getOrDefault(instance, 0);
  }

  /** Migrations under way. */
  public int underWay() {
    return active.size();
  }

  /** Migrations under way from a host. */
  public int outbound(int host) {
    int count = 0;
    for (Migration migration : active.values()) {
      if (migration.source == host) {
        count++;
      }
    }
    return count;
  }

  /** Why a migration of a service found no target the first time that happened, or empty. */
  public String firstRefusal(int service) {
    return firstRefusals.getOrDefault(service, "");
  }

  private void begin(int instance) {
    ServiceRun service = services.get(table().service(instance));
    int source = table().host(instance);
    int target = lifecycle.beginMigration(instance);
    if (target == Placement.UNSCHEDULABLE) {
      firstRefusals.putIfAbsent(service.index, lifecycle.refusal(service));
      return;
    }
    waiting.remove(instance);
    MigrationSpec spec = Objects.requireNonNull(service.model.migration());
    RandomStream own =
        streams.stream(
            "service/"
                + service.model.name()
                + "/migration/dirty-rate/"
                + table().ordinal(instance));
    double bytesPerSecond = spec.bandwidth().bitsPerSecond() / 8.0;
    PreCopy course =
        PreCopy.of(
            spec,
            spec.memoryBytes(service.model.instance().resources()),
            spec.dirtyRate().bytesPerSecond(own),
            bytesPerSecond);
    Migration migration =
        new Migration(source, target, simulation.nowNanos(), course, bytesPerSecond);
    active.put(instance, migration);
    migration.ticket = simulation.schedule(preCopyEnded, nanos(course.preCopySeconds()), instance);
  }

  /** A time in nanoseconds; at most a century, longer than any run: the clock would overflow. */
  private static long nanos(double seconds) {
    return Math.round(Math.min(seconds, DurationLaw.MAX_SECONDS) * NANOS);
  }

  private void onPreCopyEnded(int instance) {
    Migration migration = migration(instance);
    PreCopy course = migration.course;
    switch (course.ending()) {
      case CONVERGED -> {
        int service = table().service(instance);
        long last = nanos(course.lastSeconds(migration.bytesPerSecond));
        long downtime =
            last
                + Objects.requireNonNull(resume.get(service)).nextNanos(resumeStreams.get(service));
        migration.standsStill = true;
        migration.stoppedNanos = simulation.nowNanos();
        flow.pause(instance, simulation.nowNanos() + downtime);
        migration.ticket = simulation.schedule(resumed, downtime, instance);
      }
      case NO_PROGRESS -> stay(instance, migration, Failure.NO_PROGRESS);
      case TOO_LONG -> stay(instance, migration, Failure.TOO_LONG);
      case TOO_MANY_ROUNDS -> stay(instance, migration, Failure.TOO_MANY_ROUNDS);
    }
  }

  private void onResumed(int instance) {
    Migration migration = migration(instance);
    long now = simulation.nowNanos();
    active.remove(instance);
    measured(instance)
        .completed(
            migration.beganNanos,
            now,
            now - migration.stoppedNanos,
            migration.course.rounds(),
            migration.course.preCopyBytes() + migration.course.lastBytes());
    flow.resume(instance, table().service(instance), migration.target);
    lifecycle.endMigration(instance, migration.target);
    beginWaiting();
  }

  /** A migration has failed, its instance serves on where it is. */
  private void stay(int instance, Migration migration, Failure reason) {
    active.remove(instance);
    failures.merge(instance, 1, Integer::sum);
    measured(instance)
        .failed(migration.beganNanos, reason, migration.sentBytes(simulation.nowNanos()));
    lifecycle.cancelMigration(instance, migration.target);
    beginWaiting();
  }

  private Migration migration(int instance) {
    Migration migration = active.get(instance);
    if (migration == null) {
      throw new SimulationFault("instance " + instance + " does not migrate");
    }
    return migration;
  }

  private MigrationStatistics measured(int instance) {
    return Objects.requireNonNull(statistics.get(table().service(instance)));
  }

  private InstanceTable table() {
    return lifecycle.table();
  }
}
