package dev.medley.distribution.fit;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Problem;
import dev.medley.distribution.DurationLaw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measured durations, sorted, with what was seen of the measurement: the step of its clock and
 * whether neighbours in time resemble each other.
 *
 * <p>In whole nanoseconds, as the simulator counts them. Memory: 8 bytes per sample. Immutable.
 */
public final class Samples {
  /**
   * The least number of samples: below it the Kolmogorov-Smirnov test at 5 % passes any law within
   * 0.29 of the truth (M. A. Stephens 1974), and three parameters follow single samples.
   */
  public static final int LEAST = 20;

  private static final double LONGEST_NANOS = DurationLaw.MAX_SECONDS * 1e9;

  private final double[] sorted;
  private final double mean;
  private final double variance;
  private final long stepNanos;
  private final int distinct;
  private final double neighbourCorrelation;

  private Samples(long[] ascending, double neighbourCorrelation) {
    this.sorted = new double[ascending.length];
    this.neighbourCorrelation = neighbourCorrelation;
    double sum = 0;
    long divisor = 0;
    int values = 1;
    for (int i = 0; i < ascending.length; i++) {
      sorted[i] = ascending[i];
      sum += ascending[i];
      if (i > 0 && ascending[i] != ascending[i - 1]) {
        values++;
        divisor = divisor == 1 ? 1 : commonDivisor(ascending[i], divisor);
      } else if (i == 0) {
        divisor = ascending[0];
      }
    }
    mean = sum / sorted.length;
    double squares = 0;
    for (double x : sorted) {
      squares += (x - mean) * (x - mean);
    }
    variance = squares / sorted.length;
    stepNanos = Math.max(1, divisor);
    distinct = values;
  }

  /**
   * Takes samples in the order in which they were measured.
   *
   * @param nanos at least {@link #LEAST} durations, each from 0 to 100 years, not all equal
   * @throws InvalidConfiguration with every reason why they cannot be fitted
   */
  public static Samples of(long[] nanos) {
    List<Problem> problems = new ArrayList<>();
    long[] ascending = nanos.clone();
    Arrays.sort(ascending);
    int n = ascending.length;
    if (n < LEAST) {
      problems.add(
          new Problem(
              "",
              n
                  + (n == 1 ? " sample is" : " samples are")
                  + " too few: at least "
                  + LEAST
                  + " are needed. With fewer the Kolmogorov-Smirnov test passes laws 0.3 away from"
                  + " the truth, and three parameters follow single samples"));
    }
    if (n > 0 && ascending[0] < 0) {
      problems.add(
          new Problem("", "a duration must be >= 0 (the least was " + ascending[0] + " ns)"));
    }
    if (n > 0 && ascending[n - 1] > LONGEST_NANOS) {
      problems.add(
          new Problem(
              "",
              "a duration must be <= 100 years (the greatest was " + ascending[n - 1] + " ns)"));
    }
    if (n > 1 && ascending[0] == ascending[n - 1]) {
      problems.add(
          new Problem(
              "",
              "all "
                  + n
                  + " samples are equal ("
                  + ascending[0]
                  + " ns): there is nothing to fit; write { constant: { value: "
                  + ascending[0]
                  + "ns } }, or measure with a finer clock"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
    return new Samples(ascending, neighbourCorrelation(nanos));
  }

  /** A resample, whose order says nothing; what it may hold was checked with the original. */
  static Samples resampled(long[] nanos) {
    Arrays.sort(nanos);
    return new Samples(nanos, 0);
  }

  /** How many there are. */
  public int count() {
    return sorted.length;
  }

  /** The i-th smallest in nanoseconds, i from 0. */
  public double nanos(int i) {
    return sorted[i];
  }

  /** The smallest in nanoseconds. */
  public double least() {
    return sorted[0];
  }

  /** The largest in nanoseconds. */
  public double greatest() {
    return sorted[sorted.length - 1];
  }

  /** The mean in nanoseconds. */
  public double mean() {
    return mean;
  }

  /** The standard deviation in nanoseconds, with divisor n. */
  public double standardDeviation() {
    return Math.sqrt(variance);
  }

  /** The step of the clock in nanoseconds: the greatest number that divides all samples. */
  public long stepNanos() {
    return stepNanos;
  }

  /** How many different values there are. */
  public int distinct() {
    return distinct;
  }

  /**
   * The correlation of each sample with the next one measured, in [-1, 1]. Of independent samples
   * it is normal about 0 with standard deviation 1 / sqrt(n).
   */
  public double neighbourCorrelation() {
    return neighbourCorrelation;
  }

  /** How many samples are 0. */
  public int zeros() {
    int zeros = 0;
    while (zeros < sorted.length && sorted[zeros] == 0) {
      zeros++;
    }
    return zeros;
  }

  /**
   * The quantile in nanoseconds, linear between order statistics: type 7 of R. J. Hyndman, Y. Fan,
   * "Sample quantiles in statistical packages", The American Statistician 50(4), 1996.
   *
   * @param p in [0, 1]
   */
  public double quantile(double p) {
    double at = p * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /**
   * At most a given number of points that stand for the samples: all of them, or the means of
   * nearly equally many neighbours, the extremes kept apart.
   */
  Points points(int most) {
    int n = sorted.length;
    if (n <= most) {
      double[] weights = new double[n];
      Arrays.fill(weights, 1);
      return new Points(sorted.clone(), weights);
    }
    double[] values = new double[most];
    double[] weights = new double[most];
    values[0] = sorted[0];
    values[most - 1] = sorted[n - 1];
    weights[0] = 1;
    weights[most - 1] = 1;
    int from = 1;
    for (int b = 1; b < most - 1; b++) {
      int to = 1 + (int) ((long) (n - 2) * b / (most - 2));
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += sorted[i];
      }
      values[b] = sum / (to - from);
      weights[b] = to - from;
      from = to;
    }
    return new Points(values, weights);
  }

  /** Values in ascending order with how many samples each stands for. */
  record Points(double[] values, double[] weights) {}

  private static double neighbourCorrelation(long[] nanos) {
    double mean = 0;
    for (long x : nanos) {
      mean += (double) x / nanos.length;
    }
    double products = 0;
    double squares = 0;
    for (int i = 0; i < nanos.length; i++) {
      double d = nanos[i] - mean;
      squares += d * d;
      products += i == 0 ? 0 : d * (nanos[i - 1] - mean);
    }
    return products / squares;
  }

  private static long commonDivisor(long a, long b) {
    long x = a;
    long y = b;
    while (y != 0) {
      long rest = x % y;
      x = y;
      y = rest;
    }
    return x;
  }
}
