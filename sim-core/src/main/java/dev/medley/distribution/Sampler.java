package dev.medley.distribution;

import dev.medley.random.RandomStream;

/**
 * A law made ready for the hot path: all constants derived, no conversion, no allocation, no state.
 *
 * <p>An abstract class rather than an interface: with many kinds of laws at one call site its
 * dispatch is measurably cheaper.
 */
public abstract class Sampler {

  Sampler() {}

  /** The next sample in nanoseconds, in [0, {@link DurationLaw#MAX_NANOS}]. */
  public abstract long nextNanos(RandomStream stream);

  /**
   * Fills an array with the next samples: those of as many calls of {@link #nextNanos}.
   *
   * <p>Laws that are drawn per request say it again in their own words, so that each has a loop in
   * which nothing has to be looked up.
   */
  void fill(long[] nanos, RandomStream stream) {
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = nextNanos(stream);
    }
  }

  /** Half up; saturates at {@link DurationLaw#MAX_NANOS}. */
  static long rounded(double nanos) {
    return Math.min((long) (nanos + 0.5), DurationLaw.MAX_NANOS);
  }
}
