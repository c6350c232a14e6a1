package dev.medley.benchmarks.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The scores of all forks: the k-th of one point and the k-th of another belong to one round. */
final class Measurements {
  private final Map<Point, List<Score>> scores = new LinkedHashMap<>();

  void add(Point point, Score score) {
    scores.computeIfAbsent(point, p -> new ArrayList<>()).add(score);
  }

  /** The points, in the order in which they were first measured. */
  List<Point> points() {
    return List.copyOf(scores.keySet());
  }

  boolean has(Point point) {
    return scores.containsKey(point);
  }

  /** The scores of a point by round; none when it was not measured. */
  List<Score> of(Point point) {
    return scores.getOrDefault(point, List.of());
  }

  Spread nanos(Point point) {
    return spread(point, Score::nanos);
  }

  Spread allocatedBytes(Point point) {
    return spread(point, Score::allocatedBytes);
  }

  private Spread spread(Point point, ToDoubleFunction<Score> value) {
    return Spread.of(of(point).stream().mapToDouble(value).toArray());
  }

  /** How many times as long {@code one} takes as {@code other}, paired round by round. */
  Spread ratio(Point one, Point other) {
    List<Score> ones = of(one);
    List<Score> others = of(other);
    double[] ratios = new double[Math.min(ones.size(), others.size())];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] = ones.get(round).nanos() / others.get(round).nanos();
    }
    return Spread.of(ratios);
  }
}
