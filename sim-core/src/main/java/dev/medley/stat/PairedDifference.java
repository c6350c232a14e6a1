package dev.medley.stat;

/**
 * Two policies compared on common random numbers: the interval of the differences a(i) - b(i).
 *
 * <p>The pairs share their random numbers, so what both feel cancels: with correlation r between
 * the two, and about equal spread, the variance of the difference is 1 - r times what independent
 * runs would give.
 *
 * @param difference the t interval of a(i) - b(i)
 * @param meanA the mean of the first policy
 * @param meanB the mean of the second policy
 * @param correlation between the pairs, in [-1, 1]; NaN when a spread is zero or unknown
 */
public record PairedDifference(
    ConfidenceInterval difference, double meanA, double meanB, double correlation) {

  /**
   * Compares two policies.
   *
   * @param a the results of the first policy, one per replication, at least one
   * @param b the results of the second policy for the same replications
   * @param confidence in (0, 1)
   * @throws IllegalArgumentException when the lengths differ or there is no value
   */
  public static PairedDifference of(double[] a, double[] b, double confidence) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "pairs need equal numbers of values (" + a.length + " and " + b.length + ")");
    }
    double[] differences = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      differences[i] = a[i] - b[i];
    }
    ConfidenceInterval intervalA = ConfidenceInterval.of(a, confidence);
    ConfidenceInterval intervalB = ConfidenceInterval.of(b, confidence);
    return new PairedDifference(
        ConfidenceInterval.of(differences, confidence),
        intervalA.mean(),
        intervalB.mean(),
        correlation(a, intervalA.mean(), b, intervalB.mean()));
  }

  /** Whether the interval is known and excludes 0. */
  public boolean isSignificant() {
    return difference.low() > 0 || difference.high() < 0;
  }

  private static double correlation(double[] a, double meanA, double[] b, double meanB) {
    double squaresA = 0;
    double squaresB = 0;
    double products = 0;
    for (int i = 0; i < a.length; i++) {
      squaresA += (a[i] - meanA) * (a[i] - meanA);
      squaresB += (b[i] - meanB) * (b[i] - meanB);
      products += (a[i] - meanA) * (b[i] - meanB);
    }
    if (squaresA == 0 || squaresB == 0) {
      return Double.NaN;
    }
    double ratio = products / (Math.sqrt(squaresA) * Math.sqrt(squaresB));
    return Math.max(-1, Math.min(1, ratio));
  }
}
