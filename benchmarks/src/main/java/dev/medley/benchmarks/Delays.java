package dev.medley.benchmarks;

import java.util.SplittableRandom;

/**
 * A table of delays drawn beforehand, so that a benchmark of the calendar measures no generator.
 *
 * <p>Every law has a mean of {@value #MEAN_NANOS} ns, so that the calendar's time scale grows with
 * the number of pending events alone.
 */
final class Delays {
  /** How far ahead events are scheduled. */
  enum Law {
    /** F(x) = 1 - e^(-x/mean). */
    EXPONENTIAL,
    /** Between 0 and twice the mean. */
    UNIFORM,
    /** Nine of ten short, the tenth a hundred times as long. */
    BIMODAL,
    /** Always the mean: every event goes to the end. */
    CONSTANT
  }

  private static final long MEAN_NANOS = 1_000_000;
  private static final int SIZE = 1 << 16;

  private final long[] nanos = new long[SIZE];
  private int next;

  Delays(Law law) {
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < SIZE; i++) {
      double u = random.nextDouble();
      nanos[i] =
          1
              + switch (law) {
                case EXPONENTIAL -> (long) (-MEAN_NANOS * StrictMath.log(1 - u));
                case UNIFORM -> (long) (2 * MEAN_NANOS * u);
                case BIMODAL ->
                    (long) (MEAN_NANOS * u / 5.45 * (random.nextInt(10) == 0 ? 100 : 1));
                case CONSTANT -> MEAN_NANOS;
              };
    }
  }

  long nextNanos() {
    return nanos[next++ & SIZE - 1];
  }
}
