package dev.medley.cluster.engine.instance;

import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.image.ImageDelivery;
import dev.medley.cluster.image.NodeImages;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.kernel.Calendar;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.StreamTree;
import dev.medley.stat.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
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
  private final List<StartPath> paths = new ArrayList<>();
  private final long warmupNanos;
  private final IntConsumer arrived;
  private final EventType stageDone;
  private final @Nullable ImageMoves moves;

  /**
   * Prepares the start paths of all services.
   *
   * @param delivery how images get to nodes, or null for each by itself at full rate
   * @param arrived is told of every instance that has gone through its last stage
   */
  StartProcess(
      Simulation simulation,
      InstanceTable table,
      HostTable hosts,
      List<ServiceRun> services,
      StreamTree streams,
      long warmupNanos,
      @Nullable ImageDelivery delivery,
      IntConsumer arrived) {
    this.simulation = simulation;
    this.table = table;
    this.hosts = hosts;
    this.images = new NodeImages(hosts.size());
    this.warmupNanos = warmupNanos;
    this.arrived = arrived;
    for (ServiceRun service : services) {
      StreamTree own = streams.child("service/" + service.model.name());
      paths.add(new StartPath(service.model.instance(), service.index, own));
    }
    this.transitions =
        new Transitions(paths.stream().mapToInt(StartPath::size).max().orElseThrow());
    this.stageDone = simulation.register("start-stage-done", this::onStageDone);
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

  /** A created instance was placed: it begins its first stage, or has arrived at once. */
  void begin(int instance) {
    int host = table.host(instance);
    int image = pathOf(instance).imageIndex();
    transitions.imagePresent(
        instance,
        moves != null && moves.pulls(image)
            ? moves.placed(image, host)
            : images.isPresent(host, image, simulation.nowNanos()));
    nextStage(instance);
  }

  /** A placed instance is ready without having gone its way: at time 0. */
  void skip(int instance) {
    int image = pathOf(instance).imageIndex();
    images.presentFrom(table.host(instance), image, 0);
    if (moves != null && moves.pulls(image)) {
      moves.preload(image, table.host(instance));
    }
    transitions.end(instance);
  }

  /** An instance under way is given up. */
  void cancel(int instance) {
    simulation.cancel(transitions.ticket(instance));
    int stage = transitions.stage(instance);
    if (moves != null && stage != Transitions.NO_STAGE) {
      StartPath path = pathOf(instance);
      moves.cancel(path.transfer(stage), instance, path.imageIndex(), table.host(instance));
    }
    transitions.end(instance);
  }

  /** A placed instance has left its host. */
  void left(int instance) {
    int image = pathOf(instance).imageIndex();
    if (moves != null && moves.pulls(image)) {
      moves.left(image, table.host(instance));
    }
  }

  /** What is measured of images, or null when they move each by itself. */
  @Nullable ImageReport images() {
    return moves;
  }

  private void nextStage(int instance) {
    StartPath path = pathOf(instance);
    boolean imagePresent = transitions.imagePresent(instance);
    int stage = transitions.stage(instance);
    do {
      stage++;
    } while (stage < path.size() && !path.applies(stage, imagePresent));
    int host = table.host(instance);
    if (stage == path.size()) {
      transitions.end(instance);
      images.presentFrom(host, path.imageIndex(), simulation.nowNanos());
      arrived.accept(instance);
      return;
    }
    StartStage.Transfer transfer = path.transfer(stage);
    if (moves != null && transfer != null) {
      transitions.stageBegins(instance, stage, simulation.nowNanos(), Calendar.NO_TICKET);
      moves.begin(transfer, instance, path, host);
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
    transitions.stageBegins(
        instance, stage, simulation.nowNanos(), simulation.schedule(stageDone, duration, instance));
  }

  private void onStageDone(int instance) {
    if (table.createdNanos(instance) >= warmupNanos) {
      LatencyHistogram histogram = pathOf(instance).histogram(transitions.stage(instance));
      histogram.recordNanos(simulation.nowNanos() - transitions.stageBeganNanos(instance));
    }
    nextStage(instance);
  }

  private StartPath pathOf(int instance) {
    return paths.get(table.service(instance));
  }
}
