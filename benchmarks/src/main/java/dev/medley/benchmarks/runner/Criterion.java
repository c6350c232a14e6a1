package dev.medley.benchmarks.runner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Something the kernel promises, in numbers that mean the same on every machine.
 *
 * @param measure what is compared
 * @param subject our side
 * @param baselines whom it is compared with, the one known to be the strongest first; where several
 *     were measured, the strongest of that run counts
 * @param goal what must be reached
 * @param moonshot what is aimed at
 */
record Criterion(
    Measure measure, Point subject, List<Point> baselines, double goal, double moonshot) {
  /** What is compared. */
  enum Measure {
    /** How many times as long the baseline takes. */
    SPEEDUP,
    /** How many times as long it takes itself at a smaller size. */
    GROWTH,
    /** Bytes allocated per event. */
    ALLOCATION
  }

  /**
   * Far below one object in a hundred events, above the few kilobytes an iteration that the harness
   * itself allocates.
   */
  private static final double HARNESS_BYTES = 0.05;

  /** For people: {@code whole-loop 1e4 exp vs PriorityQueue}. */
  String name() {
    return switch (measure) {
      case SPEEDUP -> subject.setting() + " vs " + library();
      case GROWTH -> subject.setting() + " growth over " + baselines.get(0).setting();
      case ALLOCATION -> subject.setting() + " B/event";
    };
  }

  private String library() {
    return baselines.get(0).contestant();
  }

  /** Whether less is better. */
  boolean isUpperBound() {
    return measure != Measure.SPEEDUP;
  }

  /** All points it needs. */
  List<Point> points() {
    List<Point> points = new ArrayList<>();
    points.add(subject);
    points.addAll(baselines);
    return points;
  }

  /** The same against the first baseline alone. */
  Criterion againstFirst() {
    return baselines.size() < 2
        ? this
        : new Criterion(measure, subject, baselines.subList(0, 1), goal, moonshot);
  }

  /** What the measurements say of it. */
  Verdict judge(Measurements measurements) {
    if (measure == Measure.ALLOCATION) {
      double[] bytes =
          measurements.of(subject).stream()
              .mapToDouble(Score::allocatedBytes)
              .map(each -> each < HARNESS_BYTES ? 0 : each)
              .toArray();
      return new Verdict(this, Spread.of(bytes));
    }
    Point strongest =
        baselines.stream()
            .filter(measurements::has)
            .min(Comparator.comparingDouble(each -> measurements.nanos(each).median()))
            .orElseThrow();
    Criterion against = new Criterion(measure, subject, List.of(strongest), goal, moonshot);
    return new Verdict(
        against,
        measure == Measure.GROWTH
            ? measurements.ratio(subject, strongest)
            : measurements.ratio(strongest, subject));
  }
}
