package dev.medley.experiment;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.ClusterSimulation;
import dev.medley.cluster.engine.MeasurementSink;
import dev.medley.cluster.engine.state.Checking;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.metric.MetricName;
import dev.medley.kernel.EventTracer;
import dev.medley.random.StreamTree;
import dev.medley.stat.LatencyHistogram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of a model: a pure function of model, seed and index. */
public final class Replication {
  private Replication() {}

  /**
   * Runs one replication.
   *
   * @param model what to run
   * @param seed root of all randomness
   * @param index number of the replication, from 0
   * @throws SimulationFault when an invariant breaks, with seed and replication
   */
  public static Outcome run(ClusterModel model, long seed, int index) {
    return run(model, seed, index, null);
  }

  /** The same, showing every event to a tracer. */
  public static Outcome run(
      ClusterModel model, long seed, int index, @Nullable EventTracer tracer) {
    return run(model, seed, index, tracer, Checking.USUAL);
  }

  /** The same, with invariants checked as often as the caller says; that changes no result. */
  public static Outcome run(
      ClusterModel model, long seed, int index, @Nullable EventTracer tracer, Checking checking) {
    try {
      ClusterSimulation simulation = new ClusterSimulation(model, new StreamTree(seed, index));
      simulation.traceTo(tracer);
      simulation.check(checking);
      simulation.run();
      Collected collected = new Collected();
      simulation.report(collected);
      return new Outcome(
          index,
          List.copyOf(collected.metrics),
          collected.histograms,
          new TimeSeries(model.stepNanos(), List.copyOf(collected.columns)),
          collected.instances,
          List.copyOf(collected.notices),
          simulation.events(),
          simulation.digest());
    } catch (SimulationFault fault) {
      throw new SimulationFault(
          "seed " + seed + ", replication " + index + ": " + fault.getMessage(), fault);
    }
  }

  private static final class Collected implements MeasurementSink {
    final List<MetricValue> metrics = new ArrayList<>();
    final LinkedHashMap<String, LatencyHistogram> histograms = new LinkedHashMap<>();
    final List<TimeSeries.Column> columns = new ArrayList<>();
    final List<String> notices = new ArrayList<>();
    InstanceUsage instances = InstanceUsage.NONE;

    @Override
    public void figure(MetricName name, String unit, double value) {
      metrics.add(new MetricValue(name.toString(), unit, value));
    }

    @Override
    public void histogram(MetricName name, LatencyHistogram histogram) {
      histograms.put(name.toString(), histogram);
    }

    @Override
    public void column(String name, String unit, double[] values) {
      columns.add(new TimeSeries.Column(name, unit, values));
    }

    @Override
    public void instances(List<String> services, int count, Consumer<InstanceVisitor> rows) {
      InstanceUsage usage = InstanceUsage.ofSize(services, count);
      int[] row = {0};
      rows.accept(
          (service, ordinal, host, samples, mean, busiest) -> {
            int at = row[0]++;
            usage.service()[at] = service;
            usage.ordinal()[at] = ordinal;
            usage.host()[at] = host;
            usage.samples()[at] = samples;
            usage.mean()[at] = mean;
            usage.busiest()[at] = busiest;
          });
      instances = usage;
    }

    @Override
    public void notice(String text) {
      notices.add(text);
    }
  }
}
