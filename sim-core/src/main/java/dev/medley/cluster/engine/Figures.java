package dev.medley.cluster.engine;

import dev.medley.cluster.engine.control.InstanceRecorder;
import dev.medley.cluster.engine.control.MemoryRecorder;
import dev.medley.cluster.engine.control.StepRecorder;
import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.instance.KillCause;
import dev.medley.cluster.engine.instance.MemoryPressure;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.JobStatistics;
import dev.medley.cluster.engine.state.PriceList;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.engine.state.ServiceStatistics;
import dev.medley.cluster.engine.state.StepObjective;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.metric.MetricFamily;
import dev.medley.cluster.metric.MetricName;
import dev.medley.kernel.Simulation;
import dev.medley.stat.LatencyHistogram;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable MemoryPressure memory;
  private final @Nullable MemoryRecorder memoryRecorder;
  private final Conservation conservation;

  Figures(
      Simulation simulation,
      ClusterModel model,
      List<ServiceRun> services,
      InstanceLifecycle lifecycle,
      RequestFlow flow,
      StepRecorder recorder,
      InstanceRecorder instances,
      @Nullable MemoryPressure memory,
      @Nullable MemoryRecorder memoryRecorder,
      Conservation conservation) {
    this.simulation = simulation;
    this.model = model;
    this.services = services;
    this.lifecycle = lifecycle;
    this.flow = flow;
    this.recorder = recorder;
    this.instances = instances;
    this.memory = memory;
    this.memoryRecorder = memoryRecorder;
    this.conservation = conservation;
  }

  /** Hands over everything measured. */
  void report(MeasurementSink sink) {
    reportRequests(sink);
    reportActivation(sink);
    reportJobs(sink);
    reportInstances(sink);
    ImageFigures.report(sink, model, services, lifecycle.images());
    reportHosts(sink);
    if (memory != null) {
      reportMemory(sink, memory);
    }
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
    if (memoryRecorder != null) {
      memoryRecorder.columns(sink::column);
    }
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
    long[] waiting = conservation.waiting();
    List<long[]> counts =
        services.stream().map(service -> counts(service, waiting[service.index])).toList();
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
  private static long[] counts(ServiceRun service, long waiting) {
    ServiceStatistics statistics = service.statistics;
    return new long[] {
      statistics.arrived(),
      statistics.completed(),
      statistics.rejected(),
      statistics.timedOut(),
      statistics.lost(),
      waiting
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

  /** Of services whose gateway holds requests, together and one by one. */
  private void reportActivation(MeasurementSink sink) {
    List<ServiceRun> holding = services.stream().filter(s -> s.holdsRequests).toList();
    if (holding.isEmpty()) {
      return;
    }
    LatencyHistogram wait = new LatencyHistogram();
    long held = 0;
    double arrived = 0;
    for (ServiceRun service : holding) {
      ServiceStatistics statistics = service.statistics;
      wait.merge(statistics.coldWait);
      held += statistics.held();
      arrived += statistics.arrived();
    }
    reportActivation(sink, NO_LABELS, held, wait, arrived);
    for (ServiceRun service : holding) {
      ServiceStatistics statistics = service.statistics;
      reportActivation(
          sink, labels(service), statistics.held(), statistics.coldWait, statistics.arrived());
    }
  }

  private static void reportActivation(
      MeasurementSink sink,
      SortedMap<String, String> labels,
      long held,
      LatencyHistogram coldWait,
      double arrived) {
    figure(sink, MetricFamily.REQUEST_HELD, labels, held);
    figure(sink, MetricFamily.REQUEST_COLD_RATIO, labels, coldWait.count() / arrived);
    distribution(sink, MetricFamily.REQUEST_COLD_WAIT, labels, coldWait);
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
      lifecycle
          .stages(service.index)
          .forEach(
              (stage, durations) ->
                  distribution(
                      sink,
                      MetricFamily.INSTANCE_START_STAGE,
                      MetricName.labelled("service", service.model.name(), "stage", stage),
                      durations));
      figure(sink, MetricFamily.REPLICAS_DESIRED, labels, statistics.desired.meanUntil(now));
      figure(sink, MetricFamily.REPLICAS_READY, labels, statistics.ready.meanUntil(now));
      figure(sink, MetricFamily.REPLICAS_DESIRED_MAX, labels, statistics.desired.max());
      figure(
          sink, MetricFamily.INSTANCE_UNSCHEDULED, labels, statistics.unscheduled.meanUntil(now));
      figure(sink, MetricFamily.INSTANCE_UNSCHEDULED_MAX, labels, statistics.unscheduled.max());
      figure(sink, MetricFamily.SCALE_EVENTS, labels, statistics.scaleEvents());
      if (service.model.provisioning().warmPool() != null) {
        figure(sink, MetricFamily.WARM_POOL_HITS, labels, statistics.warmHits());
        figure(sink, MetricFamily.WARM_POOL_MISSES, labels, statistics.warmMisses());
        figure(sink, MetricFamily.WARM_POOL_SIZE, labels, statistics.warm.meanUntil(now));
      }
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

  private void reportMemory(MeasurementSink sink, MemoryPressure memory) {
    for (ServiceRun service : services) {
      SortedMap<String, String> labels = labels(service);
      int s = service.index;
      figure(sink, MetricFamily.INSTANCE_OOM_KILLS, labels, memory.kills(KillCause.LIMIT, s));
      figure(
          sink,
          MetricFamily.INSTANCE_OOM_KILLS_HOST,
          labels,
          memory.kills(KillCause.HOST_EXHAUSTED, s));
      figure(sink, MetricFamily.INSTANCE_EVICTIONS, labels, memory.kills(KillCause.EVICTED, s));
      distribution(sink, MetricFamily.INSTANCE_LEAK_LIFE, labels, memory.lives(s));
    }
    reportMemory(sink, memory, NO_LABELS, hostsOf(StepObjective.ALL));
    for (int g = 0; g < model.groups().size(); g++) {
      reportMemory(sink, memory, MetricName.labelled("group", model.groups().get(g)), hostsOf(g));
    }
  }

  private static void reportMemory(
      MeasurementSink sink,
      MemoryPressure memory,
      SortedMap<String, String> labels,
      int[] ofHosts) {
    figure(sink, MetricFamily.HOST_MEMORY_RESERVED, labels, memory.reservedRatio(ofHosts));
    figure(sink, MetricFamily.HOST_MEMORY_UTILIZATION, labels, memory.utilization(ofHosts));
    figure(
        sink,
        MetricFamily.HOST_MEMORY_UTILIZATION_MAX,
        labels,
        memory.greatestUtilization(ofHosts));
  }

  /** The hosts of a group, or all. */
  private int[] hostsOf(int group) {
    return IntStream.range(0, model.hosts().size())
        .filter(host -> group == StepObjective.ALL || model.hosts().get(host).group() == group)
        .toArray();
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
      double warm = service.statistics.warm.integralUntil(simulation.nowNanos());
      instances += warm / NANOS_PER_HOUR * gib * prices.memoryGibPerHour();
      egress += service.statistics.egressBytes() / 1e9 * prices.egressPerGigabyte();
    }
    double hosts = prices.hostsPerHour() * hours;
    double cards = prices.cardsPerHour() * hours;
    double images = ImageFigures.egressCost(model, services, lifecycle.images());
    String currency = prices.currency();
    sink.figure(
        name(MetricFamily.COST_TOTAL), currency, hosts + cards + instances + egress + images);
    part(sink, "hosts", currency, hosts, prices.hostsPerHour());
    part(sink, "cards", currency, cards, prices.cardsPerHour());
    part(sink, "instances", currency, instances, prices.vcpuPerHour() + prices.memoryGibPerHour());
    part(sink, "egress", currency, egress, prices.egressPerGigabyte());
    part(sink, "image-egress", currency, images, prices.imageEgressPerGigabyte());
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
