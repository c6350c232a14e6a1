package dev.medley.benchmarks.runner;

/** Measures a point in a JVM of its own. */
@FunctionalInterface
interface Forks {
  /**
   * One fork.
   *
   * @throws ForkFailure when the fork failed, or its contestant was not admitted
   */
  Score measure(Point point, Timing timing);
}
