package dev.medley.benchmarks.runner;

import static dev.medley.benchmarks.Delays.Law.EXPONENTIAL;
import static dev.medley.benchmarks.runner.Point.MEDLEY;

import dev.medley.benchmarks.runner.Criterion.Measure;
import java.util.List;
import java.util.function.Function;

/** The table of goals. */
final class Criteria {
  static final String PRIORITY_QUEUE = "PriorityQueue";
  static final String FUTURE_QUEUE = "CloudSim Plus FutureQueue";
  static final String CLOUDSIM_PLUS = "CloudSim Plus";
  static final String HENRIKSEN = "SSJ Henriksen";
  static final String SPLAY_TREE = "SSJ SplayTree";
  static final String RED_BLACK_TREE = "SSJ RedblackTree";
  static final String BINARY_TREE = "SSJ BinaryTree";

  /** SSJ's lists that can compete; the first is the best on the delays of the goals. */
  static final List<String> SSJ = List.of(HENRIKSEN, SPLAY_TREE, RED_BLACK_TREE, BINARY_TREE);

  private static final int MANY = 10_000;
  private static final int VERY_MANY = 1_000_000;
  private static final int SERVERS = 8;

  private Criteria() {}

  /** All rows. */
  static List<Criterion> all() {
    Function<String, Point> calendar = who -> Point.calendar(who, MANY, EXPONENTIAL);
    Function<String, Point> loop = who -> Point.wholeLoop(who, MANY, EXPONENTIAL);
    Function<String, Point> largeLoop = who -> Point.wholeLoop(who, VERY_MANY, EXPONENTIAL);
    Function<String, Point> timeouts = who -> Point.timeouts(who, MANY);
    Function<String, Point> station = who -> Point.station(who, SERVERS);
    return List.of(
        faster(calendar, SSJ, 6, 10),
        faster(calendar, List.of(PRIORITY_QUEUE), 4, 7),
        faster(calendar, List.of(FUTURE_QUEUE), 8, 14),
        faster(loop, SSJ, 5, 10),
        faster(loop, List.of(CLOUDSIM_PLUS), 10, 25),
        faster(loop, List.of(PRIORITY_QUEUE), 2.5, 4),
        faster(largeLoop, SSJ, 7, 20),
        faster(largeLoop, List.of(PRIORITY_QUEUE), 4, 12),
        faster(timeouts, List.of(HENRIKSEN), 6, 10),
        faster(timeouts, List.of(PRIORITY_QUEUE), 10, 20),
        faster(station, SSJ, 4.5, 7),
        faster(station, List.of(CLOUDSIM_PLUS), 6, 20),
        new Criterion(Measure.GROWTH, largeLoop.apply(MEDLEY), List.of(loop.apply(MEDLEY)), 5, 2),
        frugal(calendar),
        frugal(loop),
        frugal(timeouts),
        frugal(station));
  }

  private static Criterion faster(
      Function<String, Point> task, List<String> than, double goal, double moonshot) {
    return new Criterion(
        Measure.SPEEDUP, task.apply(MEDLEY), than.stream().map(task).toList(), goal, moonshot);
  }

  private static Criterion frugal(Function<String, Point> task) {
    return new Criterion(Measure.ALLOCATION, task.apply(MEDLEY), List.of(), 0, 0);
  }
}
