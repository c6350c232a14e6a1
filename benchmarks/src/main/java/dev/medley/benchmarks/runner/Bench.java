package dev.medley.benchmarks.runner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Runs plans and judges criteria. */
final class Bench {
  /** Share of a goal that the quick form accepts: these machines are noisy. */
  static final double QUICK_TOLERANCE = 0.85;

  /** No retry is begun that would end after this: the quick form stays below three minutes. */
  private static final Duration LATEST = Duration.ofSeconds(170);

  private final Forks forks;
  private final LongSupplier clockNanos;
  private final Progress progress;
  private final long startedNanos;

  /** How long a setting took, as an estimate of how long it will take again. */
  private final Map<String, Long> nanosOfSetting = new HashMap<>();

  /**
   * A run.
   *
   * @param forks what measures
   * @param clockNanos the time that passes, such as {@link System#nanoTime}
   * @param progress hears of every fork
   */
  Bench(Forks forks, LongSupplier clockNanos, Progress progress) {
    this.forks = forks;
    this.clockNanos = clockNanos;
    this.progress = progress;
    this.startedNanos = clockNanos.getAsLong();
  }

  /** Hears how far it is. */
  @FunctionalInterface
  interface Progress {
    /** A fork is about to start. */
    void next(int done, int of, Point point);
  }

  /**
   * What was found.
   *
   * @param verdicts one per criterion, in their order
   * @param tolerance share of a goal that was accepted
   * @param measurements of all forks, those of a retry after the first ones
   * @param retried names of the criteria that were measured a second time, and judged by that
   */
  record Findings(
      List<Verdict> verdicts, double tolerance, Measurements measurements, List<String> retried) {
    boolean passed() {
      return verdicts.stream().allMatch(verdict -> verdict.passes(tolerance));
    }
  }

  /** The criteria alone, against the strongest known baselines; those that fail once more. */
  Findings quick(List<Criterion> table) {
    List<Criterion> criteria = table.stream().map(Criterion::againstFirst).toList();
    Measurements first = new Measurements();
    run(Plan.quick(criteria), first);
    List<Verdict> verdicts = new ArrayList<>();
    List<Criterion> failing = new ArrayList<>();
    for (Criterion criterion : criteria) {
      Verdict verdict = criterion.judge(first);
      verdicts.add(verdict);
      if (!verdict.passes(QUICK_TOLERANCE)) {
        failing.add(criterion);
      }
    }
    Measurements second = new Measurements();
    for (Plan.Group group : Plan.quick(failing).groups()) {
      long estimateNanos = nanosOfSetting.getOrDefault(group.setting(), 0L);
      if (clockNanos.getAsLong() - startedNanos + estimateNanos < LATEST.toNanos()) {
        run(new Plan(List.of(group)), second);
      }
    }
    List<String> retried = new ArrayList<>();
    for (int i = 0; i < criteria.size(); i++) {
      Criterion criterion = criteria.get(i);
      if (failing.contains(criterion) && criterion.points().stream().allMatch(second::has)) {
        verdicts.set(i, criterion.judge(second));
        retried.add(criterion.name());
      }
    }
    for (Point point : second.points()) {
      second.of(point).forEach(score -> first.add(point, score));
    }
    return new Findings(verdicts, QUICK_TOLERANCE, first, retried);
  }

  /** Everything, against the goals themselves. */
  Findings full(List<Criterion> criteria) {
    Measurements measurements = new Measurements();
    run(Plan.full(criteria), measurements);
    List<Verdict> verdicts =
        criteria.stream().map(criterion -> criterion.judge(measurements)).toList();
    return new Findings(verdicts, 1, measurements, List.of());
  }

  private void run(Plan plan, Measurements measurements) {
    int done = 0;
    for (Plan.Group group : plan.groups()) {
      long groupStartedNanos = clockNanos.getAsLong();
      for (int round = 0; round < group.rounds(); round++) {
        for (Point point : group.points()) {
          progress.next(done++, plan.forks(), point);
          measurements.add(point, forks.measure(point, group.timing()));
        }
      }
      nanosOfSetting.put(group.setting(), clockNanos.getAsLong() - groupStartedNanos);
    }
  }
}
