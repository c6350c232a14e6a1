package dev.medley.cluster.engine;

import dev.medley.cluster.metric.MetricName;
import dev.medley.stat.LatencyHistogram;

/** Receives what a replication measured, in an order that is the same in every replication. */
public interface MeasurementSink {
  /** One figure; NaN where there is none. */
  void figure(MetricName name, String unit, double value);

  /** The distribution behind figures of a family; the name has no statistic. */
  void histogram(MetricName name, LatencyHistogram histogram);

  /** One figure over time. */
  void column(String name, String unit, double[] values);

  /** A domain outcome worth telling. */
  void notice(String text);
}
