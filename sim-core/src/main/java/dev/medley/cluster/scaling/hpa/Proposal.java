package dev.medley.cluster.scaling.hpa;

/**
 * What one metric proposes.
 *
 * @param basis how the number came about, or why there is none
 * @param replicas replicas proposed; the current number when there is no reason to change or no
 *     reading
 * @param reported value that the controller reports: utilisation in percent, or the average per
 *     instance in thousandths; 0 without a reading
 * @param rawAverageMilli average of the samples used, thousandths; 0 without a reading
 * @param ratio ratio that led to the answer, after filling in where that was needed
 * @param multiplier number of instances that the ratio was multiplied with
 */
record Proposal(
    Basis basis, int replicas, long reported, long rawAverageMilli, double ratio, int multiplier) {

  /** How a proposal came about. */
  enum Basis {
    /** ceil(ratio x instances). */
    RATIO(true, ""),
    /** The ratio is within the tolerance. */
    WITHIN_TOLERANCE(true, "within tolerance"),
    /** Counting missing and unready instances turned the direction: no change. */
    DIRECTION_TURNED(true, "held: missing or unready instances turn the direction"),
    /** No instance has a sample. */
    NO_SAMPLES(false, "held: no samples"),
    /** An instance states no CPU request. */
    MISSING_REQUEST(false, "held: an instance has no CPU request"),
    /** Only instances that do not count have samples. */
    NO_READY_SAMPLES(false, "held: no samples of ready instances"),
    /** The requests sum up to nothing. */
    NO_REQUESTS(false, "held: the CPU requests are zero");

    private final boolean readable;
    private final String words;

    Basis(boolean readable, String words) {
      this.readable = readable;
      this.words = words;
    }

    /** Whether the metric could be read. */
    boolean readable() {
      return readable;
    }

    /** In a few words; empty for {@link #RATIO}. */
    String words() {
      return words;
    }
  }

  static Proposal unreadable(Basis basis, int currentReplicas) {
    return new Proposal(basis, currentReplicas, 0, 0, 1, 0);
  }
}
