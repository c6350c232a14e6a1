package dev.medley.cluster.engine;

import dev.medley.cluster.engine.failure.FailureRoom;
import dev.medley.cluster.engine.failure.HostStates;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.FailureCause;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.engine.state.ServiceStatistics;
import dev.medley.cluster.metric.MetricFamily;
import dev.medley.cluster.metric.MetricName;
import java.util.List;
import java.util.SortedMap;

/** What a replication with failures says of hosts, instances and services. */
final class FailureFigures {
  private static final double NANOS_PER_SECOND = 1e9;

  private final ClusterModel model;
  private final List<ServiceRun> services;
  private final FailureRoom failures;

  FailureFigures(ClusterModel model, List<ServiceRun> services, FailureRoom failures) {
    this.model = model;
    this.services = services;
    this.failures = failures;
  }

  void report(MeasurementSink sink) {
    HostStates hosts = failures.states();
    for (int g = 0; g < model.groups().size(); g++) {
      SortedMap<String, String> labels = MetricName.labelled("group", model.groups().get(g));
      Figures.figure(sink, MetricFamily.HOST_FAILURES, labels, hosts.failures(g));
      double down = hosts.downNanosOf(g) / NANOS_PER_SECOND;
      Figures.figure(sink, MetricFamily.HOST_DOWN_TIME, labels, down);
      Figures.figure(sink, MetricFamily.HOST_AVAILABILITY, labels, hosts.availability(g));
    }
    for (ServiceRun service : services) {
      report(sink, service);
    }
  }

  private void report(MeasurementSink sink, ServiceRun service) {
    SortedMap<String, String> labels = Figures.labels(service);
    ServiceStatistics statistics = service.statistics;
    long now = model.durationNanos();
    for (FailureCause cause : FailureCause.values()) {
      SortedMap<String, String> one =
          MetricName.labelled(
              "service",
              service.model.name(),
              "runtime",
              service.model.instance().runtimeName(),
              "cause",
              cause.text());
      Figures.figure(sink, MetricFamily.INSTANCE_FAILURES, one, statistics.failures(cause));
    }
    Figures.figure(sink, MetricFamily.INSTANCE_RESTARTS, labels, statistics.restarts());
    Figures.figure(sink, MetricFamily.INSTANCE_EVICTED, labels, statistics.evictions());
    Figures.figure(
        sink,
        MetricFamily.SERVICE_AVAILABILITY,
        labels,
        statistics.availability.availableRatio(now));
    Figures.figure(
        sink, MetricFamily.SERVICE_COMPLETE, labels, statistics.availability.completeRatio(now));
    Figures.distribution(
        sink, MetricFamily.SERVICE_RECOVERY, labels, statistics.availability.recovery);
  }
}
