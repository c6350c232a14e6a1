package dev.medley.cluster.runtime;

import dev.medley.distribution.DurationLaw;
import java.util.ArrayList;
import java.util.List;

/**
 * The distribution of one undisturbed start, from placement to ready: the sum of its stages.
 *
 * <p>Constants and transfers shift, a single random stage is exact. Several random stages are
 * convolved on a grid of {@link #CELLS} cells: every law's mass is moved down to the lower end of
 * its cell, so the sum of n laws is moved down by less than n cells, and what the grid cannot hold
 * is counted at its end. A quantile is therefore known to lie within n cells above the one
 * computed; the middle is returned with half of that as its error. Nothing is drawn.
 *
 * <p>Cost: O(cells² · laws) once, about 0.02 s for each further random stage. Not for hot paths.
 */
public final class StartTime {
  private static final int CELLS = 8192;

  /** Mass of a law that the grid may leave out, far beyond the quantiles that are asked for. */
  private static final double BEYOND = 1e-4;

  private final double shiftNanos;
  private final List<DurationLaw> random;
  private final double cellNanos;
  private final double[] mass;

  private StartTime(double shiftNanos, List<DurationLaw> random) {
    this.shiftNanos = shiftNanos;
    this.random = random;
    double end = 0;
    for (DurationLaw law : random) {
      end += law.quantileNanos(1 - BEYOND);
    }
    this.cellNanos = end / CELLS;
    this.mass = random.size() > 1 ? convolved() : new double[0];
  }

  /**
   * The start of a profile, of an instance that starts alone and from no snapshot.
   *
   * @param imagePresent whether the node has the image
   * @param registryNanos what pulling it takes
   * @param storageNanos what reading it from storage takes
   */
  public static StartTime of(
      RuntimeProfile profile, boolean imagePresent, long registryNanos, long storageNanos) {
    double shift = 0;
    List<DurationLaw> random = new ArrayList<>();
    for (StartStage stage : profile.start()) {
      DurationLaw law = stage.law();
      if (!applies(stage.when(), imagePresent)) {
        continue;
      }
      if (law == null) {
        shift += stage.transfer() == StartStage.Transfer.REGISTRY ? registryNanos : storageNanos;
      } else if (law.standardDeviationNanos() == 0) {
        shift += law.meanNanos();
      } else {
        random.add(law);
      }
    }
    return new StartTime(shift, random);
  }

  private static boolean applies(StartStage.When when, boolean imagePresent) {
    return switch (when) {
      case ALWAYS, ALONE, SNAPSHOT_ABSENT -> true;
      case IMAGE_ABSENT -> !imagePresent;
      case IMAGE_PRESENT -> imagePresent;
      case ACCOMPANIED, SNAPSHOT_PRESENT -> false;
    };
  }

  /** The mean, nanoseconds. */
  public double meanNanos() {
    double sum = shiftNanos;
    for (DurationLaw law : random) {
      sum += law.meanNanos();
    }
    return sum;
  }

  /**
   * A quantile, nanoseconds; wrong by at most {@link #errorNanos}.
   *
   * @param p in [0, 0.999]
   */
  public double quantileNanos(double p) {
    if (!(p >= 0 && p <= 0.999)) {
      throw new IllegalArgumentException("p must be >= 0 and <= 0.999 (was " + p + ")");
    }
    if (random.isEmpty()) {
      return shiftNanos;
    }
    if (random.size() == 1) {
      return shiftNanos + random.get(0).quantileNanos(p);
    }
    double sum = 0;
    int cell = 0;
    while (cell < CELLS - 1 && sum + mass[cell] < p) {
      sum += mass[cell];
      cell++;
    }
    return shiftNanos + cell * cellNanos + errorNanos();
  }

  /** How far a quantile may be off at most, nanoseconds: 0 where at most one stage is random. */
  public double errorNanos() {
    return random.size() > 1 ? random.size() * cellNanos / 2 : 0;
  }

  private double[] convolved() {
    double[] sum = cells(random.get(0));
    for (DurationLaw law : random.subList(1, random.size())) {
      double[] next = cells(law);
      double[] both = new double[CELLS];
      for (int i = 0; i < CELLS; i++) {
        double here = sum[i];
        if (here > 0) {
          for (int j = 0; j < CELLS - i; j++) {
            both[i + j] += here * next[j];
          }
        }
      }
      sum = both;
    }
    return sum;
  }

  /** Mass of (k cells, k + 1 cells] at k; that of 0 itself at 0. */
  private double[] cells(DurationLaw law) {
    double[] cells = new double[CELLS];
    double below = 0;
    for (int k = 0; k < CELLS; k++) {
      double upTo = law.cdf((k + 1) * cellNanos);
      cells[k] = Math.max(0, upTo - below);
      below = Math.max(below, upTo);
    }
    return cells;
  }
}
