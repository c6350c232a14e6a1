package dev.medley.cluster.engine.control;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.scaling.Controller;
import dev.medley.cluster.scaling.InstanceObservation;
import dev.medley.cluster.scaling.ScalingDecision;
import dev.medley.cluster.scaling.ScalingView;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks every service's controller once per sync period and carries out its answer.
 *
 * <p>Scaling in retires, in this order, instances that are not placed, that start, and that serve;
 * among equals the youngest first (the order of a Kubernetes ReplicaSet, without its rounding of
 * ages).
 */
public final class ScalingLoop {
  private final Simulation simulation;
  private final ClusterModel model;
  private final List<ServiceRun> services;
  private final InstanceLifecycle lifecycle;
  private final MetricsPipeline pipeline;
  private final List<Controller> controllers = new ArrayList<>();
  private final EventType sync;
  private final long phaseNanos;

  /** Starts the controllers; nothing is decided yet. */
  public ScalingLoop(
      Simulation simulation,
      ClusterModel model,
      List<ServiceRun> services,
      InstanceLifecycle lifecycle,
      MetricsPipeline pipeline,
      StreamTree streams) {
    this.simulation = simulation;
    this.model = model;
    this.services = services;
    this.lifecycle = lifecycle;
    this.pipeline = pipeline;
    this.sync = simulation.register("autoscalers-synced", this::onSync);
    this.phaseNanos =
        MetricsPipeline.phase(
            streams.stream("control/sync-phase"), model.control().sync().toNanos());
    HostType first = model.hosts().get(0).type();
    for (ServiceRun service : services) {
      controllers.add(
          service
              .model
              .policy()
              .start(new RuntimePlant(service.model, first, model.control().sync().toNanos())));
    }
  }

  /** Schedules the first decision. */
  public void start() {
    simulation.schedule(sync, phaseNanos, 0);
  }

  private void onSync(int ignored) {
    for (ServiceRun service : services) {
      ScalingDecision decision = controllers.get(service.index).decide(new View(service));
      if (decision instanceof ScalingDecision.Replicas replicas) {
        scale(service, replicas.replicas());
      }
    }
    simulation.schedule(sync, model.control().sync().toNanos(), 0);
  }

  private void scale(ServiceRun service, int replicas) {
    if (replicas < service.model.minReplicas() || replicas > service.model.maxReplicas()) {
      throw new SimulationFault(
          "autoscaler of "
              + service.model.name()
              + " asked for "
              + replicas
              + " replicas, not in ["
              + service.model.minReplicas()
              + ", "
              + service.model.maxReplicas()
              + "]");
    }
    long now = simulation.nowNanos();
    if (replicas != service.replicas) {
      service.replicas = replicas;
      service.statistics.desired.set(now, replicas);
      service.statistics.scaled(now);
    }
    List<Integer> wanted = wanted(service);
    for (int i = wanted.size(); i < replicas; i++) {
      lifecycle.create(service);
    }
    for (int i = wanted.size(); i > replicas; i--) {
      int victim = victim(wanted);
      wanted.remove(Integer.valueOf(victim));
      lifecycle.retire(victim);
    }
  }

  /** Instances that count as replicas: neither draining nor stopping. */
  private List<Integer> wanted(ServiceRun service) {
    List<Integer> wanted = new ArrayList<>();
    for (int instance : lifecycle.living(service.index)) {
      if (isReplica(lifecycle.table().state(instance))) {
        wanted.add(instance);
      }
    }
    return wanted;
  }

  private static boolean isReplica(InstanceState state) {
    return state == InstanceState.PENDING
        || state == InstanceState.STARTING
        || state == InstanceState.READY;
  }

  private int victim(List<Integer> wanted) {
    InstanceTable table = lifecycle.table();
    int best = wanted.get(0);
    for (int instance : wanted) {
      int order = table.state(instance).compareTo(table.state(best));
      if (order < 0 || (order == 0 && instance > best)) {
        best = instance;
      }
    }
    return best;
  }

  /** One decision's view of one service. */
  private final class View implements ScalingView {
    private final ServiceRun service;
    private final List<InstanceObservation> observations = new ArrayList<>();
    private int ready;
    private int pending;

    View(ServiceRun service) {
      this.service = service;
      InstanceTable table = lifecycle.table();
      long now = simulation.nowNanos();
      for (int instance : lifecycle.living(service.index)) {
        InstanceState state = table.state(instance);
        boolean isReady = state == InstanceState.READY;
        boolean started = isReady || !isReplica(state);
        ready += isReady ? 1 : 0;
        pending += started ? 0 : 1;
        observations.add(
            new InstanceObservation(
                started,
                isReady,
                !isReplica(state),
                now - table.createdNanos(instance),
                now - table.changedNanos(instance),
                pipeline.collectedMilli(instance),
                service.model.instance().cpuRequestMilli(),
                now - pipeline.collectedAtNanos(instance),
                pipeline.collectedWindowNanos(instance)));
      }
    }

    @Override
    public long nowNanos() {
      return simulation.nowNanos();
    }

    @Override
    public int specReplicas() {
      return service.replicas;
    }

    @Override
    public int minReplicas() {
      return service.model.minReplicas();
    }

    @Override
    public int maxReplicas() {
      return service.model.maxReplicas();
    }

    @Override
    public int readyCount() {
      return ready;
    }

    @Override
    public int pendingCount() {
      return pending;
    }

    @Override
    public List<InstanceObservation> instances() {
      return observations;
    }
  }
}
