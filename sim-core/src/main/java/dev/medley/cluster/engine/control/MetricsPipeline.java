package dev.medley.cluster.engine.control;

import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.instance.InstanceLists;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.scaling.InstanceObservation;
import dev.medley.cluster.scaling.ScalingMetric;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What hosts sample and the cluster collects of each instance, with the delays that this takes.
 *
 * <p>Hosts sample every {@code sampling} period, the last sample of each instance is collected
 * every {@code collection} period. Both have a random phase per replication, so that the age of
 * what an autoscaler sees varies as it does in a cluster.
 */
public final class MetricsPipeline {
  private final Simulation simulation;
  private final ClusterModel model;
  private final List<ServiceRun> services;
  private final InstanceLifecycle lifecycle;
  private final RequestFlow flow;
  private final EventType sample;
  private final EventType collect;
  private final long samplePhaseNanos;
  private final long collectPhaseNanos;
  private final @Nullable ScalingMetric[] metrics;

  private long[] baseNanos = new long[0];
  private double[] base = new double[0];
  private long[] sampledMilli = new long[0];
  private long[] sampledAtNanos = new long[0];
  private long[] sampledWindowNanos = new long[0];
  private long[] collectedMilli = new long[0];
  private long[] collectedAtNanos = new long[0];
  private long[] collectedWindowNanos = new long[0];
  private boolean[] seen = new boolean[0];

  /** Prepares the pipeline; nothing is sampled yet. */
  public MetricsPipeline(
      Simulation simulation,
      ClusterModel model,
      List<ServiceRun> services,
      InstanceLifecycle lifecycle,
      RequestFlow flow,
      StreamTree streams) {
    this.simulation = simulation;
    this.model = model;
    this.services = services;
    this.lifecycle = lifecycle;
    this.flow = flow;
    this.sample = simulation.register("metrics-sampled", this::onSample);
    this.collect = simulation.register("metrics-collected", this::onCollect);
    RandomStream phases = streams.stream("control/pipeline-phase");
    this.samplePhaseNanos = phase(phases, model.control().sampling().toNanos());
    this.collectPhaseNanos = phase(phases, model.control().collection().toNanos());
    this.metrics = new ScalingMetric[services.size()];
    for (ServiceRun service : services) {
      metrics[service.index] = service.model.policy().observedMetric();
    }
  }

  /** A uniform phase in [0, period). */
  static long phase(RandomStream stream, long periodNanos) {
    return (long) (stream.nextDouble() * periodNanos);
  }

  /** Schedules sampling and collection, if any policy reads a metric. */
  public void start() {
    for (ScalingMetric metric : metrics) {
      if (metric != null) {
        simulation.post(sample, samplePhaseNanos, 0);
        simulation.post(collect, collectPhaseNanos, 0);
        return;
      }
    }
  }

  /** The last collected value of an instance, or {@link InstanceObservation#MISSING}. */
  long collectedMilli(int instance) {
    return instance < seen.length ? collectedMilli[instance] : InstanceObservation.MISSING;
  }

  /** When that value was sampled. */
  long collectedAtNanos(int instance) {
    return instance < seen.length ? collectedAtNanos[instance] : 0;
  }

  /** The window over which it was sampled. */
  long collectedWindowNanos(int instance) {
    return instance < seen.length ? collectedWindowNanos[instance] : 0;
  }

  private void onSample(int ignored) {
    long now = simulation.nowNanos();
    for (ServiceRun service : services) {
      ScalingMetric metric = metrics[service.index];
      if (metric == null) {
        continue;
      }
      InstanceLists living = lifecycle.living();
      for (int instance = living.first(service.index);
          instance != InstanceLists.NONE;
          instance = living.next(instance)) {
        if (lifecycle.table().state(instance).serves()) {
          sample(instance, metric, now);
        }
      }
    }
    simulation.post(sample, model.control().sampling().toNanos(), 0);
  }

  private void sample(int instance, ScalingMetric metric, long now) {
    ensure(instance);
    double total = total(instance, metric, now);
    long since = baseNanos[instance];
    if (!seen[instance]) {
      seen[instance] = true;
      since = lifecycle.table().changedNanos(instance);
    }
    long window = now - since;
    if (window > 0) {
      double scale = metric == ScalingMetric.RATE ? 1e12 : 1e3;
      sampledMilli[instance] = Math.round((total - base[instance]) * scale / window);
      sampledAtNanos[instance] = now;
      sampledWindowNanos[instance] = window;
    }
    base[instance] = total;
    baseNanos[instance] = now;
  }

  /** What the instance has gathered since it became ready, to be divided by time. */
  private double total(int instance, ScalingMetric metric, long now) {
    return switch (metric) {
      case CPU -> flow.cpu().usedCoreNanos(instance);
      case CONCURRENCY -> flow.load().connectionNanos(instance, now);
      case RATE -> flow.load().deliveredCount(instance);
    };
  }

  private void onCollect(int ignored) {
    System.arraycopy(sampledMilli, 0, collectedMilli, 0, sampledMilli.length);
    System.arraycopy(sampledAtNanos, 0, collectedAtNanos, 0, sampledMilli.length);
    System.arraycopy(sampledWindowNanos, 0, collectedWindowNanos, 0, sampledMilli.length);
    simulation.post(collect, model.control().collection().toNanos(), 0);
  }

  private void ensure(int instance) {
    int old = seen.length;
    if (instance < old) {
      return;
    }
    int size = Math.max(instance + 1, Math.max(64, old * 2));
    baseNanos = Arrays.copyOf(baseNanos, size);
    base = Arrays.copyOf(base, size);
    sampledMilli = Arrays.copyOf(sampledMilli, size);
    sampledAtNanos = Arrays.copyOf(sampledAtNanos, size);
    sampledWindowNanos = Arrays.copyOf(sampledWindowNanos, size);
    collectedMilli = Arrays.copyOf(collectedMilli, size);
    collectedAtNanos = Arrays.copyOf(collectedAtNanos, size);
    collectedWindowNanos = Arrays.copyOf(collectedWindowNanos, size);
    seen = Arrays.copyOf(seen, size);
    Arrays.fill(sampledMilli, old, size, InstanceObservation.MISSING);
    Arrays.fill(collectedMilli, old, size, InstanceObservation.MISSING);
  }
}
