package dev.medley.cluster.engine.instance;

import dev.medley.cluster.engine.image.ImageMoves;
import dev.medley.cluster.engine.state.Scheduler;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.image.ImageDelivery;
import dev.medley.cluster.image.NodeImages;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.instance.RollingUpdate;
import dev.medley.cluster.runtime.HostUse;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.kernel.Calendar;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.StreamTree;
import dev.medley.stat.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes placed instances along their start paths, stage by stage, and tells when one has arrived.
 *
 * <p>The k-th instance of a service draws the k-th duration of every stage, whatever its host.
 */
final class StartProcess {
  private final Simulation simulation;
  private final InstanceTable table;
  private final HostTable hosts;
  private final NodeImages images;
  private final Transitions transitions;
  private final HostClaims claims;
  private final int[] underWay;
  private final List<StartPath> paths = new ArrayList<>();
  private final List<StartPath> updatedPaths = new ArrayList<>();
  private final long warmupNanos;
  private final Arrival arrival;
  private final IntConsumer paused;
  private final List<ServiceRun> services;
  private final Snapshots snapshots;
  private final EventType stageDone;
  private final @Nullable EventType bound;
  private final @Nullable ImageMoves moves;

  /** Hears that an instance has gone through its last stage. */
  @FunctionalInterface
  interface Arrival {
    /**
     * The instance is ready.
     *
     * @param restored whether from a snapshot
     */
    void arrived(int instance, boolean restored);
  }

  /**
   * Prepares the start paths of all services.
   *
   * @param claims what stages occupy of their hosts
   * @param delivery how images get to nodes, or null for each by itself at full rate
   * @param scheduler a scheduler that takes time, or null
   * @param arrival is told of every instance that has gone through its last stage
   * @param paused is told of every instance that has gone as far as its warm pool
   */
  StartProcess(
      Simulation simulation,
      InstanceTable table,
      HostTable hosts,
      List<ServiceRun> services,
      StreamTree streams,
      HostClaims claims,
      long warmupNanos,
      @Nullable ImageDelivery delivery,
      @Nullable Scheduler scheduler,
      Arrival arrival,
      IntConsumer paused) {
    this.simulation = simulation;
    this.table = table;
    this.hosts = hosts;
    this.images = new NodeImages(hosts.size());
    this.claims = claims;
    this.underWay = new int[hosts.size()];
    this.warmupNanos = warmupNanos;
    this.arrival = arrival;
    this.paused = paused;
    this.services = services;
    this.snapshots = new Snapshots(hosts.size());
    for (ServiceRun service : services) {
      StreamTree own = streams.child("service/" + service.model.name());
      OuterStages outer = new OuterStages(scheduler, service.model.provisioning().readiness(), own);
      StartPath path = new StartPath(service.model.instance(), service.index, outer, own);
      paths.add(path);
      updatedPaths.add(updated(path, service, services.size() + service.index, own));
    }
    this.transitions =
        new Transitions(paths.stream().mapToInt(StartPath::places).max().orElseThrow());
    this.stageDone = simulation.register("start-stage-done", this::onStageDone);
    this.bound = scheduler == null ? null : simulation.register("instance-bound", this::onBound);
    this.moves =
        delivery == null
            ? null
            : new ImageMoves(
                simulation, hosts, delivery, services, streams, warmupNanos, this::onStageDone);
  }

  /** The path of a service. */
  StartPath path(int service) {
    return paths.get(service);
  }

  /** What is known of instances on their way. */
  Transitions transitions() {
    return transitions;
  }

  /** An instance was created: its stages are drawn. */
  void created(int instance) {
    transitions.begin(instance);
    transitions.drawn(instance, pathOf(instance));
  }

  /** A created instance was placed: it is bound, begins its first stage, or has arrived at once. */
  void begin(int instance) {
    StartPath path = pathOf(instance);
    record(instance, path.outer().queue, table.createdNanos(instance));
    placed(instance);
    if (bound == null) {
      beginPath(instance);
    } else {
      transitions.stageBegins(
          instance,
          Transitions.NO_STAGE,
          simulation.nowNanos(),
          simulation.schedule(bound, transitions.drawnNanos(instance, path.bindPlace()), instance));
    }
  }

  /** A created instance was placed and goes as far as its warm pool. */
  void beginUpTo(int instance, int lastStage) {
    transitions.pauseAfter(instance, lastStage);
    placed(instance);
    beginPath(instance);
  }

  /** An instance that waited in its warm pool was asked for: it goes the rest of its way. */
  void resume(int instance) {
    StartPath path = pathOf(instance);
    record(instance, path.outer().queue, table.createdNanos(instance));
    transitions.pauseAfter(instance, Transitions.NO_PAUSE);
    setOut(instance);
    if (transitions.stage(instance) == path.size() - 1) {
      arrive(instance); // it was up, and probed, all the while
    } else {
      nextStage(instance);
    }
  }

  /** A placed instance whose process is gone goes its way again, with durations of its own. */
  void restart(int instance) {
    transitions.begin(instance);
    transitions.drawnAgain(instance, pathOf(instance));
    left(instance);
    placed(instance);
    beginPath(instance);
  }

  /** A placed instance is ready without having gone its way: at time 0. */
  void skip(int instance) {
    presentInitially(instance);
    transitions.end(instance);
  }

  /** A placed instance has gone as far as its warm pool without having gone its way: at time 0. */
  void skipUpTo(int instance, int lastStage) {
    presentInitially(instance);
    transitions.imagePresent(instance, true);
    transitions.restored(
        instance, snapshots.isPresent(serviceOf(instance), table.host(instance), 0));
    transitions.stageBegins(instance, lastStage, 0, Calendar.NO_TICKET);
    paused.accept(instance);
  }

  private void presentInitially(int instance) {
    int image = pathOf(instance).imageIndex();
    images.presentFrom(table.host(instance), image, 0);
    if (moves != null && moves.pulls(image)) {
      moves.preload(image, table.host(instance));
    }
    snapshots.presentInitially(serviceOf(instance), table.host(instance));
  }

  private void onBound(int instance) {
    record(
        instance,
        Objects.requireNonNull(pathOf(instance).outer().bind),
        transitions.stageBeganNanos(instance));
    beginPath(instance);
  }

  private void beginPath(int instance) {
    int host = table.host(instance);
    long now = simulation.nowNanos();
    transitions.restored(instance, snapshots.isPresent(serviceOf(instance), host, now));
    nextStage(instance);
  }

  /** An instance under way is given up. */
  void cancel(int instance) {
    simulation.cancel(transitions.ticket(instance));
    claims.abandon(instance);
    StartPath path = pathOf(instance);
    int stage = transitions.stage(instance);
    if (moves != null && stage != Transitions.NO_STAGE && stage < path.size()) {
      moves.cancel(path.transfer(stage), instance, path.imageIndex(), table.host(instance));
    }
    halt(instance);
    transitions.end(instance);
  }

  /** The path of a service's new version; the same where nothing about starting changes. */
  private static StartPath updated(
      StartPath path, ServiceRun service, int otherImage, StreamTree own) {
    RollingUpdate update = service.model.update();
    if (update == null || (update.image() == null && update.startup() == null)) {
      return path;
    }
    int image = update.image() == null ? path.imageIndex() : otherImage;
    return new StartPath(path, service.model.updatedInstance(), image, own.child("update"));
  }

  /** An instance is on a host, whose image it will use. */
  private void placed(int instance) {
    int host = table.host(instance);
    int image = pathOf(instance).imageIndex();
    transitions.imagePresent(
        instance,
        moves != null && moves.pulls(image)
            ? moves.placed(image, host)
            : images.isPresent(host, image, simulation.nowNanos()));
    setOut(instance);
  }

  /** An instance is one of those under way on its host from now on. */
  private void setOut(int instance) {
    transitions.moving(instance, true);
    transitions.alone(instance, underWay[table.host(instance)]++ == 0);
  }

  /** An instance is under way no longer; harmless when it was not, as in a warm pool. */
  private void halt(int instance) {
    if (transitions.isMoving(instance)) {
      transitions.moving(instance, false);
      underWay[table.host(instance)]--;
    }
  }

  /** A placed instance has left its host. */
  void left(int instance) {
    int image = pathOf(instance).imageIndex();
    if (moves != null && moves.pulls(image)) {
      moves.left(image, table.host(instance));
    }
  }

  /** A running instance has come to another host, with all that it needs of its image. */
  void arrivedBy(int instance) {
    int image = pathOf(instance).imageIndex();
    if (moves != null && moves.pulls(image)) {
      moves.preload(image, table.host(instance));
    }
  }

  /** How images get to hosts, or null when they move each by itself. */
  @Nullable ImageMoves images() {
    return moves;
  }

  private void nextStage(int instance) {
    StartPath path = pathOf(instance);
    boolean imagePresent = transitions.imagePresent(instance);
    boolean restored = transitions.restored(instance);
    int stage = transitions.stage(instance);
    int host = table.host(instance);
    boolean alone = transitions.alone(instance);
    do {
      stage++;
    } while (stage < path.size() && !path.applies(stage, imagePresent, alone, restored));
    if (stage > transitions.pauseAfter(instance)) {
      transitions.stage(instance, transitions.pauseAfter(instance));
      halt(instance);
      paused.accept(instance);
      return;
    }
    if (stage >= path.size()) {
      if (stage > path.size() || !awaitsProbe(instance, path)) {
        arrive(instance);
      }
      return;
    }
    StartStage.Transfer transfer = path.transfer(stage);
    if (moves != null && transfer != null) {
      transitions.stageBegins(instance, stage, simulation.nowNanos(), Calendar.NO_TICKET);
      moves.begin(transfer, instance, path.imageIndex(), path.imageBytes(), host);
      return;
    }
    long duration =
        path.durationNanos(
            stage,
            transitions.drawnNanos(instance, stage),
            host,
            hosts.spec(host).type(),
            images,
            simulation.nowNanos());
    HostUse use = path.use(stage);
    if (use == null) {
      transitions.stageBegins(
          instance,
          stage,
          simulation.nowNanos(),
          simulation.schedule(stageDone, duration, instance));
    } else {
      transitions.stageBegins(instance, stage, simulation.nowNanos(), Calendar.NO_TICKET);
      claims.begin(instance, host, use, duration);
    }
  }

  /** Whether an instance at the end of its path has to wait for a probe. */
  private boolean awaitsProbe(int instance, StartPath path) {
    LatencyHistogram readiness = path.outer().readiness;
    if (readiness == null) {
      return false;
    }
    long now = simulation.nowNanos();
    int last = transitions.stage(instance);
    boolean application = last >= 0 && path.name(last).equals(RuntimeProfile.APPLICATION);
    long up = application ? now - transitions.stageBeganNanos(instance) : 0;
    long wait = path.outer().probeWaitNanos(up);
    if (wait == 0) {
      record(instance, readiness, now);
      return false;
    }
    transitions.stageBegins(
        instance, path.size(), now, simulation.schedule(stageDone, wait, instance));
    return true;
  }

  private void arrive(int instance) {
    int host = table.host(instance);
    boolean restored = transitions.restored(instance);
    halt(instance);
    transitions.end(instance);
    images.presentFrom(host, pathOf(instance).imageIndex(), simulation.nowNanos());
    if (!restored) {
      snapshots.taken(serviceOf(instance), host, simulation.nowNanos());
    }
    arrival.arrived(instance, restored);
  }

  /** The stage of an instance is over: its time has passed, or its claim has ended. */
  void onStageDone(int instance) {
    // what was gone beforehand, for a warm pool, is no part of the start that somebody asked for
    if (transitions.pauseAfter(instance) == Transitions.NO_PAUSE) {
      record(
          instance,
          pathOf(instance).histogram(transitions.stage(instance)),
          transitions.stageBeganNanos(instance));
    }
    nextStage(instance);
  }

  private void record(int instance, LatencyHistogram histogram, long sinceNanos) {
    if (table.createdNanos(instance) >= warmupNanos
        && table.state(instance) == InstanceState.STARTING) {
      histogram.recordNanos(simulation.nowNanos() - sinceNanos);
    }
  }

  private ServiceRun serviceOf(int instance) {
    return services.get(table.service(instance));
  }

  private StartPath pathOf(int instance) {
    int service = table.service(instance);
    return table.revision(instance) == 0 ? paths.get(service) : updatedPaths.get(service);
  }
}
