package dev.medley.cluster.engine;

import dev.medley.cluster.metric.MetricName;
import dev.medley.stat.LatencyHistogram;
import java.util.List;
import java.util.function.Consumer;

/** Receives what a replication measured, in an order that is the same in every replication. */
public interface MeasurementSink {
  /** One figure; NaN where there is none. */
  void figure(MetricName name, String unit, double value);

  /** The distribution behind figures of a family; the name has no statistic. */
  void histogram(MetricName name, LatencyHistogram histogram);

  /** One figure over time. */
  void column(String name, String unit, double[] values);

  /**
   * What was recorded of instances one by one; not called when nothing was.
   *
   * @param services names of the services
   * @param count number of instances
   * @param rows calls a visitor for each
   */
  void instances(List<String> services, int count, Consumer<InstanceVisitor> rows);

  /** Receives one instance. */
  @FunctionalInterface
  interface InstanceVisitor {
    /**
     * One instance.
     *
     * @param service index of its service
     * @param ordinal number within the service, from 0
     * @param host index of its host
     * @param samples how many, at least 1
     * @param mean CPU used by CPU requested, over all samples
     * @param busiest the same in the greatest sample
     */
    void visit(int service, int ordinal, int host, int samples, double mean, double busiest);
  }

  /** A domain outcome worth telling. */
  void notice(String text);
}
