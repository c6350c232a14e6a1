package dev.medley.cluster.instance;

/** How many instances a host can hold by one resource: the formulas of the source documents. */
public final class Density {
  /** What the sources report beside the formula, for f from 0 to 0.1. */
  public static final int REPORTED_UNSHARED = 730;

  /** What the sources report for f = 0.1. */
  public static final int REPORTED_SHARED = 1940;

  /** The share for which they report it. */
  public static final double REPORTED_RATIO = 0.1;

  private Density() {}

  /**
   * Density(T) = N (1 - overhead(T)) / R.
   *
   * @param has what a host has, N
   * @param overheadRatio share of it that nobody can use, in [0, 1)
   * @param needs of one instance, R, in the unit of {@code has}
   */
  public static double instances(double has, double overheadRatio, double needs) {
    return has * (1 - overheadRatio) / needs;
  }

  /**
   * What one more instance needs where library pages are shared: v + r (1 - f).
   *
   * @param own what is private to an instance, v
   * @param library library pages, r
   * @param sharedRatio share of these that is shared, f, in [0, 1]
   */
  public static double needs(double own, double library, double sharedRatio) {
    return own + library * (1 - sharedRatio);
  }

  /** The most that sharing can raise the density, whatever v and r: 1 / (1 - f). */
  public static double greatestGain(double sharedRatio) {
    return 1 / (1 - sharedRatio);
  }
}
