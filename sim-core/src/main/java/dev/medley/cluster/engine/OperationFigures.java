package dev.medley.cluster.engine;

import dev.medley.cluster.engine.control.Drains;
import dev.medley.cluster.engine.control.Rollouts;
import dev.medley.cluster.engine.instance.Migrations;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.DrainStatistics;
import dev.medley.cluster.engine.state.MigrationStatistics;
import dev.medley.cluster.engine.state.MigrationStatistics.Failure;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.engine.state.UpdateStatistics;
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
  private final Rollouts rollouts;

  OperationFigures(
      ClusterModel model,
      List<ServiceRun> services,
      Migrations migrations,
      Drains drains,
      Rollouts rollouts) {
    this.model = model;
    this.services = services;
    this.migrations = migrations;
    this.drains = drains;
    this.rollouts = rollouts;
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
    for (ServiceRun service : services) {
      UpdateStatistics updated = rollouts.statistics(service.index);
      if (updated != null) {
        reportUpdate(sink, Figures.labels(service), updated);
      }
    }
  }

  private static void reportUpdate(
      MeasurementSink sink, SortedMap<String, String> labels, UpdateStatistics updated) {
    Figures.figure(sink, MetricFamily.UPDATE_DURATION, labels, updated.seconds());
    Figures.figure(sink, MetricFamily.UPDATE_COMPLETED, labels, updated.isCompleted() ? 1 : 0);
    Figures.figure(sink, MetricFamily.UPDATE_FAILED, labels, updated.hasFailed() ? 1 : 0);
    Figures.figure(sink, MetricFamily.UPDATE_ROLLED_BACK, labels, updated.isRolledBack() ? 1 : 0);
    Figures.figure(sink, MetricFamily.UPDATE_INSTANCES_MAX, labels, updated.mostInstances());
    Figures.figure(sink, MetricFamily.UPDATE_AVAILABLE_MIN, labels, updated.leastAvailable());
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
