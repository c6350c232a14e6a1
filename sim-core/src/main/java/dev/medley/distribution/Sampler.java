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

  /** Half up; saturates at {@link DurationLaw#MAX_NANOS}. */
  static long rounded(double nanos) {
    return Math.min((long) (nanos + 0.5), DurationLaw.MAX_NANOS);
  }
}
