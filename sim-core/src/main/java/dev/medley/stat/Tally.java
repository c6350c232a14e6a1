package dev.medley.stat;

/**
 * Mean, variance, extremes and sum of observations, in constant memory.
 *
 * <p>Mean and variance by Welford's update, which does not cancel when the variance is small beside
 * the mean. Merging two tallies (Chan, Golub, LeVeque) gives the statistics of the pooled
 * observations up to rounding; as rounding depends on the order, results that must be the same to
 * the last bit are folded in one fixed order, that of the replication index.
 *
 * <p>Sources: B. P. Welford, Technometrics 4(3), 1962; T. F. Chan, G. H. Golub, R. J. LeVeque,
 * "Algorithms for computing the sample variance", The American Statistician 37(3), 1983.
 */
public final class Tally {
  private long count;
  private double mean;
  private double squares;
  private double sum;
  private double min;
  private double max;

  /** A tally without observations. */
  public Tally() {
    reset();
  }

  /** Adds one observation. */
  public void add(double value) {
    count++;
    double distance = value - mean;
    mean += distance / count;
    squares += distance * (value - mean);
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  /** Adds the observations of another tally. */
  public void merge(Tally other) {
    if (other.count == 0) {
      return;
    }
    long total = count + other.count;
    double distance = other.mean - mean;
    double share = (double) other.count / total;
    mean += distance * share;
    squares += other.squares + distance * distance * count * share;
    sum += other.sum;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    count = total;
  }

  /** Forgets everything, for the end of a warm-up. */
  public void reset() {
    count = 0;
    mean = 0;
    squares = 0;
    sum = 0;
    min = Double.POSITIVE_INFINITY;
    max = Double.NEGATIVE_INFINITY;
  }

  /** How many observations. */
  public long count() {
    return count;
  }

  /** Their sum; 0 without observations. */
  public double sum() {
    return sum;
  }

  /** Their mean; NaN without observations. */
  public double mean() {
    return count == 0 ? Double.NaN : mean;
  }

  /** The unbiased variance, with n - 1 below; NaN with fewer than two observations. */
  public double variance() {
    return count < 2 ? Double.NaN : squares / (count - 1);
  }

  /** The square root of the variance; NaN with fewer than two observations. */
  public double standardDeviation() {
    return Math.sqrt(variance());
  }

  /** The least observation; NaN without observations. */
  public double min() {
    return count == 0 ? Double.NaN : min;
  }

  /** The greatest observation; NaN without observations. */
  public double max() {
    return count == 0 ? Double.NaN : max;
  }
}
