package dev.medley.cluster.engine.instance;

import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.image.NodeImages;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.instance.RollingUpdate;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.StreamTree;
import dev.medley.stat.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

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
  private final List<StartPath> updatedPaths = new ArrayList<>();
  private final long warmupNanos;
  private final IntConsumer arrived;
  private final EventType stageDone;

  /**
   * Prepares the start paths of all services.
   *
   * @param arrived is told of every instance that has gone through its last stage
   */
  StartProcess(
      Simulation simulation,
      InstanceTable table,
      HostTable hosts,
      List<ServiceRun> services,
      StreamTree streams,
      long warmupNanos,
      IntConsumer arrived) {
    this.simulation = simulation;
    this.table = table;
    this.hosts = hosts;
    this.images = new NodeImages(hosts.size());
    this.warmupNanos = warmupNanos;
    this.arrived = arrived;
    for (ServiceRun service : services) {
      StreamTree own = streams.child("service/" + service.model.name());
      StartPath path = new StartPath(service.model.instance(), service.index, own);
      paths.add(path);
      updatedPaths.add(updated(path, service, services.size() + service.index, own));
    }
    this.transitions =
        new Transitions(paths.stream().mapToInt(StartPath::size).max().orElseThrow());
    this.stageDone = simulation.register("start-stage-done", this::onStageDone);
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
    transitions.imagePresent(
        instance,
        images.isPresent(
            table.host(instance), pathOf(instance).imageIndex(), simulation.nowNanos()));
    nextStage(instance);
  }

  /** A placed instance is ready without having gone its way: at time 0. */
  void skip(int instance) {
    images.presentFrom(table.host(instance), pathOf(instance).imageIndex(), 0);
    transitions.end(instance);
  }

  /** An instance under way is given up. */
  void cancel(int instance) {
    simulation.cancel(transitions.ticket(instance));
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
    int service = table.service(instance);
    return table.revision(instance) == 0 ? paths.get(service) : updatedPaths.get(service);
  }
}
