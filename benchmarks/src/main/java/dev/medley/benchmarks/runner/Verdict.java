package dev.medley.benchmarks.runner;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * A criterion and what was found.
 *
 * @param criterion with the baseline that counted
 * @param found over the rounds
 */
record Verdict(Criterion criterion, Spread found) {
  private static final int EXACT_DIGITS = 9;

  /**
   * Whether the median reaches the goal, or comes close enough.
   *
   * @param tolerance share of the goal that will do, in (0, 1]; allocation knows none
   */
  boolean passes(double tolerance) {
    double goal = criterion.goal();
    return switch (criterion.measure()) {
      case SPEEDUP -> found.median() >= goal * tolerance;
      case GROWTH -> found.median() <= goal / tolerance;
      case ALLOCATION -> found.median() <= goal;
    };
  }

  /** Whether the median reaches the moonshot. */
  boolean reachesMoonshot() {
    return criterion.isUpperBound()
        ? found.median() <= criterion.moonshot()
        : found.median() >= criterion.moonshot();
  }

  /** One line: {@code whole-loop 1e4 exp vs PriorityQueue: 2.9 (goal 2.5) ok}. */
  String line(double tolerance) {
    return criterion.name()
        + ": "
        + shown(found.median())
        + " (goal "
        + plain(criterion.goal())
        + ") "
        + (passes(tolerance) ? "ok" : "FAILED");
  }

  /**
   * One digit after the point, rounded to the worse side (but for what a {@code double} cannot
   * hold): what reads like the goal has reached it.
   */
  String shown(double value) {
    return new BigDecimal(value)
        .setScale(EXACT_DIGITS, RoundingMode.HALF_UP)
        .setScale(1, criterion.isUpperBound() ? RoundingMode.CEILING : RoundingMode.FLOOR)
        .toPlainString();
  }

  /** A number of the table, without a fraction when it has none. */
  static String plain(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%s", value);
  }
}
