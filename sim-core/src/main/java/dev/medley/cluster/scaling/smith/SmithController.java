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
 * delayed model md = -log n(t) with n(t) the instances that served in the middle of the sampling
 * window. So the mismatch is the log of the load, and the age of the metrics is compensated
 * together with the starts. Only instances that served throughout their window enter y: what a
 * start burns is no load.
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
    double served = Math.max(1, history.at(view.nowNanos() - reading.ageNanos));
    double loadReplicas = reading.value * served / policy.target();
    double need = Math.max(LEAST_NEED, Math.min(max, loadReplicas));
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
    int quantised = quantised(current, need, wanted);
    boolean saturated =
        policy.metric() == ScalingMetric.CPU
            && reading.value >= SATURATED * plant.limitOverRequest();
    String note = saturated ? ", saturated" : "";
    if (saturated && quantised < current) {
      quantised = current;
      note = ", not scaled in while saturated";
    }
    int bounded = Math.max(min, Math.min(max, quantised));
    if (bounded != quantised) {
      note = note + (bounded < quantised ? ", limited to the maximum" : ", limited to the minimum");
    }
    int held = Math.min(Math.max(bounded, current), recent.with(bounded, view.nowNanos()));
    int replicas = Math.max(bounded, held);
    if (replicas != bounded) {
      note =
          note
              + ", held by "
              + policy.scaleDown().stabilizationWindowSeconds()
              + " s stabilisation";
    }
    String metric = policy.metric() == ScalingMetric.CPU ? "cpu " : "rate ";
    boolean within = Math.abs(need / current - 1) <= policy.deadBand();
    String words =
        within
            ? "need " + Figures.of(need) + " within dead band " + Figures.of(policy.deadBand())
            : metric
                + Figures.of(reading.value)
                + " on "
                + Figures.of(served)
                + " serving, target "
                + Figures.of(policy.target())
                + ": need "
                + Figures.of(need);
    return new ScalingDecision.Replicas(replicas, words + note);
  }

  /**
   * Whole replicas: rounded away from too few, at least one step when the dead band is left, and
   * never past the need when scaling in.
   */
  private int quantised(int current, double need, double wanted) {
    if (Math.abs(need / current - 1) <= policy.deadBand()) {
      return current;
    }
    if (wanted > current) {
      return (int) Math.ceil(wanted - SLACK);
    }
    int floor = (int) Math.floor(wanted + SLACK);
    int enough = (int) Math.ceil(need - SLACK);
    return Math.min(current, Math.max(floor, enough));
  }

  private @Nullable Reading read(ScalingView view) {
    List<InstanceObservation> instances = view.instances();
    boolean cpu = policy.metric() == ScalingMetric.CPU;
    double usageMilli = 0;
    double requestMilli = 0;
    double ageNanos = 0;
    int samples = 0;
    for (int i = 0; i < instances.size(); i++) {
      InstanceObservation instance = instances.get(i);
      if (counts(instance)) {
        usageMilli += instance.usageMilli();
        requestMilli += instance.requestMilli();
        ageNanos += instance.sampleAgeNanos() + instance.sampleWindowNanos() / 2.0;
        samples++;
      }
    }
    double base = cpu ? requestMilli : 1000.0 * samples;
    return base > 0 ? new Reading(usageMilli / base, (long) (ageNanos / samples)) : null;
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
   * @param ageNanos age of the middle of the sampling window
   */
  private record Reading(double value, long ageNanos) {}
}
