package dev.medley.kernel;

/**
 * A small generator for tests: SplitMix64, equal on every platform.
 *
 * <p>Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014.
 */
final class SplitMix {
  private long state;

  SplitMix(long seed) {
    this.state = seed;
  }

  long nextLong() {
    long z = state += 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /** Uniform in [0, bound), of 31 random bits. */
  int nextInt(int bound) {
    return (int) ((nextLong() >>> 33) * bound >>> 31);
  }

  /** Uniform in (0, 1]. */
  double nextDouble() {
    return ((nextLong() >>> 11) + 1) * 0x1p-53;
  }

  /** Exponential: -mean ln u. */
  long exponentialNanos(double meanNanos) {
    return (long) (-meanNanos * StrictMath.log(nextDouble()));
  }
}
