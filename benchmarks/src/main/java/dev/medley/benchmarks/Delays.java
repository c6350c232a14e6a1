package dev.medley.benchmarks;

import java.util.SplittableRandom;

/**
 * A table of delays drawn beforehand, so that a benchmark of a calendar measures no generator.
 *
 * <p>Every law has a mean of {@value #MEAN_NANOS} ns, so that the calendar's time scale grows with
 * the number of pending events alone; with a million of them the mean gap is still 1000 ns, so that
 * ties are rare. Delays are whole numbers: a clock that counts nanoseconds in a {@code double} is
 * exact up to 2^53, nine million mean delays.
 *
 * <p>All contestants read the same table from its start: {@value #SIZE} delays, over and over.
 */
public final class Delays {
  /** How far ahead events are scheduled. */
  public enum Law {
    /** F(x) = 1 - e^(-x/mean). */
    EXPONENTIAL,
    /** Between 0 and twice the mean. */
    UNIFORM,
    /** Nine of ten uniform on a short range, the tenth on one a hundred times as long. */
    BIMODAL,
    /** Always the mean: every event goes to the end. */
    CONSTANT
  }

  /** The mean of every law. */
  public static final long MEAN_NANOS = 1_000_000_000;

  /** Seed of the table. */
  public static final long SEED = 42;

  /** Seed of the first events. */
  public static final long FILL_SEED = 43;

  private static final int SIZE = 1 << 14;

  /** Upper ends of the two ranges of {@link Law#BIMODAL}: 0.9 short / 2 + 0.1 long / 2 = mean. */
  private static final double SHORT_NANOS = MEAN_NANOS / 5.45;

  private static final double LONG_NANOS = 100 * SHORT_NANOS;

  private final Law law;
  private final long[] nanos = new long[SIZE];
  private int next;

  /** The table of a law, standing at its start. */
  public Delays(Law law) {
    this.law = law;
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < SIZE; i++) {
      nanos[i] = 1 + (long) delay(random);
    }
  }

  private double delay(SplittableRandom random) {
    double u = random.nextDouble();
    return switch (law) {
      case EXPONENTIAL -> -MEAN_NANOS * StrictMath.log(1 - u);
      case UNIFORM -> 2 * MEAN_NANOS * u;
      case BIMODAL -> u * (random.nextInt(10) == 0 ? LONG_NANOS : SHORT_NANOS);
      case CONSTANT -> MEAN_NANOS - 1;
    };
  }

  /** The next delay, at least 1. */
  public long nextNanos() {
    return nanos[next++ & SIZE - 1];
  }

  /**
   * Times of the first events, as if events had been coming and going for ever: remaining delays
   * have the density (1 - F(x)) / mean.
   *
   * <p>So nothing settles while the clock is read. For {@link Law#CONSTANT} that is uniform on one
   * mean; started all at one time, its events would tie for ever.
   */
  public long[] fillNanos(int pending) {
    SplittableRandom random = new SplittableRandom(FILL_SEED);
    long[] fill = new long[pending];
    for (int i = 0; i < pending; i++) {
      double u = random.nextDouble();
      fill[i] =
          1
              + (long)
                  switch (law) {
                    case EXPONENTIAL -> -MEAN_NANOS * StrictMath.log(1 - u);
                    case UNIFORM -> remainingOfUniform(2 * MEAN_NANOS, u);
                    // a delay under way is of the long kind with 0.1 long / (0.9 short + 0.1 long)
                    case BIMODAL ->
                        remainingOfUniform(
                            random.nextDouble() < 10 / 10.9 ? LONG_NANOS : SHORT_NANOS, u);
                    case CONSTANT -> MEAN_NANOS * u;
                  };
    }
    return fill;
  }

  /** Inverse of F(x) = 1 - (1 - x / upper)^2: what remains of a delay uniform on [0, upper). */
  private static double remainingOfUniform(double upper, double u) {
    return upper * (1 - StrictMath.sqrt(1 - u));
  }
}
