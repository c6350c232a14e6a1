package dev.medley.cluster.engine.failure;

/**
 * How fast each of several subjects is: the product of the shares of all slow times it is in.
 *
 * <p>The product is formed anew at each change, so that a subject whose slow times are over is back
 * at exactly 1.
 */
final class Slowdowns {
  /** Makes a subject as fast as it is to be. */
  @FunctionalInterface
  interface Pace {
    /** The subject has so much of its usual speed from now on. */
    void set(int subject, double share);
  }

  private final Pace pace;
  private final double[] shareOfEntry;
  private final boolean[][] slow;

  /**
   * All subjects are at their usual speed.
   *
   * @param shareOfEntry share of the usual speed during a slow time of each entry
   */
  Slowdowns(Pace pace, double[] shareOfEntry, int subjects) {
    this.pace = pace;
    this.shareOfEntry = shareOfEntry;
    this.slow = new boolean[shareOfEntry.length][subjects];
  }

  /** A slow time of a subject begins or ends. */
  void set(int entry, int subject, boolean isSlow) {
    slow[entry][subject] = isSlow;
    double share = 1;
    for (int e = 0; e < shareOfEntry.length; e++) {
      if (slow[e][subject]) {
        share *= shareOfEntry[e];
      }
    }
    pace.set(subject, share);
  }
}
