package dev.medley.cluster.scaling;

import static dev.medley.cluster.scaling.Views.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.scaling.hpa.HpaPolicy;
import dev.medley.cluster.scaling.smith.SmithPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import org.junit.jupiter.api.Test;

/**
 * hpa and smith on a toy service whose starts take 75 s on average (log-normal, standard deviation
 * 50 s, the nominal VM), under a load that steps from 6 to 60 cores and back: at a target of 0.6,
 * from 10 to 100 replicas and back.
 *
 * <p>The right size is one that holds the metric within the tolerance of 0.1, rounded up: 91 to 112
 * replicas and 10 to 12. Utilisation saturates at 1, so a policy that reads it cannot grow by more
 * than 1 / 0.6 per start-up: log(10) / log(1 / 0.6) = 4.5 generations of 75 s of start and about 30
 * s of metric age and sync, 470 s, before anything that a policy adds of its own.
 */
class ClosedLoopTest {
  private static final int SEEDS = 8;
  private static final int UP_AT = 600;
  private static final int DOWN_AT = 2400;
  private static final int END = 3600;
  private static final int MIN = 2;
  private static final int MAX = 200;
  private static final double MEAN_START_SECONDS = 75;
  private static final double START_VARIANCE = 2500;

  private static final double LOG_VARIANCE =
      StrictMath.log(1 + START_VARIANCE / (MEAN_START_SECONDS * MEAN_START_SECONDS));
  private static final LogNormalDistribution STARTS =
      new LogNormalDistribution(
          null, StrictMath.log(MEAN_START_SECONDS) - LOG_VARIANCE / 2, Math.sqrt(LOG_VARIANCE));
  private static final PlantModel PLANT =
      new Views.Plant(15 * SECOND, t -> STARTS.cumulativeProbability(t / (double) SECOND), 1, 10);

  /** What one run shows. */
  private record Result(
      int reachedSeconds,
      int settledUpSeconds,
      int settledDownSeconds,
      int peak,
      int lowest,
      int changes,
      double waitingCoreSeconds,
      double replicaSeconds) {}

  @Test
  void bothFindTheRightSizeOnCpuAndSmithFindsItSooner() {
    Map<String, List<Result>> results = new LinkedHashMap<>();
    results.put("hpa", runs(HpaPolicy.of(ScalingMetric.CPU, 0.6)));
    results.put("smith", runs(SmithPolicy.of(ScalingMetric.CPU, 0.6)));
    results.put("smith observed", runs(observed(ScalingMetric.CPU)));
    print("cpu", results);
    // 470 s of generations; hpa then waits 300 s before it takes its overshoot back.
    results.get("hpa").forEach(r -> assertConverged(r, 1100, 345, 130));
    results.get("smith").forEach(r -> assertConverged(r, 700, 165, 130));
    results.get("smith observed").forEach(r -> assertConverged(r, 700, 165, 130));
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(results.get("smith").get(seed).settledDownSeconds())
          .isLessThan(results.get("hpa").get(seed).settledDownSeconds());
    }
    assertThat(mean(results.get("smith"), Result::replicaSeconds))
        .isLessThan(mean(results.get("hpa"), Result::replicaSeconds));
  }

  @Test
  void bothFindTheRightSizeAtOnceOnTheRequestRate() {
    Map<String, List<Result>> results = new LinkedHashMap<>();
    results.put("hpa", runs(HpaPolicy.of(ScalingMetric.RATE, 0.6)));
    results.put("smith", runs(SmithPolicy.of(ScalingMetric.RATE, 0.6)));
    results.put("smith observed", runs(observed(ScalingMetric.RATE)));
    print("rate", results);
    results.get("hpa").forEach(r -> assertConverged(r, 120, 345, 112));
    results.get("smith").forEach(r -> assertConverged(r, 360, 165, 120));
    results.get("smith observed").forEach(r -> assertConverged(r, 120, 165, 112));
  }

  @Test
  void modelThatIsTooFastOvershootsAndOneThatIsTooSlowLags() {
    Map<String, List<Result>> results = new LinkedHashMap<>();
    results.put("smith", runs(SmithPolicy.of(ScalingMetric.CPU, 0.6)));
    results.put("smith, 25 s", runs(wrong(25)));
    results.put("smith, 150 s", runs(wrong(150)));
    print("cpu, wrong model", results);
    for (int seed = 0; seed < SEEDS; seed++) {
      Result right = results.get("smith").get(seed);
      assertThat(results.get("smith, 25 s").get(seed).peak()).isGreaterThan(right.peak());
      assertThat(results.get("smith, 150 s").get(seed).settledUpSeconds())
          .isGreaterThan(right.settledUpSeconds());
    }
    results.get("smith, 150 s").forEach(r -> assertConverged(r, 1500, 165, 130));
    // Wrong or not, the mismatch brings it back: the size is right in the end.
    results.get("smith, 25 s").forEach(r -> assertConverged(r, 1500, 165, MAX));
  }

  private static SmithPolicy observed(ScalingMetric metric) {
    return new SmithPolicy(
        metric,
        0.6,
        0,
        0.6,
        0,
        0.1,
        SmithPolicy.Plant.OBSERVED,
        null,
        new SmithPolicy.ScaleDown(60));
  }

  private static SmithPolicy wrong(int deadSeconds) {
    return new SmithPolicy(
        ScalingMetric.CPU,
        0.6,
        0,
        0.6,
        0,
        0.1,
        SmithPolicy.Plant.MODEL,
        Duration.ofSeconds(deadSeconds),
        new SmithPolicy.ScaleDown(60));
  }

  private static void assertConverged(Result r, int upSeconds, int downSeconds, int peak) {
    assertThat(r.settledUpSeconds()).isLessThanOrEqualTo(upSeconds);
    assertThat(r.settledDownSeconds()).isLessThanOrEqualTo(downSeconds);
    assertThat(r.peak()).isBetween(91, peak);
    assertThat(r.lowest()).isGreaterThanOrEqualTo(10);
  }

  private static List<Result> runs(AutoscalerPolicy policy) {
    List<Result> results = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      results.add(run(policy, seed));
    }
    return results;
  }

  private static Result run(AutoscalerPolicy policy, long seed) {
    FluidService service =
        new FluidService(
            policy,
            PLANT,
            t -> t >= UP_AT && t < DOWN_AT ? 60 : 6,
            STARTS::inverseCumulativeProbability,
            MIN,
            MAX,
            seed);
    List<FluidService.Point> points = service.run(END);
    int reached = 0;
    int up = 0;
    int down = 0;
    int peak = 0;
    int lowest = Integer.MAX_VALUE;
    int changes = 0;
    double waiting = 0;
    double replicaSeconds = 0;
    for (int t = 1; t < points.size(); t++) {
      FluidService.Point point = points.get(t);
      int size = point.commanded();
      assertThat(size).as("seed %d, %d s", seed, t).isBetween(MIN, MAX);
      changes += size == points.get(t - 1).commanded() ? 0 : 1;
      waiting += point.waitingCoreSeconds();
      replicaSeconds += size;
      if (t < UP_AT) {
        assertThat(size).as("seed %d, %d s: at rest", seed, t).isEqualTo(10);
      } else if (t < DOWN_AT) {
        peak = Math.max(peak, size);
        reached = peak < 91 ? t + 1 - UP_AT : reached;
        up = size < 91 || size > 112 ? t + 1 - UP_AT : up;
      } else {
        lowest = Math.min(lowest, size);
        down = size < 10 || size > 12 ? t + 1 - DOWN_AT : down;
      }
    }
    return new Result(reached, up, down, peak, lowest, changes, waiting, replicaSeconds);
  }

  private static double mean(
      List<Result> results, java.util.function.ToDoubleFunction<Result> figure) {
    return results.stream().mapToDouble(figure).average().orElseThrow();
  }

  private static void print(String title, Map<String, List<Result>> results) {
    System.out.printf(
        Locale.ROOT,
        "%-16s %10s %10s %10s %8s %8s %10s %10s  (means over %d seeds)%n",
        title,
        "reached s",
        "settled s",
        "down s",
        "peak",
        "changes",
        "waiting",
        "replica-h",
        SEEDS);
    results.forEach(
        (name, runs) ->
            System.out.printf(
                Locale.ROOT,
                "%-16s %10.0f %10.0f %10.0f %8.1f %8.1f %10.0f %10.1f%n",
                name,
                mean(runs, Result::reachedSeconds),
                mean(runs, Result::settledUpSeconds),
                mean(runs, Result::settledDownSeconds),
                mean(runs, Result::peak),
                mean(runs, Result::changes),
                mean(runs, Result::waitingCoreSeconds),
                mean(runs, Result::replicaSeconds) / 3600));
  }
}
