package dev.medley.cluster.engine;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.control.Drains;
import dev.medley.cluster.engine.control.InstanceRecorder;
import dev.medley.cluster.engine.control.MetricsPipeline;
import dev.medley.cluster.engine.control.Rollouts;
import dev.medley.cluster.engine.control.ScalingLoop;
import dev.medley.cluster.engine.control.StepRecorder;
import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.instance.Migrations;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.EndpointLinks;
import dev.medley.cluster.engine.state.JobStatistics;
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
  private final MetricsPipeline pipeline;
  private final ScalingLoop scaling;
  private final Migrations migrations;
  private final Drains drains;
  private final Rollouts rollouts;
  private final Figures figures;
  private final OperationFigures operations;
  private final int[] initiallyWaiting;
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
    scaling = new ScalingLoop(simulation, model, services, lifecycle, pipeline, streams);
    instances = new InstanceRecorder(simulation, model, services, lifecycle, flow);
    migrations = new Migrations(simulation, model, services, lifecycle, flow, streams);
    drains = new Drains(simulation, model, services, lifecycle, migrations);
    rollouts = new Rollouts(simulation, services, lifecycle);
    operations = new OperationFigures(model, services, migrations, drains, rollouts);
    figures = new Figures(simulation, model, services, lifecycle, flow, recorder, instances);
    initiallyWaiting = new int[services.size()];
    notices.addAll(model.notices());
  }

  /** Shows every event to a tracer; before {@link #run}. */
  public void traceTo(@Nullable EventTracer tracer) {
    simulation.traceTo(tracer);
  }

  /**
   * Runs from 0 to the model's duration.
   *
   * @throws SimulationFault when an invariant breaks, with time, event and subject
   */
  public void run() {
    lifecycle.createInitial();
    for (ServiceRun service : services) {
      initiallyWaiting[service.index] = lifecycle.pendingCount(service.index);
    }
    recorder.start();
    instances.start();
    pipeline.start();
    scaling.start();
    flow.start();
    drains.start();
    rollouts.start();
    simulation.runUntil(model.durationNanos());
    services.forEach(this::checkConservation);
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
    notices.forEach(sink::notice);
  }

  private void checkConservation(ServiceRun service) {
    JobStatistics jobs = service.jobs;
    if (jobs != null && jobs.unfinished() != jobs.waiting.value() + jobs.running.value()) {
      throw new SimulationFault(
          "jobs of "
              + service.model.name()
              + " are not conserved: "
              + jobs.unfinished()
              + " unfinished, "
              + jobs.waiting.value()
              + " wait, "
              + jobs.running.value()
              + " compute");
    }
    long[] counts = figures.counts(service);
    if (counts[0] != counts[1] + counts[2] + counts[3] + counts[4] + counts[5]) {
      throw new SimulationFault(
          "requests of "
              + service.model.name()
              + " are not conserved: "
              + counts[0]
              + " arrived, "
              + counts[1]
              + " completed, "
              + counts[2]
              + " rejected, "
              + counts[3]
              + " timed out, "
              + counts[4]
              + " lost, "
              + counts[5]
              + " in flight");
    }
  }
}
