package dev.medley.cluster.engine;

import dev.medley.cluster.engine.control.Drains;
import dev.medley.cluster.engine.control.InstanceRecorder;
import dev.medley.cluster.engine.control.MemoryRecorder;
import dev.medley.cluster.engine.control.MetricsPipeline;
import dev.medley.cluster.engine.control.Rollouts;
import dev.medley.cluster.engine.control.ScalingLoop;
import dev.medley.cluster.engine.control.StepRecorder;
import dev.medley.cluster.engine.failure.FailureRoom;
import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.instance.MemoryPressure;
import dev.medley.cluster.engine.instance.Migrations;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.Checking;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.EndpointLinks;
import dev.medley.cluster.engine.state.Failures;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.kernel.EventTracer;
import dev.medley.kernel.Simulation;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One replication of a cluster: assembled once, run once, then asked for what it measured. */
public final class ClusterSimulation {

  private final ClusterModel model;
  private final Simulation simulation = new Simulation();
  private final List<ServiceRun> services = new ArrayList<>();
  private final InstanceLifecycle lifecycle;
  private final RequestFlow flow;
  private final StepRecorder recorder;
  private final InstanceRecorder instances;
  private final @Nullable MemoryPressure memory;
  private final @Nullable MemoryRecorder memoryRecorder;
  private final MetricsPipeline pipeline;
  private final ScalingLoop scaling;
  private final Migrations migrations;
  private final Drains drains;
  private final Rollouts rollouts;
  private final Figures figures;
  private final Conservation conservation;
  private final OperationFigures operations;
  private final @Nullable FailureRoom failures;
  private final int[] initiallyWaiting;
  private Checking checking = Checking.OFF;
  private @Nullable EventTracer tracer;
  private final List<String> notices = new ArrayList<>();

  /**
   * Assembles a replication.
   *
   * @param model what runs
   * @param streams the replication's randomness
   */
  public ClusterSimulation(ClusterModel model, StreamTree streams) {
    this.model = model;
    simulation.digesting(true);
    EndpointLinks links = new EndpointLinks();
    for (int s = 0; s < model.services().size(); s++) {
      services.add(new ServiceRun(s, model.services().get(s), streams, links, model.warmupNanos()));
    }
    lifecycle = new InstanceLifecycle(simulation, model, services, streams);
    flow = new RequestFlow(simulation, model, services, streams, lifecycle);
    lifecycle.connect(flow);
    recorder = new StepRecorder(simulation, model, services, flow);
    pipeline = new MetricsPipeline(simulation, model, services, lifecycle, flow, streams);
    scaling = new ScalingLoop(simulation, model, services, lifecycle, pipeline, flow, streams);
    instances = new InstanceRecorder(simulation, model, services, lifecycle, flow);
    memory = MemoryPressure.of(simulation, model, services, lifecycle, streams);
    memoryRecorder = memory == null ? null : new MemoryRecorder(simulation, model, memory);
    conservation = new Conservation(services, flow, model.warmupNanos());
    migrations = new Migrations(simulation, model, services, lifecycle, flow, streams);
    drains = new Drains(simulation, model, services, lifecycle, migrations);
    rollouts = new Rollouts(simulation, services, lifecycle);
    operations = new OperationFigures(model, services, migrations, drains, rollouts);
    figures =
        new Figures(
            simulation,
            model,
            services,
            lifecycle,
            flow,
            recorder,
            instances,
            memory,
            memoryRecorder,
            conservation);
    lifecycle.recovery();
    Failures failing = model.failures();
    failures =
        failing == null
            ? null
            : new FailureRoom(simulation, model, failing, services, lifecycle, flow, streams);
    initiallyWaiting = new int[services.size()];
    notices.addAll(model.notices());
  }

  /** Shows every event to a tracer; before {@link #run}. */
  public void traceTo(@Nullable EventTracer tracer) {
    this.tracer = tracer;
    simulation.traceTo(tracer);
  }

  /** Sets whether invariants are checked; before {@link #run}. */
  public void check(Checking how) {
    checking = how;
  }

  /**
   * Runs from 0 to the model's duration.
   *
   * @throws SimulationFault when an invariant breaks, with time, event and subject
   */
  public void run() {
    lifecycle.createInitial();
    lifecycle.start();
    for (ServiceRun service : services) {
      initiallyWaiting[service.index] = lifecycle.pendingCount(service.index);
    }
    recorder.start();
    instances.start();
    if (memoryRecorder != null) {
      memoryRecorder.start();
    }
    pipeline.start();
    scaling.start();
    flow.start();
    drains.start();
    rollouts.start();
    if (failures != null) {
      failures.start();
    }
    Invariants invariants = null;
    if (checking.isOn()) {
      invariants = new Invariants(checking, lifecycle.invariants(), conservation, memory, tracer);
      simulation.traceTo(invariants);
    }
    simulation.runUntil(model.durationNanos());
    conservation.check();
    if (invariants != null) {
      invariants.check(simulation.nowNanos());
    }
    services.forEach(this::tellUnscheduled);
    services.forEach(this::tellUnmoved);
  }

  /** That instances wait for room is the first thing a capacity planner must see. */
  private void tellUnscheduled(ServiceRun service) {
    int atStart = initiallyWaiting[service.index];
    String refusal = lifecycle.firstRefusal(service.index);
    if (atStart > 0) {
      notices.add(
          service.model.name()
              + ": "
              + atStart
              + " of "
              + service.model.initialReplicas()
              + " initial replicas found no host ("
              + refusal
              + ")");
    } else if (!refusal.isEmpty()) {
      notices.add(
          service.model.name()
              + ": replicas found no host for a time ("
              + refusal
              + "); see instance.unscheduled");
    }
  }

  /** The instances: for checks between events. */
  InstanceLifecycle lifecycle() {
    return lifecycle;
  }

  /** The services: for checks between events. */
  List<ServiceRun> services() {
    return services;
  }

  private void tellUnmoved(ServiceRun service) {
    String refusal = migrations.firstRefusal(service.index);
    if (!refusal.isEmpty()) {
      notices.add(
          service.model.name() + ": migrations found no target for a time (" + refusal + ")");
    }
  }

  /** Events fired. */
  public long events() {
    return simulation.firedCount();
  }

  /** Fold of all events. */
  public long digest() {
    return simulation.digest();
  }

  /** Hands over everything measured. */
  public void report(MeasurementSink sink) {
    figures.report(sink);
    operations.report(sink);
    if (failures != null) {
      new FailureFigures(model, services, failures).report(sink);
    }
    notices.forEach(sink::notice);
  }
}
