package dev.medley.cluster.scaling.hpa;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.scaling.AutoscalerPolicy;
import dev.medley.cluster.scaling.Controller;
import dev.medley.cluster.scaling.PlantModel;
import dev.medley.cluster.scaling.ScalingMetric;

/**
 * The settings of the Kubernetes HorizontalPodAutoscaler, version 2, under their Kubernetes names.
 *
 * <p>A pass proposes ceil(instances x value / target), holds it against the recent past and bounds
 * it by max(2 x current, 4) and [min, max]. Scaling policies (so many per period) are not among the
 * settings. Source: kubernetes.io, Horizontal Pod Autoscaling, and the controller's tests.
 *
 * @param metric what it reads
 * @param target value per instance: a ratio for CPU (0.6 = 60 %, whole percents), else in the
 *     metric's unit (thousandths at the finest)
 * @param tolerance relative deviation from the target that is left alone
 * @param behavior how far changes are held against the recent past
 * @param cpuInitializationPeriodSeconds age below which an instance's CPU is distrusted
 * @param initialReadinessDelaySeconds time within which an instance first becomes ready
 */
@Doc("Kubernetes HorizontalPodAutoscaler v2: ratio of the metric to its target, held for a while")
public record HpaPolicy(
    @Doc("What it reads from the instances") @Default("cpu") ScalingMetric metric,
    @Doc(
            "Target per instance: CPU as a ratio of the request in whole percents (0.6), else"
                + " absolute")
        @Range(min = 0, exclusiveMin = true, max = 1e9, percent = true)
        double target,
    @Doc("Relative deviation from the target that is left alone")
        @Range(min = 0, max = 1)
        @Default("0.1")
        double tolerance,
    @Doc("How far changes are held against the recent past") @Default("{}") Behavior behavior,
    @Doc(
            "Age below which an instance's CPU counts only once it is ready with a full window,"
                + " seconds")
        @Range(min = 0, max = 86_400)
        @Default("300")
        int cpuInitializationPeriodSeconds,
    @Doc("Time after its start within which an instance first becomes ready, seconds")
        @Range(min = 0, max = 86_400)
        @Default("30")
        int initialReadinessDelaySeconds)
    implements AutoscalerPolicy {

  private static final double WHOLE = 1e-6;

  /** Checks the ranges and that the target is one Kubernetes can express. */
  public HpaPolicy {
    double steps = target * stepsPerUnit(metric);
    Checks checks =
        Checks.of(HpaPolicy.class)
            .with("target", target)
            .require(
                metric != ScalingMetric.CPU || !(target > ScalingMetric.MOST_CPU && target <= 1e9),
                "target",
                ScalingMetric.tooMuchCpu(target))
            .with("tolerance", tolerance)
            .with("cpuInitializationPeriodSeconds", cpuInitializationPeriodSeconds)
            .with("initialReadinessDelaySeconds", initialReadinessDelaySeconds);
    if (checks.problems().isEmpty()) {
      checks.require(
          Math.rint(steps) >= 1 && Math.abs(steps - Math.rint(steps)) <= WHOLE,
          "target",
          metric == ScalingMetric.CPU
              ? "must be a whole number of percents, for example 0.6"
              : "must be a whole number of thousandths, at least 0.001");
    }
    checks.orThrow();
  }

  /** The settings of a metric and its target with the defaults of Kubernetes. */
  public static HpaPolicy of(ScalingMetric metric, double target) {
    return new HpaPolicy(metric, target, 0.1, Behavior.STANDARD, 300, 30);
  }

  @Override
  public ScalingMetric observedMetric() {
    return metric;
  }

  @Override
  public Controller start(PlantModel plant) {
    return new HpaController(this);
  }

  /** The target as Kubernetes holds it: percents for CPU, thousandths otherwise. */
  long targetSteps() {
    return Math.round(target * stepsPerUnit(metric));
  }

  private static int stepsPerUnit(ScalingMetric metric) {
    return metric == ScalingMetric.CPU ? 100 : 1000;
  }

  /**
   * How far changes are held against the recent past, per direction.
   *
   * @param scaleUp upwards
   * @param scaleDown downwards
   */
  public record Behavior(
      @Doc("Upwards") @Default("{}") ScaleUp scaleUp,
      @Doc("Downwards") @Default("{}") ScaleDown scaleDown) {
    /** The defaults of Kubernetes: up at once, down after 300 s. */
    public static final Behavior STANDARD = new Behavior(new ScaleUp(0), new ScaleDown(300));
  }

  /**
   * Upwards.
   *
   * @param stabilizationWindowSeconds the least proposal of this window is what counts
   */
  public record ScaleUp(
      @Doc("The least proposal of so many past seconds is what counts")
          @Range(min = 0, max = 3600)
          @Default("0")
          int stabilizationWindowSeconds) {
    /** Checks the range. */
    public ScaleUp {
      Checks.of(ScaleUp.class)
          .with("stabilizationWindowSeconds", stabilizationWindowSeconds)
          .orThrow();
    }
  }

  /**
   * Downwards.
   *
   * @param stabilizationWindowSeconds the greatest proposal of this window is what counts
   */
  public record ScaleDown(
      @Doc("The greatest proposal of so many past seconds is what counts")
          @Range(min = 0, max = 3600)
          @Default("300")
          int stabilizationWindowSeconds) {
    /** Checks the range. */
    public ScaleDown {
      Checks.of(ScaleDown.class)
          .with("stabilizationWindowSeconds", stabilizationWindowSeconds)
          .orThrow();
    }
  }
}
