package dev.medley.random;

/**
 * A stream of random numbers: xoshiro256++ bits and the three variates everything else is made of.
 *
 * <p>Period 2^256 - 1, state 32 bytes, not thread-safe. No method allocates. Exponential and normal
 * variates come from our own ziggurat (see {@link Ziggurat}): library versions call {@code
 * Math.exp} and {@code Math.log} in their rare branches, whose last bit a virtual machine is free
 * to choose, and one such bit would break "same seed, same bytes" between machines. Ours calls
 * {@link StrictMath} there, and only arithmetic elsewhere.
 *
 * <p>The number of 64-bit words a variate consumes is itself random (rejection): synchrony between
 * two policies under comparison comes from one stream per use, not from counting draws.
 *
 * <p>Source: D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS
 * 47(4), 2021.
 */
public final class RandomStream {
  private static final long[] EXPONENTIAL_SURE = Ziggurat.EXPONENTIAL.sure;
  private static final double[] EXPONENTIAL_WIDTH = Ziggurat.EXPONENTIAL.width;
  private static final double[] EXPONENTIAL_DENSITY = Ziggurat.EXPONENTIAL.density;
  private static final long[] GAUSSIAN_SURE = Ziggurat.GAUSSIAN.sure;
  private static final double[] GAUSSIAN_WIDTH = Ziggurat.GAUSSIAN.width;
  private static final double[] GAUSSIAN_DENSITY = Ziggurat.GAUSSIAN.density;

  private long s0;
  private long s1;
  private long s2;
  private long s3;

  /**
   * A stream that starts in the given state; an all-zero state, which would stay zero, is moved.
   */
  RandomStream(long s0, long s1, long s2, long s3) {
    this.s0 = (s0 | s1 | s2 | s3) == 0 ? 1 : s0;
    this.s1 = s1;
    this.s2 = s2;
    this.s3 = s3;
  }

  /** The next 64 random bits. */
  public long nextLong() {
    long a = s0;
    long b = s1;
    long c = s2 ^ a;
    long d = s3 ^ b;
    long bits = Long.rotateLeft(a + s3, 23) + a;
    s0 = a ^ d;
    s1 = b ^ c;
    s2 = c ^ (b << 17);
    s3 = Long.rotateLeft(d, 45);
    return bits;
  }

  /** A number uniform on [0, 1): a multiple of 2^-53. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** A number uniform on the open interval (0, 1): an odd multiple of 2^-53. */
  public double nextOpenDouble() {
    return ((nextLong() >>> 12) + 0.5) * 0x1.0p-52;
  }

  /**
   * A whole number uniform on [0, bound), without bias.
   *
   * <p>Multiplication with rare rejection: D. Lemire, "Fast random integer generation in an
   * interval", ACM TOMACS 29(1), 2019.
   *
   * @param bound at least 1
   * @throws IllegalArgumentException when the bound is below 1
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be >= 1 (was " + bound + ")");
    }
    long product = (nextLong() >>> 32) * bound;
    if ((product & 0xFFFFFFFFL) < bound) {
      product = unbiased(product, bound);
    }
    return (int) (product >>> 32);
  }

  private long unbiased(long product, int bound) {
    long threshold = (1L << 32) % bound;
    while ((product & 0xFFFFFFFFL) < threshold) {
      product = (nextLong() >>> 32) * bound;
    }
    return product;
  }

  /** A number with the exponential law of mean 1: P(X > x) = e^(-x), x >= 0. */
  public double nextExponential() {
    long bits = nextLong();
    int layer = (int) bits & (Ziggurat.LAYERS - 1);
    long position = bits >>> 11;
    if (position < EXPONENTIAL_SURE[layer]) {
      return position * EXPONENTIAL_WIDTH[layer];
    }
    return nextExponentialAtEdge(layer, position);
  }

  /**
   * Fills an array with what as many calls of {@link #nextExponential} would return, but faster:
   * the state stays in registers from one number to the next.
   */
  public void nextExponentials(double[] into) {
    long[] sure = EXPONENTIAL_SURE;
    double[] width = EXPONENTIAL_WIDTH;
    long a = s0;
    long b = s1;
    long c = s2;
    long d = s3;
    for (int i = 0; i < into.length; i++) {
      long bits = Long.rotateLeft(a + d, 23) + a;
      long shifted = b << 17;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = Long.rotateLeft(d, 45);
      int layer = (int) bits & (Ziggurat.LAYERS - 1);
      long position = bits >>> 11;
      if (position < sure[layer]) {
        into[i] = position * width[layer];
      } else {
        s0 = a;
        s1 = b;
        s2 = c;
        s3 = d;
        into[i] = nextExponentialAtEdge(layer, position);
        a = s0;
        b = s1;
        c = s2;
        d = s3;
      }
    }
    s0 = a;
    s1 = b;
    s2 = c;
    s3 = d;
  }

  private double nextExponentialAtEdge(int layer, long position) {
    double offset = 0;
    while (true) {
      if (layer == 0) {
        // The law has no memory: beyond the tail's start it begins anew.
        offset += Ziggurat.EXPONENTIAL_TAIL;
      } else {
        double x = position * EXPONENTIAL_WIDTH[layer];
        if (height(EXPONENTIAL_DENSITY, layer) < StrictMath.exp(-x)) {
          return offset + x;
        }
      }
      long bits = nextLong();
      layer = (int) bits & (Ziggurat.LAYERS - 1);
      position = bits >>> 11;
      if (position < EXPONENTIAL_SURE[layer]) {
        return offset + position * EXPONENTIAL_WIDTH[layer];
      }
    }
  }

  /** A number with the standard normal law: density e^(-x^2 / 2) / sqrt(2 pi). */
  public double nextGaussian() {
    long bits = nextLong();
    int layer = (int) bits & (Ziggurat.LAYERS - 1);
    long position = bits >> 10;
    if (Math.abs(position) < GAUSSIAN_SURE[layer]) {
      return position * GAUSSIAN_WIDTH[layer];
    }
    return nextGaussianAtEdge(layer, position);
  }

  private double nextGaussianAtEdge(int layer, long position) {
    while (true) {
      if (layer == 0) {
        return position < 0 ? -gaussianTail() : gaussianTail();
      }
      double x = position * GAUSSIAN_WIDTH[layer];
      if (height(GAUSSIAN_DENSITY, layer) < StrictMath.exp(-0.5 * x * x)) {
        return x;
      }
      long bits = nextLong();
      layer = (int) bits & (Ziggurat.LAYERS - 1);
      position = bits >> 10;
      if (Math.abs(position) < GAUSSIAN_SURE[layer]) {
        return position * GAUSSIAN_WIDTH[layer];
      }
    }
  }

  /** Marsaglia's tail: x = E1 / r beyond r, kept when 2 E2 > x^2. */
  private double gaussianTail() {
    while (true) {
      double x = nextExponential() / Ziggurat.GAUSSIAN_TAIL;
      double y = nextExponential();
      if (y + y > x * x) {
        return Ziggurat.GAUSSIAN_TAIL + x;
      }
    }
  }

  private double height(double[] density, int layer) {
    return density[layer] + nextDouble() * (density[layer + 1] - density[layer]);
  }
}
