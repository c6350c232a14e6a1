package dev.medley.benchmarks.runner;

import static dev.medley.benchmarks.runner.Bricks.HENRIKSEN;
import static dev.medley.benchmarks.runner.Bricks.LARGE;
import static dev.medley.benchmarks.runner.Bricks.OURS;
import static dev.medley.benchmarks.runner.Bricks.QUEUE;
import static dev.medley.benchmarks.runner.Bricks.SPLAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.medley.benchmarks.runner.Criterion.Measure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriterionTest {
  private static final Criterion SPEEDUP =
      new Criterion(Measure.SPEEDUP, OURS, List.of(QUEUE), 2.5, 4);
  private static final Criterion GROWTH = new Criterion(Measure.GROWTH, LARGE, List.of(OURS), 5, 2);
  private static final Criterion ALLOCATION =
      new Criterion(Measure.ALLOCATION, OURS, List.of(), 0, 0);

  @Test
  void theMedianIsInTheMiddle() {
    assertThat(Spread.of(3, 1, 2)).isEqualTo(new Spread(2, 1, 3));
    assertThat(Spread.of(4, 1, 2, 3)).isEqualTo(new Spread(2.5, 1, 4));
    assertThat(Spread.of(7)).isEqualTo(new Spread(7, 7, 7));
    assertThatIllegalArgumentException().isThrownBy(Spread::of);
  }

  /** Medians of the times would give 200 / 100; by rounds it is 1, 2 and 6. */
  @Test
  void ratiosAreTakenWithinARound() {
    Measurements measurements =
        Bricks.measurements(
            Map.of(QUEUE, new double[] {100, 400, 300}, OURS, new double[] {100, 200, 50}));

    assertThat(SPEEDUP.judge(measurements).found()).isEqualTo(new Spread(2, 1, 6));
  }

  @Test
  void theStrongestBaselineOfTheRunCounts() {
    Criterion ssj = new Criterion(Measure.SPEEDUP, OURS, List.of(HENRIKSEN, SPLAY, QUEUE), 3, 4);
    Measurements measurements =
        Bricks.measurements(
            Map.of(
                OURS, new double[] {50}, HENRIKSEN, new double[] {300}, SPLAY, new double[] {200}));

    Verdict verdict = ssj.judge(measurements);

    assertThat(verdict.found().median()).isEqualTo(4);
    assertThat(verdict.line(1)).isEqualTo("whole-loop 1e4 exp vs SSJ SplayTree: 4.0 (goal 3) ok");
  }

  @Test
  void growthIsOursOverOurs() {
    Measurements measurements =
        Bricks.measurements(Map.of(LARGE, new double[] {240, 300}, OURS, new double[] {60, 60}));

    Verdict verdict = GROWTH.judge(measurements);

    assertThat(verdict.found().median()).isEqualTo(4.5);
    assertThat(verdict.line(1))
        .isEqualTo("whole-loop 1e6 exp growth over whole-loop 1e4 exp: 4.5 (goal 5) ok");
  }

  /** An object of 16 bytes in 300 events is found, the harness's own few bytes are not. */
  @ParameterizedTest
  @CsvSource({"0.0013, 0, true", "0.049, 0, true", "0.0534, 0.0534, false", "24, 24, false"})
  void allocationIsJudgedAboveWhatTheHarnessAllocates(double bytes, double found, boolean passes) {
    Measurements measurements = new Measurements();
    measurements.add(OURS, new Score(50, bytes));

    Verdict verdict = ALLOCATION.judge(measurements);

    assertThat(verdict.found().median()).isEqualTo(found);
    assertThat(verdict.passes(0.85)).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource({
    "SPEEDUP, 2.5, 1, true",
    "SPEEDUP, 2.49, 1, false",
    "SPEEDUP, 2.13, 0.85, true",
    "SPEEDUP, 2.12, 0.85, false",
    "GROWTH, 5, 1, true",
    "GROWTH, 5.01, 1, false",
    "GROWTH, 5.88, 0.85, true",
    "GROWTH, 5.89, 0.85, false"
  })
  void aGoalIsReachedOrNot(Measure measure, double median, double tolerance, boolean passes) {
    Criterion criterion = measure == Measure.SPEEDUP ? SPEEDUP : GROWTH;
    Verdict verdict = new Verdict(criterion, Spread.of(median));
    assertThat(verdict.passes(tolerance)).isEqualTo(passes);
  }

  @Test
  void moonshotsAreBeyondGoals() {
    assertThat(new Verdict(SPEEDUP, Spread.of(4)).reachesMoonshot()).isTrue();
    assertThat(new Verdict(SPEEDUP, Spread.of(3.9)).reachesMoonshot()).isFalse();
    assertThat(new Verdict(GROWTH, Spread.of(2)).reachesMoonshot()).isTrue();
    assertThat(new Verdict(GROWTH, Spread.of(2.1)).reachesMoonshot()).isFalse();
  }

  /** What reads like the goal has reached it. */
  @Test
  void linesNeverRoundAMissIntoAHit() {
    assertThat(new Verdict(SPEEDUP, Spread.of(2.96)).line(1))
        .isEqualTo("whole-loop 1e4 exp vs PriorityQueue: 2.9 (goal 2.5) ok");
    assertThat(new Verdict(SPEEDUP, Spread.of(2.4999)).line(1))
        .isEqualTo("whole-loop 1e4 exp vs PriorityQueue: 2.4 (goal 2.5) FAILED");
    assertThat(new Verdict(GROWTH, Spread.of(5.01)).line(1)).endsWith(": 5.1 (goal 5) FAILED");
    assertThat(new Verdict(ALLOCATION, Spread.of(0)).line(1))
        .isEqualTo("whole-loop 1e4 exp B/event: 0.0 (goal 0) ok");
  }
}
