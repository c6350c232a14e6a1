package dev.medley.cluster.engine;

import dev.medley.cluster.engine.control.Drains;
import dev.medley.cluster.engine.instance.Migrations;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.DrainStatistics;
import dev.medley.cluster.engine.state.MigrationStatistics;
import dev.medley.cluster.engine.state.MigrationStatistics.Failure;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.metric.MetricFamily;
import dev.medley.cluster.metric.MetricName;
import java.util.List;
import java.util.SortedMap;

/** Figures of planned operations: migrations, drains, updates; only where a model has them. */
final class OperationFigures {
  private static final SortedMap<String, String> NO_LABELS = MetricName.labelled();

  private final ClusterModel model;
  private final List<ServiceRun> services;
  private final Migrations migrations;
  private final Drains drains;

  OperationFigures(
      ClusterModel model, List<ServiceRun> services, Migrations migrations, Drains drains) {
    this.model = model;
    this.services = services;
    this.migrations = migrations;
    this.drains = drains;
  }

  /** Hands over everything measured. */
  void report(MeasurementSink sink) {
    for (ServiceRun service : services) {
      MigrationStatistics moved = migrations.statistics(service.index);
      if (moved != null) {
        reportMigrations(sink, service, moved);
      }
    }
    if (!model.maintenance().isEmpty()) {
      reportDrains(sink);
    }
  }

  private static void reportMigrations(
      MeasurementSink sink, ServiceRun service, MigrationStatistics moved) {
    SortedMap<String, String> labels = Figures.labels(service);
    Figures.figure(sink, MetricFamily.MIGRATION_COUNT, labels, moved.completed());
    for (Failure reason : Failure.values()) {
      Figures.figure(
          sink,
          MetricFamily.MIGRATION_FAILED,
          MetricName.labelled("service", service.model.name(), "reason", reason.text()),
          moved.failed(reason));
    }
    Figures.distribution(sink, MetricFamily.MIGRATION_DURATION, labels, moved.duration);
    Figures.distribution(sink, MetricFamily.MIGRATION_DOWNTIME, labels, moved.downtime);
    Figures.figure(sink, MetricFamily.MIGRATION_ROUNDS, labels, moved.meanRounds());
    Figures.figure(sink, MetricFamily.MIGRATION_BYTES, labels, moved.bytes());
  }

  private void reportDrains(MeasurementSink sink) {
    DrainStatistics measured = drains.statistics();
    for (ServiceRun service : services) {
      SortedMap<String, String> labels = Figures.labels(service);
      int index = service.index;
      Figures.figure(sink, MetricFamily.EVICTION_COUNT, labels, measured.evicted(index));
      Figures.figure(sink, MetricFamily.EVICTION_REFUSED, labels, measured.refused(index));
    }
    Figures.distribution(sink, MetricFamily.DRAIN_DURATION, NO_LABELS, measured.duration);
    Figures.figure(sink, MetricFamily.DRAIN_COUNT, NO_LABELS, measured.duration.count());
    Figures.figure(sink, MetricFamily.DRAIN_GIVEN_UP, NO_LABELS, measured.givenUp());
  }
}
