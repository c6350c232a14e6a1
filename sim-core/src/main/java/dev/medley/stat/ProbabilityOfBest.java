package dev.medley.stat;

import org.apache.commons.math3.random.Well19937c;

/**
 * How sure one can be that a policy has the lowest mean: a bootstrap over replications.
 *
 * <p>Replications are drawn with replacement, the same ones for every policy, as all policies saw
 * the same random numbers in a replication; the policy with the lowest mean of the drawn values
 * wins the resample, ties share it. The probability is the share of resamples won. Deterministic:
 * the same matrix, number and seed give the same answer. With few replications this is optimistic,
 * as any bootstrap: below about 10 read it as a ranking.
 *
 * <p>Source: B. Efron, R. J. Tibshirani, "An introduction to the bootstrap", 1993.
 */
public final class ProbabilityOfBest {
  private ProbabilityOfBest() {}

  /**
   * The probabilities of being best, in the order of the policies; they sum to 1.
   *
   * @param lowerIsBetter one row per policy, one finite value per replication; rows of equal length
   * @param resamples how many times to draw, for example 10 000
   * @param seed of the resampling
   * @throws IllegalArgumentException when the matrix is empty, ragged or holds a value that is not
   *     finite
   */
  public static double[] of(double[][] lowerIsBetter, int resamples, long seed) {
    int replications = checked(lowerIsBetter, resamples);
    Well19937c random = new Well19937c(seed);
    double[] wins = new double[lowerIsBetter.length];
    double[] sums = new double[lowerIsBetter.length];
    int[] drawn = new int[replications];
    for (int resample = 0; resample < resamples; resample++) {
      for (int i = 0; i < replications; i++) {
        drawn[i] = random.nextInt(replications);
      }
      double least = Double.POSITIVE_INFINITY;
      for (int policy = 0; policy < sums.length; policy++) {
        double sum = 0;
        for (int replication : drawn) {
          sum += lowerIsBetter[policy][replication];
        }
        sums[policy] = sum;
        least = Math.min(least, sum);
      }
      share(sums, least, wins);
    }
    for (int policy = 0; policy < wins.length; policy++) {
      wins[policy] /= resamples;
    }
    return wins;
  }

  private static void share(double[] sums, double least, double[] wins) {
    int ties = 0;
    for (double sum : sums) {
      ties += sum == least ? 1 : 0;
    }
    for (int policy = 0; policy < sums.length; policy++) {
      if (sums[policy] == least) {
        wins[policy] += 1.0 / ties;
      }
    }
  }

  private static int checked(double[][] matrix, int resamples) {
    if (matrix.length == 0 || matrix[0].length == 0 || resamples < 1) {
      throw new IllegalArgumentException(
          "needs at least one policy, one replication and one resample");
    }
    for (double[] row : matrix) {
      if (row.length != matrix[0].length) {
        throw new IllegalArgumentException(
            "every policy needs the same replications ("
                + matrix[0].length
                + " and "
                + row.length
                + ")");
      }
      for (double value : row) {
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException("values must be finite (was " + value + ")");
        }
      }
    }
    return matrix[0].length;
  }
}
