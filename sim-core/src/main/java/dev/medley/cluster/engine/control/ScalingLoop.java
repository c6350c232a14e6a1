package dev.medley.cluster.engine.control;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.instance.InstanceLists;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.ReplicaController;
import dev.medley.cluster.engine.state.ServiceRun;
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
import org.jspecify.annotations.Nullable;

/**
 * Asks every service's controller once per sync period and carries out its answer.
 *
 * <p>Scaling in retires, in this order, instances that are not placed, that start, that are not
 * ready although they were, and that serve; among equals the youngest first (the order of a
 * Kubernetes ReplicaSet, without its rounding of ages).
 */
public final class ScalingLoop {
  private static final InstanceState[] RETIRED_FIRST = {
    InstanceState.PENDING,
    InstanceState.STARTING,
    InstanceState.UNREACHABLE,
    InstanceState.BACKING_OFF,
    InstanceState.RESTARTING,
    InstanceState.READY
  };

  private final Simulation simulation;
  private final ClusterModel model;
  private final List<ServiceRun> services;
  private final InstanceLifecycle lifecycle;
  private final MetricsPipeline pipeline;
  private final List<Controller> controllers = new ArrayList<>();
  private final EventType sync;
  private final long phaseNanos;
  private final @Nullable DemandScaling demand;

  /** Starts the controllers, and those of them at the data plane; nothing is decided yet. */
  public ScalingLoop(
      Simulation simulation,
      ClusterModel model,
      List<ServiceRun> services,
      InstanceLifecycle lifecycle,
      MetricsPipeline pipeline,
      RequestFlow flow,
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
    List<RuntimePlant.HostKind> kinds = RuntimePlant.kinds(model.hosts());
    for (ServiceRun service : services) {
      controllers.add(
          service
              .model
              .policy()
              .start(new RuntimePlant(service.model, kinds, model.control().sync().toNanos())));
    }
    // no event type of its own where nobody needs it: types are part of a run's digest
    if (services.stream().anyMatch(service -> service.holdsRequests)) {
      this.demand =
          new DemandScaling(
              simulation,
              this,
              lifecycle,
              flow,
              services.toArray(new ServiceRun[0]),
              model.control().sync().toNanos());
      flow.connect(demand);
    } else {
      this.demand = null;
    }
  }

  /** Schedules the first decision. */
  public void start() {
    simulation.post(sync, phaseNanos, 0);
  }

  private void onSync(int ignored) {
    for (ServiceRun service : services) {
      if (service.model.starts() != null) {
        continue;
      }
      ScalingDecision decision = controllers.get(service.index).decide(new View(service));
      if (decision instanceof ScalingDecision.Replicas replicas) {
        scale(service, replicas.replicas());
      }
    }
    if (demand != null) {
      demand.onSync();
    }
    simulation.post(sync, model.control().sync().toNanos(), 0);
  }

  /** The controller of a service. */
  Controller controller(ServiceRun service) {
    return controllers.get(service.index);
  }

  /** One instance of a service less: this one. */
  void retire(ServiceRun service, int instance) {
    ask(service, service.replicas - 1);
    lifecycle.retire(instance);
  }

  private void ask(ServiceRun service, int replicas) {
    long now = simulation.nowNanos();
    service.replicas = replicas;
    service.statistics.desired.set(now, replicas);
    service.statistics.scaled(now);
  }

  void scale(ServiceRun service, int replicas) {
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
    if (replicas != service.replicas) {
      ask(service, replicas);
    }
    ReplicaController controller = service.controller;
    if (controller != null) {
      controller.scaled();
      return;
    }
    int surplus = lifecycle.replicaCount(service.index) - replicas;
    if (service.model.instance().lifeCycle().isReplaced()) {
      lifecycle.replaceMissing(service);
    }
    for (int o = 0; surplus > 0 && o < RETIRED_FIRST.length; o++) {
      surplus -= retireYoungest(service, RETIRED_FIRST[o], surplus);
    }
  }

  /** Retires at most so many instances in one state; returns how many. */
  private int retireYoungest(ServiceRun service, InstanceState state, int most) {
    InstanceLists living = lifecycle.living();
    int retired = 0;
    int instance = living.last(service.index);
    while (instance != InstanceLists.NONE && retired < most) {
      int older = living.previous(instance);
      if (lifecycle.table().state(instance) == state) {
        lifecycle.retire(instance);
        retired++;
      }
      instance = older;
    }
    return retired;
  }

  /** One decision's view of one service; what it shows is gathered when it is asked for. */
  private final class View implements ScalingView {
    private final ServiceRun service;
    private @Nullable List<InstanceObservation> observations;

    View(ServiceRun service) {
      this.service = service;
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
      return (int) service.statistics.ready.value();
    }

    @Override
    public int pendingCount() {
      return lifecycle.replicaCount(service.index) - readyCount();
    }

    @Override
    public List<InstanceObservation> instances() {
      List<InstanceObservation> seen = observations;
      if (seen == null) {
        seen = observe();
        observations = seen;
      }
      return seen;
    }

    private List<InstanceObservation> observe() {
      InstanceLists living = lifecycle.living();
      List<InstanceObservation> seen = new ArrayList<>(living.size(service.index));
      for (int instance = living.first(service.index);
          instance != InstanceLists.NONE;
          instance = living.next(instance)) {
        seen.add(observation(instance));
      }
      return seen;
    }

    private InstanceObservation observation(int instance) {
      InstanceTable table = lifecycle.table();
      boolean isReady = lifecycle.seemsReady(instance);
      boolean isReplica = lifecycle.isReplica(instance);
      long now = simulation.nowNanos();
      return new InstanceObservation(
          isReady || !isReplica,
          isReady,
          !isReplica,
          now - table.createdNanos(instance),
          now - table.changedNanos(instance),
          pipeline.collectedMilli(instance),
          service.model.instance().cpuRequestMilli(),
          now - pipeline.collectedAtNanos(instance),
          pipeline.collectedWindowNanos(instance));
    }
  }
}
