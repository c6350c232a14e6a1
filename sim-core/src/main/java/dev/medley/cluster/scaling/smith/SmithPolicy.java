package dev.medley.cluster.scaling.smith;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.scaling.AutoscalerPolicy;
import dev.medley.cluster.scaling.Controller;
import dev.medley.cluster.scaling.PlantModel;
import dev.medley.cluster.scaling.ScalingMetric;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a Smith predictor: PI control of a model without dead time, corrected by what the
 * model with dead time got wrong.
 *
 * <p>It works on logarithms, where the rule "twice the utilisation, twice the replicas" is linear:
 * the load per target is need = y n / y*, with y the metric and n the instances that served while
 * it was sampled. Each step closes the share Ki of the distance from the replicas asked for to the
 * need, starts that are under way included. Source: O. J. M. Smith, 1957; Dellkrantz, Dürango,
 * Robertsson, Kihl, Model-Based Deadtime Compensation of Virtual Machine Startup Times, 2015.
 *
 * @param metric what it reads: CPU or request rate
 * @param target value per instance: a ratio for CPU, requests per second for the rate
 * @param kp proportional gain; 0 by default, because instances answer to a change at once when they
 *     serve, and on a plant without lag proportional action only repeats noise
 * @param ki integral gain per sync period: the share of the distance closed; dead-beat at 1, stable
 *     below 2 (1 - kp) with an exact model. 0.6 by default: less than the 0.67 at which the loop
 *     turns unstable with five periods of dead time and a model that is wrong by one of them
 * @param filter share a of the old mismatch that is kept each period
 * @param deadBand relative distance between need and replicas that is left alone
 * @param plant where the number of serving instances comes from: a prediction, which notices failed
 *     starts, crashes and waits for a place only as a mismatch, or a count
 * @param deadTime start-up time of a deliberately wrong model; absent: the law of the runtime
 * @param scaleDown how far scaling in is held against the recent past
 */
@Doc("Smith predictor: scales on the load that remains once the starts under way are over")
public record SmithPolicy(
    @Doc("What it reads from the instances: cpu or rate") @Default("cpu") ScalingMetric metric,
    @Doc("Target per instance: CPU as a ratio of the request (0.6), rate in requests per second")
        @Range(min = 0, exclusiveMin = true, max = 1e9, percent = true)
        double target,
    @Doc("Proportional gain") @Range(min = 0, max = 1, exclusiveMax = true) @Default("0") double kp,
    @Doc("Integral gain per sync period: share of the distance to the need that is closed")
        @Range(min = 0, exclusiveMin = true, max = 2, exclusiveMax = true)
        @Default("0.6")
        double ki,
    @Doc("Low-pass of the mismatch: share of the old value kept each sync period")
        @Range(min = 0, max = 1, exclusiveMax = true)
        @Default("0")
        double filter,
    @Doc("Relative distance between need and replicas that is left alone")
        @Range(min = 0, max = 1, exclusiveMax = true)
        @Default("0.1")
        double deadBand,
    @Doc("Where the number of serving instances comes from") @Default("model") Plant plant,
    @Doc("Start-up time of a deliberately wrong model; leave out for the law of the runtime")
        @Range(min = 0, max = 3600)
        @Nullable Duration deadTime,
    @Doc("How far scaling in is held against the recent past") @Default("{}") ScaleDown scaleDown)
    implements AutoscalerPolicy {

  /** Checks the ranges, the stability of the exact loop and that the metric suits a predictor. */
  public SmithPolicy {
    Checks.of(SmithPolicy.class)
        .with("target", target)
        .require(
            metric != ScalingMetric.CPU || !(target > ScalingMetric.MOST_CPU && target <= 1e9),
            "target",
            ScalingMetric.tooMuchCpu(target))
        .with("kp", kp)
        .with("ki", ki)
        .with("filter", filter)
        .with("deadBand", deadBand)
        .with("deadTime", deadTime)
        .require(
            metric != ScalingMetric.CONCURRENCY,
            "metric",
            "must be cpu or rate: concurrency is a queue length, which integrates; there a plain"
                + " Smith predictor keeps a constant offset")
        .require(
            !(kp >= 0 && kp < 1 && ki < 2) || ki < 2 * (1 - kp),
            "ki",
            "must be < 2 (1 - kp), the stability limit with an exact model")
        .require(
            plant == Plant.MODEL || deadTime == null,
            "deadTime",
            "must be left out with plant: observed, which uses no start-up model")
        .orThrow();
  }

  /** The settings of a metric and its target with the defaults. */
  public static SmithPolicy of(ScalingMetric metric, double target) {
    return new SmithPolicy(metric, target, 0, 0.6, 0, 0.1, Plant.MODEL, null, new ScaleDown(60));
  }

  @Override
  public ScalingMetric observedMetric() {
    return metric;
  }

  @Override
  public Controller start(PlantModel model) {
    return new SmithController(this, model);
  }

  /** Where the number of serving instances comes from. */
  public enum Plant {
    @Doc("Predicted from the replicas asked for and the law of a start")
    MODEL,
    @Doc("Counted: the instances that are ready")
    OBSERVED
  }

  /**
   * How far scaling in is held.
   *
   * @param stabilizationWindowSeconds the greatest need of this window is what counts; by default
   *     60 s, longer than the worst age of a metric (40 s) and a sync period (15 s), because a
   *     removal is immediate while its repair costs a start
   */
  public record ScaleDown(
      @Doc("The greatest need of so many past seconds is what counts")
          @Range(min = 0, max = 3600)
          @Default("60")
          int stabilizationWindowSeconds) {
    /** Checks the range. */
    public ScaleDown {
      Checks.of(ScaleDown.class)
          .with("stabilizationWindowSeconds", stabilizationWindowSeconds)
          .orThrow();
    }
  }
}
