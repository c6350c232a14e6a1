package dev.medley.cluster.instance;

import java.time.Duration;

/**
 * The course of one live migration by iterative pre-copy, worked out beforehand: nothing about it
 * is random once the dirty rate is known.
 *
 * <p>Round 0 sends the memory V at bandwidth B, each further round what was written during the one
 * before: min(W, D t) after a round of t seconds. With r = D / B below 1 and no working set W, n is
 * the least with V r^n <= stop, n rounds and the last copy send V (1 - r^(n+1)) / (1 - r), the
 * instance stands still for V r^n / B and what it takes to resume. Source: Clark et al., "Live
 * Migration of Virtual Machines", NSDI 2005.
 *
 * <p>Progress means a round smaller than all before: it is given up when a time-out's length has
 * passed since the last such round ended, or the completion time-out since the beginning, or the
 * rounds are used up, whichever is first.
 *
 * @param ending how it ends
 * @param rounds iterative rounds begun, the last copy not among them
 * @param preCopySeconds until the instance is stopped, or the migration is given up
 * @param preCopyBytes sent until then
 * @param lastBytes sent while the instance stands still; 0 when given up
 */
public record PreCopy(
    Ending ending, int rounds, double preCopySeconds, double preCopyBytes, double lastBytes) {
  private static final double GIB = 1L << 30;

  /** How a migration's pre-copy ends. */
  public enum Ending {
    /** What is dirty fits the downtime: the instance is stopped and goes over. */
    CONVERGED,
    /** Too long without progress. */
    NO_PROGRESS,
    /** Too long altogether. */
    TOO_LONG,
    /** The rounds are used up. */
    TOO_MANY_ROUNDS
  }

  /**
   * Works out a migration.
   *
   * @param spec its settings
   * @param memoryBytes V
   * @param dirtyBytesPerSecond D
   * @param bandwidthBytesPerSecond B
   */
  public static PreCopy of(
      MigrationSpec spec,
      double memoryBytes,
      double dirtyBytesPerSecond,
      double bandwidthBytesPerSecond) {
    double stopBytes = seconds(spec.downtime()) * bandwidthBytesPerSecond;
    double workingSet = memoryBytes;
    if (spec.workingSet() != null) {
      workingSet = Math.min(workingSet, spec.workingSet().bytes());
    }
    double tooLong = seconds(spec.completionTimeout()) * memoryBytes / GIB;
    double patience = seconds(spec.progressTimeout());
    int mostRounds = spec.maxRounds() == null ? Integer.MAX_VALUE : spec.maxRounds();
    double volume = memoryBytes;
    double least = Double.POSITIVE_INFINITY;
    double progressAt = 0;
    double now = 0;
    double sent = 0;
    int rounds = 0;
    while (volume > stopBytes) {
      if (rounds == mostRounds) {
        return new PreCopy(Ending.TOO_MANY_ROUNDS, rounds, now, sent, 0);
      }
      double duration = volume / bandwidthBytesPerSecond;
      boolean progress = volume < least;
      double stuck = progress ? Double.POSITIVE_INFINITY : progressAt + patience;
      double limit = Math.min(stuck, tooLong);
      rounds += now < limit ? 1 : 0;
      if (now + duration > limit) {
        Ending why = stuck < tooLong ? Ending.NO_PROGRESS : Ending.TOO_LONG;
        return new PreCopy(why, rounds, limit, sent + (limit - now) * bandwidthBytesPerSecond, 0);
      }
      now += duration;
      sent += volume;
      if (progress) {
        least = volume;
        progressAt = now;
      }
      volume = Math.min(workingSet, dirtyBytesPerSecond * duration);
    }
    return new PreCopy(Ending.CONVERGED, rounds, now, sent, volume);
  }

  /** How long the last copy takes, seconds. */
  public double lastSeconds(double bandwidthBytesPerSecond) {
    return lastBytes / bandwidthBytesPerSecond;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
