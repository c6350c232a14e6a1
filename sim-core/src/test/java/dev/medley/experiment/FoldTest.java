package dev.medley.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.engine.ClusterModels;
import dev.medley.cluster.engine.state.ControlPeriods;
import dev.medley.cluster.instance.Resources;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.resource.Cpu;
import dev.medley.cluster.runtime.Profile;
import dev.medley.cluster.scaling.FixedPolicy;
import dev.medley.cluster.workload.Balancer;
import dev.medley.cluster.workload.Demand;
import dev.medley.experiment.Comparison.Better;
import dev.medley.experiment.Comparison.Conclusion;
import dev.medley.stat.LatencyHistogram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Folding replications by numbers that can be checked by hand. */
class FoldTest {
  private static final double NONE = Double.NaN;

  /** Two-sided quantiles of Student's t for 95 %: 12.706 for one degree of freedom, 4.303 for 2. */
  private static final double T1 = 12.706204736;

  private static final double T2 = 4.302652730;

  private static final String WEB = "{runtime=vm,service=web}";
  private static final String API = "{runtime=vm,service=api}";

  private static Scenario scenario(List<String> slo, List<Expectation> expect) {
    ServiceSpec service =
        new ServiceSpec(
            "vm",
            new ServiceSpec.Replicas(1, null, null),
            new Resources(
                new Resources.Requests(new Cpu(1000), new Bytes(0)),
                new Resources.Limits(null, null)),
            new dev.medley.cluster.image.ImageSpec(new Bytes(0), true),
            null,
            1,
            1,
            new Demand(
                ClusterModels.constant(1),
                new Demand.Storage(0, 0),
                new Demand.Network(new Bytes(0), new Bytes(0))),
            Balancer.RANDOM,
            null,
            Duration.ZERO,
            new FixedPolicy());
    return new Scenario(
        Scenario.VERSION,
        "folded",
        "",
        Duration.ofMinutes(1),
        Duration.ZERO,
        1,
        3,
        0.95,
        Profile.NOMINAL,
        List.of(new HostGroup("plain", 1, "bench", null, null)),
        new LinkedHashMap<>(Map.of("web", service)),
        Map.of(),
        new ControlPeriods(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(15)),
        new Recording(null),
        null,
        slo.stream().map(SloRule::parse).toList(),
        expect);
  }

  private static OutcomeFold fold(Scenario scenario) {
    return new OutcomeFold(scenario, 7, 0.95);
  }

  /** Figures as name, value, name, value. */
  private static Outcome outcome(int index, Object... namesAndValues) {
    List<MetricValue> metrics = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      metrics.add(
          new MetricValue(
              (String) namesAndValues[i], "s", ((Number) namesAndValues[i + 1]).doubleValue()));
    }
    LinkedHashMap<String, LatencyHistogram> histograms = new LinkedHashMap<>();
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.recordNanos(1000L * (index + 1));
    histograms.put("request.latency", histogram);
    double[] column = {index, index == 1 ? NONE : 10.0 * index, NONE};
    return new Outcome(
        index,
        metrics,
        histograms,
        new TimeSeries(1_000_000_000L, List.of(new TimeSeries.Column("load", "1/s", column))),
        InstanceUsage.NONE,
        List.of("told once", "only in " + index),
        5,
        6);
  }

  @Test
  void meansAndIntervalsAreThoseOfAHandCalculation() {
    OutcomeFold fold = fold(scenario(List.of(), List.of()));
    double[] values = {1, 2, 6};
    for (int i = 0; i < 3; i++) {
      fold.add(outcome(i, "cost.total", values[i], "request.count", i == 1 ? NONE : i));
    }
    Summary summary = fold.summary();
    // 1, 2, 6: mean 3, variance 7, half width t sqrt(7 / 3)
    MetricSummary cost = summary.metrics().get(0);
    assertThat(cost.n()).isEqualTo(3);
    assertThat(cost.mean()).isEqualTo(3);
    assertThat(cost.stddev()).isCloseTo(Math.sqrt(7), within(1e-12));
    assertThat(cost.halfWidth()).isCloseTo(T2 * Math.sqrt(7 / 3.0), within(1e-8));
    assertThat(cost.min()).isEqualTo(1);
    assertThat(cost.max()).isEqualTo(6);
    // 0 and 2; one replication has no value
    MetricSummary count = summary.metrics().get(1);
    assertThat(count.n()).isEqualTo(2);
    assertThat(count.mean()).isEqualTo(1);
    assertThat(count.halfWidth()).isCloseTo(T1, within(1e-8));
    assertThat(summary.pooled().get("request.latency").count()).isEqualTo(3);
    assertThat(summary.pooled().get("request.latency").sumNanos()).isEqualTo(6000);
    assertThat(summary.notices())
        .containsExactly("told once", "only in 0", "only in 1", "only in 2");
    Summary.Band band = summary.series().get(0);
    assertThat(band.mean()).containsExactly(1, 10, NONE);
    // 0, 1, 2: variance 1; 0 and 20: variance 200
    assertThat(band.high()[0]).isCloseTo(1 + T2 / Math.sqrt(3), within(1e-8));
    assertThat(band.low()[1]).isCloseTo(10 - T1 * 10, within(1e-6));
    assertThat(band.low()[2]).isNaN();
  }

  @Test
  void oneReplicationHasAMeanAndNoInterval() {
    OutcomeFold fold = fold(scenario(List.of("cost.total < 5"), List.of()));
    fold.add(outcome(0, "cost.total", 4));
    Summary summary = fold.summary();
    assertThat(summary.metrics().get(0).mean()).isEqualTo(4);
    assertThat(summary.metrics().get(0).halfWidth()).isNaN();
    assertThat(summary.slo().get(0).holds()).isTrue();
    assertThat(summary.slo().get(0).halfWidth()).isNaN();
  }

  /** Two in a hundred gave up after 0.1 s: the 99th percentile is more than that, nobody knows. */
  @Test
  void aQuantileAmongRequestsThatTimedOutMeetsNoUpperLimit() {
    OutcomeFold fold =
        fold(
            scenario(
                List.of(
                    "request.latency.p99 < 1s",
                    "request.latency.p95 < 1s",
                    "request.latency.p99 > 10ms"),
                List.of()));
    for (int i = 0; i < 2; i++) {
      fold.add(
          outcome(
              i,
              "request.latency.p95",
              0.05,
              "request.latency.p99",
              0.1,
              "request.timeout.ratio",
              0.02,
              "request.rejected.ratio",
              0.1));
    }
    assertThat(fold.summary().slo().stream().map(CheckResult::holds))
        .containsExactly(false, true, true);
  }

  @Test
  void onlyTheNextReplicationWithTheSameFiguresIsTaken() {
    OutcomeFold fold = fold(scenario(List.of(), List.of()));
    assertThatThrownBy(() -> fold.add(outcome(1, "cost.total", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not the next one");
    fold.add(outcome(0, "cost.total", 1));
    assertThatThrownBy(() -> fold.add(outcome(0, "cost.total", 1)))
        .hasMessageContaining("not the next one");
    assertThatThrownBy(() -> fold.add(outcome(1, "cost.total", 1, "request.count", 1)))
        .hasMessageContaining("2 figures, not 1");
    assertThat(fold.count()).isEqualTo(1);
  }

  @Test
  void aRuleThatSelectsSeveralFiguresIsJudgedByTheWorst() {
    OutcomeFold fold =
        fold(
            scenario(
                List.of(
                    "instance.start.p99 < 5s",
                    "instance.start{service=web}.p99 < 5s",
                    "instance.start.p99 > 1s",
                    "instance.start{service=api}.p99 <= 8s"),
                List.of()));
    for (int i = 0; i < 2; i++) {
      fold.add(
          outcome(i, "instance.start" + WEB + ".p99", 2 + i, "instance.start" + API + ".p99", 8));
    }
    List<CheckResult> slo = fold.summary().slo();
    assertThat(slo.get(0).holds()).isFalse();
    assertThat(slo.get(0).value()).isEqualTo(8);
    assertThat(slo.get(1).holds()).isTrue();
    assertThat(slo.get(1).value()).isEqualTo(2.5);
    assertThat(slo.get(1).halfWidth()).isCloseTo(T1 * 0.5, within(1e-8));
    assertThat(slo.get(2).holds()).isTrue();
    assertThat(slo.get(2).value()).isEqualTo(2.5);
    assertThat(slo.get(3).holds()).isTrue();
  }

  /** Nothing completed, so there is no latency: the rule is not met, and nothing breaks. */
  @Test
  void aRuleWithoutAnyValueIsNotMet() {
    OutcomeFold fold =
        fold(
            scenario(
                List.of("request.latency.p99 < 5s", "request.wait.p99 < 5s"),
                List.of(new Expectation("request.latency.p99", Amount.parse("1s"), "why", 0.99))));
    for (int i = 0; i < 2; i++) {
      fold.add(outcome(i, "request.latency.p99", NONE));
    }
    Summary summary = fold.summary();
    assertThat(summary.slo()).noneMatch(CheckResult::holds);
    assertThat(summary.slo().get(0).value()).isNaN();
    assertThat(summary.expectations().get(0).holds()).isFalse();
    assertThat(summary.metrics().get(0).n()).isZero();
  }

  @Test
  void aRuleAboutViolationTimeFindsTheTimeOfEveryRule() {
    OutcomeFold fold = fold(scenario(List.of("slo.violation.time < 60s"), List.of()));
    fold.add(
        outcome(
            0,
            "slo.violation.time{slo=request.latency{service=web}.p99 < 1s}",
            10,
            "slo.violation.time{slo=request.rejected.ratio < 0.1}",
            90));
    CheckResult result = fold.summary().slo().get(0);
    assertThat(result.holds()).isFalse();
    assertThat(result.value()).isEqualTo(90);
  }

  @Test
  void anExpectationHoldsWhenItsOwnIntervalContainsTheValue() {
    Expectation inside = new Expectation("cost.total", Amount.parse("3"), "sum", 0.95);
    Expectation outside = new Expectation("cost.total", Amount.parse("11"), "sum", 0.95);
    Expectation wide = new Expectation("cost.total", Amount.parse("11"), "sum", 0.999);
    Expectation several =
        new Expectation("instance.start.p99", Amount.parse("1s"), "ambiguous", 0.95);
    OutcomeFold fold = fold(scenario(List.of(), List.of(inside, outside, wide, several)));
    double[] values = {1, 2, 6};
    for (int i = 0; i < 3; i++) {
      fold.add(
          outcome(
              i,
              "cost.total",
              values[i],
              "instance.start" + WEB + ".p99",
              1,
              "instance.start" + API + ".p99",
              1));
    }
    assertThat(fold.summary().expectations())
        .extracting(CheckResult::holds)
        .containsExactly(true, false, true, false);
    assertThatThrownBy(() -> fold.interval("instance.start.p99", 0.95))
        .hasMessageContaining("2 figures");
    assertThatThrownBy(() -> fold.interval("request.count", 0.95))
        .hasMessageContaining("no figure");
    assertThat(fold.interval("instance.start{service=web}.p99", 0.95).mean()).isEqualTo(1);
  }

  private static OutcomeFold of(String name, double... values) {
    OutcomeFold fold = fold(scenario(List.of(), List.of()));
    for (int i = 0; i < values.length; i++) {
      fold.add(outcome(i, name, values[i], "request.completed", -values[i]));
    }
    return fold;
  }

  @Test
  void differencesAreTakenPairByPair() {
    OutcomeFold first = of("cost.total", 10, 20, 30, NONE);
    OutcomeFold second = of("cost.total", 12, 22.5, 31.5, 7);
    Comparison comparison =
        ComparisonFold.of("s", "scaler", 3, 0.95, List.of("a", "b"), List.of(first, second));
    assertThat(comparison.replications()).isEqualTo(4);
    Comparison.Line cost = comparison.lines().get(0);
    Comparison.Difference difference = cost.differences().get(0);
    // 2, 2.5, 1.5: mean 2, standard deviation 0.5; the fourth pair is incomplete
    assertThat(difference.n()).isEqualTo(3);
    assertThat(difference.mean()).isCloseTo(2, within(1e-12));
    assertThat(difference.halfWidth()).isCloseTo(T2 * 0.5 / Math.sqrt(3), within(1e-8));
    assertThat(difference.conclusion()).isEqualTo(Conclusion.HIGHER);
    assertThat(cost.better()).isEqualTo(Better.LESS);
    assertThat(cost.ranks()).containsExactly(1, 2);
    assertThat(cost.bestProbabilities()).containsExactly(1.0, 0.0);
    Comparison.Line completed = comparison.lines().get(1);
    assertThat(completed.better()).isEqualTo(Better.MORE);
    assertThat(completed.ranks()).containsExactly(1, 2);
    assertThat(completed.differences().get(0).conclusion()).isEqualTo(Conclusion.LOWER);
  }

  @Test
  void whatDoesNotDifferSignificantlyIsSaidSo() {
    Comparison comparison =
        ComparisonFold.of(
            "s",
            "scaler",
            3,
            0.95,
            List.of("a", "b", "c"),
            List.of(
                of("cost.total", 10, 20, 30),
                of("cost.total", 12, 17, 31),
                of("cost.total", 10, 20, 30)));
    Comparison.Line cost = comparison.lines().get(0);
    assertThat(cost.differences())
        .extracting(Comparison.Difference::conclusion)
        .containsOnly(Conclusion.NO_SIGNIFICANT_DIFFERENCE);
    assertThat(cost.ranks()).containsExactly(1, 1, 1);
    assertThat(cost.bestProbabilities().stream().mapToDouble(p -> p).sum())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void roundingOfSumsIsNoDifference() {
    Comparison comparison =
        ComparisonFold.of(
            "s",
            "scaler",
            3,
            0.95,
            List.of("a", "b"),
            List.of(
                of("cost.total", 10, 20, 30),
                of("cost.total", 10 + 1e-12, 20 + 1e-12, 30 + 2e-12)));
    Comparison.Difference difference = comparison.lines().get(0).differences().get(0);
    assertThat(difference.mean()).isZero();
    assertThat(difference.halfWidth()).isZero();
    assertThat(difference.conclusion()).isEqualTo(Conclusion.NO_SIGNIFICANT_DIFFERENCE);
  }

  @Test
  void moreScaleEventsAreNeitherBetterNorWorse() {
    assertThat(ComparisonFold.better("scale.events{service=web}")).isEqualTo(Better.NEITHER);
    assertThat(ComparisonFold.better("cost.total")).isEqualTo(Better.LESS);
  }

  @Test
  void summaryKnowsTheTimeThatItsFiguresCover() {
    OutcomeFold fold = fold(scenario(List.of(), List.of()));
    fold.add(outcome(0, "cost.total", 1));
    assertThat(fold.summary().warmupNanos()).isZero();
    assertThat(fold.summary().measuredNanos()).isEqualTo(60_000_000_000L);
  }

  @Test
  void onlyFiguresThatEveryVariantHasAreCompared() {
    Comparison comparison =
        ComparisonFold.of(
            "s",
            "runtime",
            3,
            0.95,
            List.of("vm", "wasm"),
            List.of(of("instance.start" + WEB + ".p99", 1, 2), of("cost.total", 1, 2)));
    assertThat(comparison.lines())
        .extracting(Comparison.Line::name)
        .containsExactly("request.completed");
  }

  @Test
  void aServiceIsComparedWithItselfOnAnotherRuntime() {
    Comparison comparison =
        ComparisonFold.of(
            "s",
            "services.web.runtime",
            3,
            0.95,
            List.of("vm", "wasm"),
            List.of(
                of("request.latency{runtime=vm,service=web}.p99", 1, 2),
                of("request.latency{runtime=wasm,service=web}.p99", 4, 5)));
    Comparison.Line latency = comparison.lines().get(0);
    assertThat(latency.name()).isEqualTo("request.latency{service=web}.p99");
    assertThat(latency.differences().get(0).mean()).isEqualTo(3);
    assertThat(latency.better()).isEqualTo(Better.LESS);
  }

  @Test
  void aComparisonOfFiguresThatNobodyHasSaysNothing() {
    Comparison comparison =
        ComparisonFold.of(
            "s",
            "scaler",
            3,
            0.95,
            List.of("a", "b"),
            List.of(of("cost.total", NONE, NONE), of("cost.total", 1, 2)));
    Comparison.Line cost = comparison.lines().get(0);
    assertThat(cost.differences().get(0).n()).isZero();
    assertThat(cost.differences().get(0).conclusion())
        .isEqualTo(Conclusion.NO_SIGNIFICANT_DIFFERENCE);
    assertThat(cost.ranks()).isEmpty();
    assertThat(cost.bestProbabilities()).isEmpty();
  }
}
