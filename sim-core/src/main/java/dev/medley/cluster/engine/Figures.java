package dev.medley.cluster.engine;

import dev.medley.cluster.engine.control.InstanceRecorder;
import dev.medley.cluster.engine.control.StepRecorder;
import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.JobStatistics;
import dev.medley.cluster.engine.state.PriceList;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.engine.state.ServiceStatistics;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.metric.MetricFamily;
import dev.medley.cluster.metric.MetricName;
import dev.medley.kernel.Simulation;
import dev.medley.stat.LatencyHistogram;
import java.util.List;
import java.util.SortedMap;

/** Turns what a finished replication gathered into named figures, in a fixed order. */
final class Figures {
  private static final SortedMap<String, String> NO_LABELS = MetricName.labelled();
  private static final double NANOS_PER_HOUR = 3.6e12;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Simulation simulation;
  private final ClusterModel model;
  private final List<ServiceRun> services;
  private final InstanceLifecycle lifecycle;
  private final RequestFlow flow;
  private final StepRecorder recorder;
  private final InstanceRecorder instances;

  Figures(
      Simulation simulation,
      ClusterModel model,
      List<ServiceRun> services,
      InstanceLifecycle lifecycle,
      RequestFlow flow,
      StepRecorder recorder,
      InstanceRecorder instances) {
    this.simulation = simulation;
    this.model = model;
    this.services = services;
    this.lifecycle = lifecycle;
    this.flow = flow;
    this.recorder = recorder;
    this.instances = instances;
  }

  /** Hands over everything measured. */
  void report(MeasurementSink sink) {
    reportRequests(sink);
    reportJobs(sink);
    reportInstances(sink);
    reportHosts(sink);
    reportCost(sink);
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
    if (isRecording()) {
      InstanceTable table = lifecycle.table();
      sink.instances(
          services.stream().map(service -> service.model.name()).toList(),
          instances.size(),
          visitor ->
              instances.visit(
                  (service, instance, samples, mean, busiest) ->
                      visitor.visit(
                          service,
                          table.ordinal(instance),
                          table.host(instance),
                          samples,
                          mean,
                          busiest)));
    }
  }

  private void reportRequests(MeasurementSink sink) {
    LatencyHistogram latency = new LatencyHistogram();
    LatencyHistogram wait = new LatencyHistogram();
    List<long[]> counts = services.stream().map(this::counts).toList();
    long[] sums = new long[6];
    for (ServiceRun service : services) {
      ServiceStatistics statistics = service.statistics;
      latency.merge(statistics.latency);
      wait.merge(statistics.wait);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += counts.get(service.index)[i];
      }
    }
    reportCounts(sink, NO_LABELS, sums);
    distribution(sink, MetricFamily.REQUEST_LATENCY, NO_LABELS, latency);
    distribution(sink, MetricFamily.REQUEST_WAIT, NO_LABELS, wait);
    for (ServiceRun service : services) {
      SortedMap<String, String> labels = labels(service);
      reportCounts(sink, labels, counts.get(service.index));
      distribution(sink, MetricFamily.REQUEST_LATENCY, labels, service.statistics.latency);
      distribution(sink, MetricFamily.REQUEST_WAIT, labels, service.statistics.wait);
    }
  }

  /** Arrived, completed, rejected, timed out, lost, in flight; arrived after warm-up. */
  long[] counts(ServiceRun service) {
    ServiceStatistics statistics = service.statistics;
    return new long[] {
      statistics.arrived(),
      statistics.completed(),
      statistics.rejected(),
      statistics.timedOut(),
      statistics.lost(),
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
    figure(sink, MetricFamily.REQUEST_LOST, labels, counts[4]);
    figure(
        sink,
        MetricFamily.REQUEST_FAILED_RATIO,
        labels,
        (counts[2] + counts[3] + counts[4]) / arrived);
    figure(sink, MetricFamily.REQUEST_IN_FLIGHT, labels, counts[5]);
  }

  private boolean isRecording() {
    return model.recordNanos() != ClusterModel.NO_RECORD;
  }

  private void reportJobs(MeasurementSink sink) {
    for (ServiceRun service : services) {
      JobStatistics jobs = service.jobs;
      if (jobs == null) {
        continue;
      }
      SortedMap<String, String> labels = labels(service);
      figure(sink, MetricFamily.JOB_COUNT, labels, jobs.submitted());
      figure(sink, MetricFamily.JOB_COMPLETED, labels, jobs.completed());
      figure(sink, MetricFamily.JOB_UNFINISHED, labels, jobs.unfinished());
      figure(sink, MetricFamily.JOB_RESTARTED, labels, jobs.restarted());
      long makespan = jobs.makespanNanos();
      figure(
          sink,
          MetricFamily.JOB_MAKESPAN,
          labels,
          makespan < 0 ? Double.NaN : makespan / NANOS_PER_SECOND);
      distribution(sink, MetricFamily.JOB_DURATION, labels, jobs.duration);
      distribution(sink, MetricFamily.JOB_WAIT, labels, jobs.wait);
    }
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
          sink, MetricFamily.INSTANCE_UNSCHEDULED, labels, statistics.unscheduled.meanUntil(now));
      figure(sink, MetricFamily.INSTANCE_UNSCHEDULED_MAX, labels, statistics.unscheduled.max());
      figure(sink, MetricFamily.SCALE_EVENTS, labels, statistics.scaleEvents());
      if (isRecording()) {
        figure(sink, MetricFamily.INSTANCE_CPU_UTILIZATION, labels, instances.utilization(service));
        figure(
            sink,
            MetricFamily.INSTANCE_CPU_UTILIZATION_MAX,
            labels,
            instances.busiestUtilization(service));
      }
    }
  }

  private void reportHosts(MeasurementSink sink) {
    figure(sink, MetricFamily.HOST_CPU_UTILIZATION, NO_LABELS, recorder.utilization());
    figure(sink, MetricFamily.HOST_CPU_UTILIZATION_MAX, NO_LABELS, recorder.busiestUtilization());
    for (int g = 0; g < model.groups().size(); g++) {
      SortedMap<String, String> labels = MetricName.labelled("group", model.groups().get(g));
      figure(sink, MetricFamily.HOST_CPU_UTILIZATION, labels, recorder.utilization(g));
      figure(sink, MetricFamily.HOST_CPU_UTILIZATION_MAX, labels, recorder.busiestUtilization(g));
      figure(sink, MetricFamily.HOST_CPU_NETWORK, labels, recorder.networkShare(g));
      double offload = recorder.offloadUtilization(g);
      int refused = model.refusedCards().get(g);
      if (refused > 0 || !Double.isNaN(offload)) {
        figure(sink, MetricFamily.OFFLOAD_UTILIZATION, labels, offload);
        figure(sink, MetricFamily.OFFLOAD_REFUSED, labels, refused);
      }
    }
  }

  private void reportCost(MeasurementSink sink) {
    PriceList prices = model.prices();
    if (prices == null) {
      return;
    }
    double hours = (model.durationNanos() - model.warmupNanos()) / NANOS_PER_HOUR;
    double instances = 0;
    double egress = 0;
    for (ServiceRun service : services) {
      double instanceHours = recorder.instanceNanos(service) / NANOS_PER_HOUR;
      double cores = service.model.instance().cpuRequestMilli() / 1e3;
      double gib = service.model.instance().memoryBytes() / (double) (1L << 30);
      instances += instanceHours * (cores * prices.vcpuPerHour() + gib * prices.memoryGibPerHour());
      egress += service.statistics.egressBytes() / 1e9 * prices.egressPerGigabyte();
    }
    double hosts = prices.hostsPerHour() * hours;
    double cards = prices.cardsPerHour() * hours;
    String currency = prices.currency();
    sink.figure(name(MetricFamily.COST_TOTAL), currency, hosts + cards + instances + egress);
    part(sink, "hosts", currency, hosts, prices.hostsPerHour());
    part(sink, "cards", currency, cards, prices.cardsPerHour());
    part(sink, "instances", currency, instances, prices.vcpuPerHour() + prices.memoryGibPerHour());
    part(sink, "egress", currency, egress, prices.egressPerGigabyte());
  }

  /** One part of the cost, if it has a price. */
  private static void part(
      MeasurementSink sink, String part, String currency, double cost, double price) {
    if (price > 0) {
      sink.figure(
          new MetricName(MetricFamily.COST_TOTAL, MetricName.labelled("part", part), ""),
          currency,
          cost);
    }
  }

  static SortedMap<String, String> labels(ServiceRun service) {
    return MetricName.labelled(
        "service", service.model.name(), "runtime", service.model.instance().runtimeName());
  }

  private static MetricName name(MetricFamily family) {
    return new MetricName(family, NO_LABELS, "");
  }

  static void figure(
      MeasurementSink sink, MetricFamily family, SortedMap<String, String> labels, double value) {
    sink.figure(new MetricName(family, labels, ""), family.unit(), value);
  }

  static void distribution(
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
