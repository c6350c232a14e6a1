package dev.medley.cluster.engine;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.control.MetricsPipeline;
import dev.medley.cluster.engine.control.ScalingLoop;
import dev.medley.cluster.engine.control.StepRecorder;
import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.instance.InstanceLists;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.PriceList;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.engine.state.ServiceStatistics;
import dev.medley.cluster.metric.MetricFamily;
import dev.medley.cluster.metric.MetricName;
import dev.medley.kernel.EventTracer;
import dev.medley.kernel.Simulation;
import dev.medley.random.StreamTree;
import dev.medley.stat.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** One replication of a cluster: assembled once, run once, then asked for what it measured. */
public final class ClusterSimulation {
  private static final SortedMap<String, String> NO_LABELS = MetricName.labelled();
  private static final double NANOS_PER_HOUR = 3.6e12;
  private static final double NANOS_PER_SECOND = 1e9;

  private final ClusterModel model;
  private final Simulation simulation = new Simulation();
  private final List<ServiceRun> services = new ArrayList<>();
  private final InstanceLifecycle lifecycle;
  private final RequestFlow flow;
  private final StepRecorder recorder;
  private final MetricsPipeline pipeline;
  private final ScalingLoop scaling;
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
    for (int s = 0; s < model.services().size(); s++) {
      services.add(new ServiceRun(s, model.services().get(s), streams, model.warmupNanos()));
    }
    lifecycle = new InstanceLifecycle(simulation, model, services, streams);
    flow = new RequestFlow(simulation, model, services, streams, lifecycle);
    lifecycle.connect(flow);
    recorder = new StepRecorder(simulation, model, services, flow);
    pipeline = new MetricsPipeline(simulation, model, services, lifecycle, flow, streams);
    scaling = new ScalingLoop(simulation, model, services, lifecycle, pipeline, streams);
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
      int waiting = lifecycle.pendingCount(service.index);
      if (waiting > 0) {
        notices.add(
            service.model.name()
                + ": "
                + waiting
                + " of "
                + service.model.initialReplicas()
                + " initial replicas found no host ("
                + firstRefusal(service)
                + ")");
      }
    }
    recorder.start();
    pipeline.start();
    scaling.start();
    flow.start();
    simulation.runUntil(model.durationNanos());
    services.forEach(this::checkConservation);
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
    reportRequests(sink);
    reportInstances(sink);
    reportHosts(sink);
    sink.figure(name(MetricFamily.COST_TOTAL), model.prices().currency(), cost());
    for (int o = 0; o < model.objectives().size(); o++) {
      sink.figure(
          new MetricName(
              MetricFamily.SLO_VIOLATION_TIME,
              MetricName.labelled("slo", model.objectives().get(o).name()),
              ""),
          "s",
          recorder.violationNanos(o) / NANOS_PER_SECOND);
    }
    long arrivals = 0;
    for (ServiceRun service : services) {
      arrivals += service.statistics.totalArrived();
    }
    double events = simulation.firedCount() - flow.cpu().spuriousCount();
    sink.figure(
        name(MetricFamily.EVENTS_PER_REQUEST), "1", arrivals == 0 ? Double.NaN : events / arrivals);
    recorder.columns(sink::column);
    notices.forEach(sink::notice);
  }

  private void reportRequests(MeasurementSink sink) {
    LatencyHistogram latency = new LatencyHistogram();
    LatencyHistogram wait = new LatencyHistogram();
    long[] sums = new long[5];
    for (ServiceRun service : services) {
      ServiceStatistics statistics = service.statistics;
      latency.merge(statistics.latency);
      wait.merge(statistics.wait);
      long[] counts = counts(service);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += counts[i];
      }
    }
    reportCounts(sink, NO_LABELS, sums);
    distribution(sink, MetricFamily.REQUEST_LATENCY, NO_LABELS, latency);
    distribution(sink, MetricFamily.REQUEST_WAIT, NO_LABELS, wait);
    for (ServiceRun service : services) {
      SortedMap<String, String> labels = labels(service);
      reportCounts(sink, labels, counts(service));
      distribution(sink, MetricFamily.REQUEST_LATENCY, labels, service.statistics.latency);
      distribution(sink, MetricFamily.REQUEST_WAIT, labels, service.statistics.wait);
    }
  }

  private long[] counts(ServiceRun service) {
    ServiceStatistics statistics = service.statistics;
    return new long[] {
      statistics.arrived(),
      statistics.completed(),
      statistics.rejected(),
      statistics.timedOut(),
      flow.waiting(service.index, model.warmupNanos())
    };
  }

  private static void reportCounts(
      MeasurementSink sink, SortedMap<String, String> labels, long[] counts) {
    double arrived = counts[0];
    figure(sink, MetricFamily.REQUEST_COUNT, labels, counts[0]);
    figure(sink, MetricFamily.REQUEST_COMPLETED, labels, counts[1]);
    figure(sink, MetricFamily.REQUEST_REJECTED, labels, counts[2]);
    figure(sink, MetricFamily.REQUEST_REJECTED_RATIO, labels, counts[2] / arrived);
    figure(sink, MetricFamily.REQUEST_TIMEOUT, labels, counts[3]);
    figure(sink, MetricFamily.REQUEST_TIMEOUT_RATIO, labels, counts[3] / arrived);
    figure(sink, MetricFamily.REQUEST_IN_FLIGHT, labels, counts[4]);
  }

  private void reportInstances(MeasurementSink sink) {
    double readyMean = 0;
    for (ServiceRun service : services) {
      readyMean += service.statistics.ready.meanUntil(simulation.nowNanos());
    }
    figure(sink, MetricFamily.INSTANCE_READY_COUNT, NO_LABELS, readyMean);
    for (ServiceRun service : services) {
      SortedMap<String, String> labels = labels(service);
      ServiceStatistics statistics = service.statistics;
      long now = simulation.nowNanos();
      distribution(sink, MetricFamily.INSTANCE_START, labels, statistics.start);
      List<String> stages = lifecycle.stageNames(service.index);
      for (int i = 0; i < stages.size(); i++) {
        distribution(
            sink,
            MetricFamily.INSTANCE_START_STAGE,
            MetricName.labelled("service", service.model.name(), "stage", stages.get(i)),
            lifecycle.stageHistogram(service.index, i));
      }
      figure(sink, MetricFamily.REPLICAS_DESIRED, labels, statistics.desired.meanUntil(now));
      figure(sink, MetricFamily.REPLICAS_READY, labels, statistics.ready.meanUntil(now));
      figure(sink, MetricFamily.REPLICAS_DESIRED_MAX, labels, statistics.desired.max());
      figure(
          sink, MetricFamily.INSTANCE_UNSCHEDULED, labels, lifecycle.pendingCount(service.index));
      figure(sink, MetricFamily.SCALE_EVENTS, labels, statistics.scaleEvents());
    }
  }

  private void reportHosts(MeasurementSink sink) {
    figure(sink, MetricFamily.HOST_CPU_UTILIZATION, NO_LABELS, recorder.utilization());
    figure(sink, MetricFamily.HOST_CPU_UTILIZATION_MAX, NO_LABELS, recorder.busiestUtilization());
    for (int g = 0; g < model.groups().size(); g++) {
      SortedMap<String, String> labels = MetricName.labelled("group", model.groups().get(g));
      figure(sink, MetricFamily.HOST_CPU_UTILIZATION, labels, recorder.utilization(g));
      figure(sink, MetricFamily.HOST_CPU_UTILIZATION_MAX, labels, recorder.busiestUtilization(g));
      double offload = recorder.offloadUtilization(g);
      int refused = model.refusedCards().get(g);
      if (refused > 0 || !Double.isNaN(offload)) {
        figure(sink, MetricFamily.OFFLOAD_UTILIZATION, labels, offload);
        figure(sink, MetricFamily.OFFLOAD_REFUSED, labels, refused);
      }
    }
  }

  private double cost() {
    PriceList prices = model.prices();
    double hours = (model.durationNanos() - model.warmupNanos()) / NANOS_PER_HOUR;
    double cost = prices.hostsPerHour() * hours;
    for (ServiceRun service : services) {
      double instanceHours = recorder.instanceNanos(service) / NANOS_PER_HOUR;
      double cores = service.model.instance().cpuRequestMilli() / 1e3;
      double gib = service.model.instance().memoryBytes() / (double) (1L << 30);
      cost +=
          instanceHours * (cores * prices.vcpuPerHour() + gib * prices.memoryGibPerHour())
              + service.statistics.egressBytes() / 1e9 * prices.egressPerGigabyte();
    }
    return cost;
  }

  private void checkConservation(ServiceRun service) {
    long[] counts = counts(service);
    if (counts[0] != counts[1] + counts[2] + counts[3] + counts[4]) {
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
              + " in flight");
    }
  }

  private String firstRefusal(ServiceRun service) {
    InstanceLists living = lifecycle.living();
    for (int instance = living.first(service.index);
        instance != InstanceLists.NONE;
        instance = living.next(instance)) {
      String refusal = lifecycle.refusal(instance);
      if (!refusal.isEmpty()) {
        return refusal;
      }
    }
    return "";
  }

  private static SortedMap<String, String> labels(ServiceRun service) {
    return MetricName.labelled(
        "service", service.model.name(), "runtime", service.model.instance().runtimeName());
  }

  private static MetricName name(MetricFamily family) {
    return new MetricName(family, NO_LABELS, "");
  }

  private static void figure(
      MeasurementSink sink, MetricFamily family, SortedMap<String, String> labels, double value) {
    sink.figure(new MetricName(family, labels, ""), family.unit(), value);
  }

  private static void distribution(
      MeasurementSink sink,
      MetricFamily family,
      SortedMap<String, String> labels,
      LatencyHistogram histogram) {
    sink.histogram(new MetricName(family, labels, ""), histogram);
    for (String statistic : MetricFamily.STATISTICS) {
      double nanos;
      if (histogram.count() == 0) {
        nanos = Double.NaN;
      } else if (statistic.equals("mean")) {
        nanos = histogram.meanNanos();
      } else if (statistic.equals("max")) {
        nanos = histogram.maxNanos();
      } else {
        nanos = histogram.quantileNanos(MetricFamily.quantile(statistic));
      }
      sink.figure(new MetricName(family, labels, statistic), "s", nanos / NANOS_PER_SECOND);
    }
  }
}
