package dev.medley.distribution;

import dev.medley.random.RandomStream;

/**
 * The law of a random duration.
 *
 * <p>A law is an immutable record that checks its parameters and knows its mean, its standard
 * deviation, its distribution function and its quantiles, so that samples can be tested against it.
 * The permits clause is the registry of laws: a file names a law by the kebab-case of its record
 * name.
 *
 * <p>Samples are whole nanoseconds, rounded half up, at least 0 and at most {@link #MAX_NANOS}
 * (larger values saturate). The moments, the distribution function and the quantiles are those of
 * the law before rounding and saturation.
 */
public sealed interface DurationLaw
    permits Constant,
        Exponential,
        Uniform,
        Normal,
        LogNormal,
        ShiftedLogNormal,
        Weibull,
        Gamma,
        Mixture,
        Empirical {

  /** The largest sample, 2^62 ns or 146 years: added to a clock below 2^62 it cannot overflow. */
  long MAX_NANOS = 1L << 62;

  /** The largest duration a parameter or a mean may have, in seconds: 100 years. */
  double MAX_SECONDS = 3_155_760_000.0;

  /**
   * The sampler of this law: every constant derived once. Ask at assembly, keep, share freely: a
   * sampler has no state.
   */
  Sampler sampler();

  /**
   * One sample in nanoseconds; the same numbers as {@link #sampler()}, at the price of making one.
   */
  default long sampleNanos(RandomStream stream) {
    return sampler().nextNanos(stream);
  }

  /** The mean in nanoseconds. */
  double meanNanos();

  /** The standard deviation in nanoseconds. */
  double standardDeviationNanos();

  /** P(X <= nanos). Not for hot paths. */
  double cdf(double nanos);

  /**
   * The least x in nanoseconds with P(X <= x) >= p. Not for hot paths.
   *
   * @param p in [0, 1]; p = 1 gives the supremum, which may be infinite
   * @throws IllegalArgumentException when p is outside [0, 1]
   */
  double quantileNanos(double p);
}
