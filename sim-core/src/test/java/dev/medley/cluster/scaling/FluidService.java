package dev.medley.cluster.scaling;

import static dev.medley.cluster.scaling.Views.SECOND;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/**
 * A toy service: fluid load, instances that start late, a metrics pipeline, one autoscaler.
 *
 * <p>Steps of 1 s. Load beyond the capacity waits, up to ten seconds of load, the rest is lost; so
 * utilisation saturates at limit / request = 1. Samples are 10 s means taken every 10 s, collected
 * every 15 s and read every 15 s with phases that make the mean age at the decision 20 s.
 */
final class FluidService {
  static final int SYNC_SECONDS = 15;
  private static final int SAMPLE_SECONDS = 10;
  private static final int COLLECT_SECONDS = 15;

  /** Sampling happens at 3 s, 13 s, ... */
  private static final int SAMPLE_PHASE_SECONDS = 3;

  private static final int FIRST_WINDOW_SECONDS = SAMPLE_SECONDS - SAMPLE_PHASE_SECONDS;
  private static final int COLLECT_PHASE_SECONDS = 8;
  private static final double PATIENCE_SECONDS = 10;
  private static final double REQUEST_CORES = 1;

  private static final class Instance {
    long createdAt;
    long readyAt;
    double windowUsage;
    long sampledAt = -1;
    double sample;
    long collectedAt = -1;
    double collected;
  }

  /** One second of the run. */
  record Point(long second, int commanded, int ready, double waitingCoreSeconds) {}

  private final AutoscalerPolicy policy;
  private final ScalingMetric metric;
  private final PlantModel plant;
  private final DoubleUnaryOperator loadCores;
  private final DoubleUnaryOperator startSecondsByUniform;
  private final SplittableRandom random;
  private final int min;
  private final int max;
  private final List<Instance> instances = new ArrayList<>();
  private final List<Point> points = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private double waiting;

  FluidService(
      AutoscalerPolicy policy,
      PlantModel plant,
      DoubleUnaryOperator loadCores,
      DoubleUnaryOperator startSecondsByUniform,
      int min,
      int max,
      long seed) {
    this.policy = policy;
    ScalingMetric observed = policy.observedMetric();
    this.metric = observed == null ? ScalingMetric.CPU : observed;
    this.plant = plant;
    this.loadCores = loadCores;
    this.startSecondsByUniform = startSecondsByUniform;
    this.min = min;
    this.max = max;
    this.random = new SplittableRandom(seed);
  }

  List<Point> run(long seconds) {
    for (int i = 0; i < plant.initialReplicas(); i++) {
      Instance instance = new Instance();
      instance.createdAt = -3600;
      instance.readyAt = -3600;
      // The pipeline runs already: the first window is full.
      instance.windowUsage =
          loadCores.applyAsDouble(0) / plant.initialReplicas() * FIRST_WINDOW_SECONDS;
      instances.add(instance);
    }
    Controller controller = policy.start(plant);
    for (long t = 0; t < seconds; t++) {
      if (t % SYNC_SECONDS == 0) {
        apply(controller, t);
      }
      serve(t);
      if ((t + 1) % SAMPLE_SECONDS == SAMPLE_PHASE_SECONDS) {
        sample(t + 1);
      }
      if ((t + 1) % COLLECT_SECONDS == COLLECT_PHASE_SECONDS) {
        collect();
      }
      points.add(new Point(t, instances.size(), ready(t), waiting));
    }
    return points;
  }

  List<String> reasons() {
    return reasons;
  }

  private void serve(long t) {
    int ready = ready(t);
    double load = loadCores.applyAsDouble(t);
    double work = waiting + load;
    double done = Math.min(work, ready * REQUEST_CORES);
    waiting = Math.min(work - done, PATIENCE_SECONDS * load);
    for (Instance instance : instances) {
      if (instance.readyAt <= t) {
        // The rate metric sees what arrives; CPU only what fits.
        instance.windowUsage += (metric == ScalingMetric.CPU ? done : load) / ready;
      }
    }
  }

  private void sample(long t) {
    for (Instance instance : instances) {
      instance.sampledAt = t;
      instance.sample = instance.windowUsage / SAMPLE_SECONDS;
      instance.windowUsage = 0;
    }
  }

  private void collect() {
    for (Instance instance : instances) {
      instance.collectedAt = instance.sampledAt;
      instance.collected = instance.sample;
    }
  }

  private int ready(long t) {
    int ready = 0;
    for (Instance instance : instances) {
      ready += instance.readyAt <= t ? 1 : 0;
    }
    return ready;
  }

  private void apply(Controller controller, long t) {
    List<InstanceObservation> seen = new ArrayList<>();
    for (Instance instance : instances) {
      boolean ready = instance.readyAt <= t;
      seen.add(
          new InstanceObservation(
              ready,
              ready,
              false,
              (t - instance.createdAt) * SECOND,
              (t - (ready ? instance.readyAt : instance.createdAt)) * SECOND,
              ready && instance.collectedAt >= 0
                  ? Math.round(instance.collected * 1000)
                  : InstanceObservation.MISSING,
              Math.round(REQUEST_CORES * 1000),
              (t - instance.collectedAt) * SECOND,
              SAMPLE_SECONDS * SECOND));
    }
    int ready = ready(t);
    ScalingDecision decision =
        controller.decide(
            new Views.Snapshot(
                t * SECOND, seen.size(), min, max, ready, seen.size() - ready, seen));
    int wanted = ((ScalingDecision.Replicas) decision).replicas();
    reasons.add(t + " s: " + instances.size() + " -> " + wanted + ": " + decision.reason());
    while (instances.size() < wanted) {
      Instance instance = new Instance();
      instance.createdAt = t;
      instance.readyAt = t + Math.round(startSecondsByUniform.applyAsDouble(random.nextDouble()));
      instances.add(instance);
    }
    while (instances.size() > wanted) {
      instances.remove(lastToStart(t));
    }
  }

  /** Who goes first: one that does not serve yet, else the youngest. */
  private Instance lastToStart(long t) {
    Instance chosen = instances.get(instances.size() - 1);
    for (Instance instance : instances) {
      if (instance.readyAt > t && instance.readyAt > chosen.readyAt) {
        chosen = instance;
      }
    }
    return chosen;
  }
}
