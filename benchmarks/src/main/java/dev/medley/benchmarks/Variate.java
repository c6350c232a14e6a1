package dev.medley.benchmarks;

/** What can be drawn. */
public enum Variate {
  /** Between 0 and 1. */
  UNIFORM(0.5),
  /** F(x) = 1 - e^-x. */
  EXPONENTIAL(1),
  /** e^(m + sZ), with s^2 = ln 2 and m = -s^2 / 2: mean and standard deviation 1. */
  LOG_NORMAL(1);

  /** s of {@link #LOG_NORMAL}. */
  public static final double LOG_NORMAL_SIGMA = StrictMath.sqrt(StrictMath.log(2));

  /** m of {@link #LOG_NORMAL}. */
  public static final double LOG_NORMAL_MU = -StrictMath.log(2) / 2;

  private final double mean;

  Variate(double mean) {
    this.mean = mean;
  }

  /** The mean. */
  public double mean() {
    return mean;
  }
}
