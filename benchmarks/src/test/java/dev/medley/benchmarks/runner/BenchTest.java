package dev.medley.benchmarks.runner;

import static dev.medley.benchmarks.runner.Bricks.HENRIKSEN;
import static dev.medley.benchmarks.runner.Bricks.LARGE;
import static dev.medley.benchmarks.runner.Bricks.OURS;
import static dev.medley.benchmarks.runner.Bricks.QUEUE;
import static dev.medley.benchmarks.runner.Bricks.SPLAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.benchmarks.runner.Criterion.Measure;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchTest {
  private static final Criterion AGAINST_QUEUE =
      new Criterion(Measure.SPEEDUP, OURS, List.of(QUEUE), 2.5, 4);
  private static final Criterion AGAINST_SSJ =
      new Criterion(Measure.SPEEDUP, OURS, List.of(HENRIKSEN, SPLAY), 5, 10);
  private static final Criterion GROWTH = new Criterion(Measure.GROWTH, LARGE, List.of(OURS), 5, 2);

  private static Bench bench(Forks forks) {
    return new Bench(forks, System::nanoTime, (done, of, point) -> {});
  }

  @Test
  void contestantsTakeTurns() {
    Bricks forks = new Bricks(500).with(OURS, 50);

    Bench.Findings findings = bench(forks).quick(List.of(AGAINST_QUEUE, AGAINST_SSJ));

    assertThat(forks.asked)
        .containsExactly(OURS, QUEUE, HENRIKSEN, OURS, QUEUE, HENRIKSEN, OURS, QUEUE, HENRIKSEN);
    assertThat(findings.passed()).isTrue();
    assertThat(findings.retried()).isEmpty();
  }

  @Test
  void onlyWhatFailedIsMeasuredOnceMore() {
    // 90 / 50 in the first three rounds, 150 / 50 in the second three
    Bricks forks = new Bricks(500).with(OURS, 50).with(QUEUE, 90, 90, 90, 150);

    Bench.Findings findings = bench(forks).quick(List.of(AGAINST_QUEUE, AGAINST_SSJ));

    assertThat(forks.asked.subList(9, forks.asked.size()))
        .containsExactly(OURS, QUEUE, OURS, QUEUE, OURS, QUEUE);
    assertThat(findings.retried()).containsExactly("whole-loop 1e4 exp vs PriorityQueue");
    assertThat(findings.verdicts().get(0).found()).isEqualTo(new Spread(3, 3, 3));
    assertThat(findings.passed()).isTrue();
    assertThat(findings.measurements().of(QUEUE)).hasSize(6);
  }

  @Test
  void whatFailsTwiceHasFailed() {
    Bricks forks = new Bricks(500).with(OURS, 50).with(QUEUE, 90);

    Bench.Findings findings = bench(forks).quick(List.of(AGAINST_QUEUE, AGAINST_SSJ));

    assertThat(findings.passed()).isFalse();
    assertThat(forks.asked).hasSize(9 + 6);
  }

  @Test
  void nearlyTheGoalWillDoInTheQuickForm() {
    Bricks forks = new Bricks(500).with(OURS, 50).with(QUEUE, 110);

    assertThat(bench(forks).quick(List.of(AGAINST_QUEUE)).passed()).isTrue();
    assertThat(bench(forks).full(List.of(AGAINST_QUEUE)).passed()).isFalse();
  }

  /** Growth needs the rounds of two settings; a retry measures both. */
  @Test
  void aRetryOfGrowthMeasuresBothSizes() {
    Bricks forks = new Bricks(500).with(OURS, 50).with(LARGE, 400, 400, 200);

    Bench.Findings findings = bench(forks).quick(List.of(GROWTH));

    assertThat(forks.asked)
        .containsExactly(LARGE, LARGE, OURS, OURS, OURS, LARGE, LARGE, OURS, OURS, OURS);
    assertThat(findings.verdicts().get(0).found().median()).isEqualTo(4);
    assertThat(findings.passed()).isTrue();
  }

  /** Six forks and six more: 12 times 14 seconds are within 170, 12 times 15 are not. */
  @ParameterizedTest
  @CsvSource({"14, 12", "15, 6"})
  void noRetryIsBegunWhenTimeIsShort(int secondsPerFork, int forks) {
    AtomicLong nowNanos = new AtomicLong();
    Bricks scores = new Bricks(500).with(OURS, 50).with(QUEUE, 90);
    Forks slow =
        (point, timing) -> {
          nowNanos.addAndGet(Duration.ofSeconds(secondsPerFork).toNanos());
          return scores.measure(point, timing);
        };

    Bench.Findings findings =
        new Bench(slow, nowNanos::get, (done, of, point) -> {}).quick(List.of(AGAINST_QUEUE));

    assertThat(scores.asked).hasSize(forks);
    assertThat(findings.retried()).hasSize(forks / 6 - 1);
    assertThat(findings.passed()).isFalse();
  }

  @Test
  void theFullPlanHoldsAllTheQuickOneDoesAndMeasuresWhatHasAGoalThreeTimes() {
    Set<Point> quick = new LinkedHashSet<>();
    Set<String> settings = new LinkedHashSet<>();
    for (Plan.Group group : Plan.quick(Criteria.all()).groups()) {
      quick.addAll(group.points());
      settings.add(group.setting());
    }
    Plan full = Plan.full(Criteria.all());
    Set<Point> all = new LinkedHashSet<>();
    for (Plan.Group group : full.groups()) {
      all.addAll(group.points());
      assertThat(group.rounds()).isEqualTo(settings.contains(group.setting()) ? 3 : 1);
      assertThat(group.points()).extracting(Point::setting).containsOnly(group.setting());
    }

    assertThat(all).containsAll(quick).hasSizeGreaterThan(100);
    assertThat(full.forks()).isBetween(all.size() + 2 * quick.size(), 300);
    assertThat(full.groups()).extracting(group -> group.setting()).doesNotHaveDuplicates();
  }

  /** The rows of the design's table of targets, one line each. */
  @Test
  void theTableOfGoalsIsWhole() {
    assertThat(Criteria.all())
        .extracting(
            c -> c.name() + " " + Verdict.plain(c.goal()) + " " + Verdict.plain(c.moonshot()))
        .containsExactly(
            "calendar 1e4 exp vs SSJ Henriksen 6 10",
            "calendar 1e4 exp vs PriorityQueue 4 7",
            "calendar 1e4 exp vs CloudSim Plus FutureQueue 8 14",
            "whole-loop 1e4 exp vs SSJ Henriksen 5 10",
            "whole-loop 1e4 exp vs CloudSim Plus 10 25",
            "whole-loop 1e4 exp vs PriorityQueue 2.5 4",
            "whole-loop 1e6 exp vs SSJ Henriksen 7 20",
            "whole-loop 1e6 exp vs PriorityQueue 4 12",
            "timeouts 1e4 exp vs SSJ Henriksen 6 10",
            "timeouts 1e4 exp vs PriorityQueue 10 20",
            "M/M/8 vs SSJ Henriksen 4.5 7",
            "M/M/8 vs CloudSim Plus 6 20",
            "whole-loop 1e6 exp growth over whole-loop 1e4 exp 5 2",
            "calendar 1e4 exp B/event 0 0",
            "whole-loop 1e4 exp B/event 0 0",
            "timeouts 1e4 exp B/event 0 0",
            "M/M/8 B/event 0 0");
  }
}
