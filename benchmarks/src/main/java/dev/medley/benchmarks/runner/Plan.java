package dev.medley.benchmarks.runner;

import static dev.medley.benchmarks.runner.Criteria.BINARY_TREE;
import static dev.medley.benchmarks.runner.Criteria.CLOUDSIM_PLUS;
import static dev.medley.benchmarks.runner.Criteria.FUTURE_QUEUE;
import static dev.medley.benchmarks.runner.Criteria.HENRIKSEN;
import static dev.medley.benchmarks.runner.Criteria.PRIORITY_QUEUE;
import static dev.medley.benchmarks.runner.Criteria.RED_BLACK_TREE;
import static dev.medley.benchmarks.runner.Criteria.SPLAY_TREE;
import static dev.medley.benchmarks.runner.Point.MEDLEY;

import dev.medley.benchmarks.Delays.Law;
import dev.medley.benchmarks.Variate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Which forks to run, and in which order.
 *
 * <p>The contestants of one setting take turns, round by round, so that whatever changes in the
 * machine meanwhile meets all of them: a ratio is taken within one round.
 *
 * @param groups one per setting
 */
record Plan(List<Group> groups) {
  private static final int[] SIZES = {100, 10_000, 1_000_000};
  private static final String HEAP = "QuaternaryHeap";
  private static final String TICKETS = "Medley tickets";
  private static final String DOUBLY_LINKED = "SSJ DoublyLinked";

  /**
   * The contestants of one setting.
   *
   * @param points who, in turn
   * @param rounds how often
   * @param timing of each fork
   */
  record Group(List<Point> points, int rounds, Timing timing) {
    String setting() {
      return points.get(0).setting();
    }

    int forks() {
      return rounds * points.size();
    }
  }

  /** What the criteria need, in less than three minutes. */
  static Plan quick(Collection<Criterion> criteria) {
    Set<Point> points = new LinkedHashSet<>();
    criteria.forEach(criterion -> points.addAll(criterion.points()));
    return of(
        points,
        point -> point.isLarge() ? 2 : 3,
        point -> point.isLarge() ? new Timing(2, 3, 400) : new Timing(4, 5, 160));
  }

  /**
   * All that can be measured: three forks of every contestant in a setting that has a goal, and one
   * of each in the others, which are there for comparison.
   */
  static Plan full(Collection<Criterion> criteria) {
    Set<Point> points = new LinkedHashSet<>();
    criteria.forEach(criterion -> points.addAll(criterion.points()));
    for (Law law : Law.values()) {
      for (int size : SIZES) {
        for (String who :
            List.of(MEDLEY, HEAP, PRIORITY_QUEUE, HENRIKSEN, SPLAY_TREE, FUTURE_QUEUE)) {
          points.add(Point.calendar(who, size, law));
        }
        for (String who : List.of(MEDLEY, PRIORITY_QUEUE, HENRIKSEN, SPLAY_TREE, CLOUDSIM_PLUS)) {
          points.add(Point.wholeLoop(who, size, law));
        }
      }
    }
    // The lists that cost O(n) on some delays, where they can be measured at all.
    for (int size : SIZES) {
      for (String who : List.of(RED_BLACK_TREE, BINARY_TREE)) {
        points.add(Point.calendar(who, size, Law.EXPONENTIAL));
        points.add(Point.wholeLoop(who, size, Law.EXPONENTIAL));
      }
      for (String who : List.of(HEAP, TICKETS, "Medley handlers")) {
        points.add(Point.wholeLoop(who, size, Law.EXPONENTIAL));
      }
      points.add(Point.calendar(TICKETS, size, Law.EXPONENTIAL));
    }
    points.add(Point.calendar(DOUBLY_LINKED, 100, Law.EXPONENTIAL));
    for (int subjects : new int[] {100, 10_000}) {
      for (String who :
          List.of(MEDLEY, HEAP, PRIORITY_QUEUE, HENRIKSEN, SPLAY_TREE, RED_BLACK_TREE)) {
        points.add(Point.timeouts(who, subjects));
      }
    }
    for (int servers : new int[] {1, 8}) {
      for (String who :
          List.of(MEDLEY, HEAP, HENRIKSEN, SPLAY_TREE, BINARY_TREE, DOUBLY_LINKED, CLOUDSIM_PLUS)) {
        points.add(Point.station(who, servers));
      }
    }
    for (Variate variate : Variate.values()) {
      for (String who : List.of(MEDLEY, "commons-math3", "SSJ")) {
        points.add(Point.draws(who, variate));
      }
    }
    for (int hosts : new int[] {10, 1000, 100_000}) {
      points.add(Point.schedulingPass(hosts));
    }
    points.add(Point.wholeReplication());
    Set<String> withGoals = new HashSet<>();
    criteria.forEach(
        criterion -> criterion.points().forEach(point -> withGoals.add(point.setting())));
    Predicate<Point> hasGoal = point -> withGoals.contains(point.setting());
    return of(
        points,
        point -> hasGoal.test(point) ? 3 : 1,
        point ->
            point.isLarge()
                ? new Timing(2, 5, 600)
                : hasGoal.test(point) ? new Timing(4, 5, 400) : new Timing(3, 3, 300));
  }

  /** Whatever the first point of a setting gets, all of them get. */
  private static Plan of(
      Set<Point> points, ToIntFunction<Point> rounds, Function<Point, Timing> timing) {
    Map<String, List<Point>> bySetting = new LinkedHashMap<>();
    for (Point point : points) {
      bySetting.computeIfAbsent(point.setting(), setting -> new ArrayList<>()).add(point);
    }
    List<Group> groups = new ArrayList<>();
    for (List<Point> group : bySetting.values()) {
      Point first = group.get(0);
      groups.add(new Group(group, rounds.applyAsInt(first), timing.apply(first)));
    }
    return new Plan(groups);
  }

  int forks() {
    return groups.stream().mapToInt(Group::forks).sum();
  }
}
