package dev.medley.cluster.scaling.smith;

import dev.medley.cluster.scaling.Controller;
import dev.medley.cluster.scaling.Figures;
import dev.medley.cluster.scaling.InstanceObservation;
import dev.medley.cluster.scaling.PlantModel;
import dev.medley.cluster.scaling.ScalingDecision;
import dev.medley.cluster.scaling.ScalingMetric;
import dev.medley.cluster.scaling.ScalingView;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One Smith predictor at work.
 *
 * <p>On logarithms the plant is log y = log load - log n: gain -1, undelayed model m = -log u,
 * delayed model md = -log n with n the instances that served while the metric was sampled. So the
 * mismatch is the log of the load, and the age of the metrics is compensated together with the
 * starts. Only instances that served throughout their window enter y: what a start burns is no
 * load.
 */
final class SmithController implements Controller {
  /** Points of the history per sync period. */
  private static final int SUBSTEPS = 5;

  /** The history reaches back over the pipeline's worst age several times. */
  private static final int HISTORY_PERIODS = 24;

  /** From this share of the limit on, CPU says how much is used, not how much is wanted. */
  private static final double SATURATED = 0.98;

  /** Below half an instance the need makes no difference; keeps logarithms finite when idle. */
  private static final double LEAST_NEED = 0.5;

  /** Beyond twice the maximum it makes none either, and keeps them finite under absurd load. */
  private static final double MOST_NEED = 2;

  /** Rounding slack: 12.000000001 replicas are 12. */
  private static final double SLACK = 1e-9;

  private final SmithPolicy policy;
  private final PlantModel plant;
  private final SmithCore core;
  private final StartUpLaw law;
  private final ServingHistory history;
  private final RecentMaximum recent;
  private StartUpModel model;
  private int commanded;
  private long lastNanos;
  private boolean started;

  SmithController(SmithPolicy policy, PlantModel plant) {
    this.policy = policy;
    this.plant = plant;
    this.core =
        new SmithCore(
            StrictMath.log(policy.target()), -1, policy.kp(), policy.ki(), policy.filter());
    Duration deadTime = policy.deadTime();
    this.law =
        deadTime == null
            ? StartUpLaw.of(plant, Math.max(1, plant.syncPeriodNanos() / SUBSTEPS))
            : StartUpLaw.deadTime(deadTime.toNanos());
    // Two points at each decision: before and after it.
    this.history = new ServingHistory(HISTORY_PERIODS * (SUBSTEPS + 1));
    this.recent = new RecentMaximum(policy.scaleDown().stabilizationWindowSeconds());
    this.model = new StartUpModel(law, plant.initialReplicas(), 0);
  }

  @Override
  public ScalingDecision decide(ScalingView view) {
    catchUp(view);
    ScalingDecision.Replicas decision = answer(view);
    if (policy.plant() == SmithPolicy.Plant.MODEL) {
      model.change(decision.replicas() - commanded);
      history.add(view.nowNanos(), model.serving());
    } else {
      int removed = Math.max(0, view.specReplicas() - decision.replicas() - view.pendingCount());
      history.add(view.nowNanos(), Math.max(0, view.readyCount() - removed));
    }
    commanded = decision.replicas();
    return decision;
  }

  /** Records who served since the last decision. */
  private void catchUp(ScalingView view) {
    long now = view.nowNanos();
    boolean modelled = policy.plant() == SmithPolicy.Plant.MODEL;
    if (!started) {
      started = true;
      commanded = plant.initialReplicas();
      model = new StartUpModel(law, commanded, now);
      // The size found counts as needed: no scaling in before the window has passed.
      recent.with(view.specReplicas(), now);
      lastNanos = now;
      history.add(now, modelled ? commanded : view.readyCount());
    }
    for (int step = 1; step <= SUBSTEPS; step++) {
      long at = lastNanos + (now - lastNanos) * step / SUBSTEPS;
      if (modelled) {
        model.advance(at);
        history.add(at, model.serving());
      } else {
        history.add(at, servedSince(view.instances(), now - at));
      }
    }
    lastNanos = now;
    if (view.specReplicas() != commanded) {
      // Somebody else scaled the service; as far as the model knows, now.
      model.change(view.specReplicas() - commanded);
      commanded = view.specReplicas();
    }
  }

  private static int servedSince(List<InstanceObservation> instances, long ageNanos) {
    int served = 0;
    for (int i = 0; i < instances.size(); i++) {
      InstanceObservation instance = instances.get(i);
      if (instance.ready()
          && !instance.deleted()
          && instance.readyTransitionAgeNanos() >= ageNanos) {
        served++;
      }
    }
    return served;
  }

  private ScalingDecision.Replicas answer(ScalingView view) {
    int max = view.maxReplicas();
    // Never down to 0: without an instance there is no metric that could bring one back.
    int min = Math.min(max, Math.max(1, view.minReplicas()));
    int current = Math.max(min, Math.min(max, view.specReplicas()));
    Reading reading = read(view);
    if (reading == null || max == 0) {
      return new ScalingDecision.Replicas(current, "held: no samples of serving instances");
    }
    long sampledNanos = view.nowNanos() - reading.ageNanos;
    double served = history.harmonicMean(sampledNanos - reading.windowNanos, sampledNanos);
    double loadReplicas = reading.value * served / policy.target();
    double need = Math.max(LEAST_NEED, Math.min(MOST_NEED * max, loadReplicas));
    double command = StrictMath.log(current);
    double wanted =
        StrictMath.exp(
            core.next(
                command,
                StrictMath.log(need * policy.target() / served),
                -command,
                -StrictMath.log(served)));
    double filteredNeed = StrictMath.exp(core.mismatch()) / policy.target();
    return decision(view, reading, served, filteredNeed, wanted, current, min, max);
  }

  private ScalingDecision.Replicas decision(
      ScalingView view,
      Reading reading,
      double served,
      double need,
      double wanted,
      int current,
      int min,
      int max) {
    boolean saturated =
        policy.metric() == ScalingMetric.CPU
            && reading.value >= SATURATED * plant.limitOverRequest();
    double lately = Math.min(current, recent.with(need, view.nowNanos()));
    double up = current * (1 + (saturated ? 0 : policy.deadBand()));
    double down = current * (1 - policy.deadBand());
    int replicas = current;
    String note = saturated ? ", saturated" : "";
    if (need > up) {
      replicas = (int) Math.max(current, Math.ceil(wanted - SLACK));
    } else if (need < down && saturated) {
      note = ", not scaled in while saturated";
    } else if (lately < down) {
      replicas = scaledIn(current, lately, wanted);
      note = replicas > wanted && lately > need ? held() : note;
    } else {
      note = need < down ? held() : ", within dead band " + Figures.of(policy.deadBand());
    }
    if (replicas < min || replicas > max) {
      note = note + (replicas > max ? ", limited to the maximum" : ", limited to the minimum");
      replicas = Math.max(min, Math.min(max, replicas));
    }
    return new ScalingDecision.Replicas(replicas, words(reading, served, need) + note);
  }

  /** Whole replicas: at least one step, never past what was needed lately. */
  private static int scaledIn(int current, double lately, double wanted) {
    int floor = (int) Math.floor(wanted + SLACK);
    int enough = (int) Math.ceil(lately - SLACK);
    return Math.min(current, Math.max(floor, enough));
  }

  private String words(Reading reading, double served, double need) {
    return (policy.metric() == ScalingMetric.CPU ? "cpu " : "rate ")
        + Figures.of(reading.value)
        + " on "
        + Figures.of(served)
        + " serving, target "
        + Figures.of(policy.target())
        + ": need "
        + Figures.of(need);
  }

  private String held() {
    return ", held by " + policy.scaleDown().stabilizationWindowSeconds() + " s stabilisation";
  }

  private @Nullable Reading read(ScalingView view) {
    List<InstanceObservation> instances = view.instances();
    boolean cpu = policy.metric() == ScalingMetric.CPU;
    double usageMilli = 0;
    double requestMilli = 0;
    double ageNanos = 0;
    double windowNanos = 0;
    int samples = 0;
    for (int i = 0; i < instances.size(); i++) {
      InstanceObservation instance = instances.get(i);
      if (counts(instance)) {
        usageMilli += instance.usageMilli();
        requestMilli += instance.requestMilli();
        ageNanos += instance.sampleAgeNanos();
        windowNanos += instance.sampleWindowNanos();
        samples++;
      }
    }
    double base = cpu ? requestMilli : 1000.0 * samples;
    return base > 0
        ? new Reading(
            usageMilli / base, (long) (ageNanos / samples), (long) (windowNanos / samples))
        : null;
  }

  /** Whether an instance served throughout the window of its sample. */
  private static boolean counts(InstanceObservation instance) {
    return instance.ready()
        && !instance.deleted()
        && instance.usageMilli() != InstanceObservation.MISSING
        && instance.sampleAgeNanos() + instance.sampleWindowNanos()
            <= instance.readyTransitionAgeNanos();
  }

  /**
   * The metric at one decision.
   *
   * @param value mean per instance
   * @param ageNanos age of the sampling window's end, mean over the instances
   * @param windowNanos length of the sampling window, mean over the instances
   */
  private record Reading(double value, long ageNanos, long windowNanos) {}
}
