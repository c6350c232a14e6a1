package dev.medley.benchmarks.runner;

import dev.medley.benchmarks.Delays;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Points, and forks that give prescribed scores. */
final class Bricks implements Forks {
  static final Point OURS = loop(Point.MEDLEY);
  static final Point QUEUE = loop("PriorityQueue");
  static final Point HENRIKSEN = loop("SSJ Henriksen");
  static final Point SPLAY = loop("SSJ SplayTree");
  static final Point LARGE = Point.wholeLoop(Point.MEDLEY, 1_000_000, Delays.Law.EXPONENTIAL);

  /** Every fork asked for, in order. */
  final List<Point> asked = new ArrayList<>();

  private final Map<Point, List<Score>> scores = new LinkedHashMap<>();
  private final double otherNanos;

  /** Forks that take so long where nothing else is said. */
  Bricks(double otherNanos) {
    this.otherNanos = otherNanos;
  }

  static Point loop(String contestant) {
    return Point.wholeLoop(contestant, 10_000, Delays.Law.EXPONENTIAL);
  }

  /** The scores of a point, one after the other; the last one for ever. */
  Bricks with(Point point, double... nanos) {
    List<Score> list = new ArrayList<>();
    for (double each : nanos) {
      list.add(new Score(each, 0));
    }
    scores.put(point, list);
    return this;
  }

  Bricks withBytes(Point point, double nanos, double bytes) {
    scores.put(point, new ArrayList<>(List.of(new Score(nanos, bytes))));
    return this;
  }

  @Override
  public Score measure(Point point, Timing timing) {
    asked.add(point);
    List<Score> list = scores.get(point);
    if (list == null) {
      return new Score(otherNanos, 0);
    }
    return list.size() > 1 ? list.remove(0) : list.get(0);
  }

  static Measurements measurements(Map<Point, double[]> nanos) {
    Measurements measurements = new Measurements();
    nanos.forEach(
        (point, values) -> {
          for (double value : values) {
            measurements.add(point, new Score(value, 0));
          }
        });
    return measurements;
  }
}
