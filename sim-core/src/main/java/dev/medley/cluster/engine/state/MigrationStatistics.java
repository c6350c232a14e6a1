package dev.medley.cluster.engine.state;

import dev.medley.stat.LatencyHistogram;

/** What is measured of one service's live migrations; those that began after warm-up count. */
public final class MigrationStatistics {
  /** Why a migration did not end on its target. */
  public enum Failure {
    /** No smaller round for as long as the progress time-out. */
    NO_PROGRESS("no progress"),
    /** Longer than the completion time-out. */
    TOO_LONG("too long"),
    /** The iterative rounds were used up. */
    TOO_MANY_ROUNDS("too many rounds"),
    /** The instance failed, or its host. */
    SOURCE_FAILED("source failed"),
    /** The host that it was to move to failed. */
    TARGET_FAILED("target failed");

    private final String text;

    Failure(String text) {
      this.text = text;
    }

    /** As metrics name it. */
    public String text() {
      return text;
    }
  }

  /** From its beginning until the instance runs on the target. */
  public final LatencyHistogram duration = new LatencyHistogram();

  /** While the instance stands still. */
  public final LatencyHistogram downtime = new LatencyHistogram();

  private final long[] failed = new long[Failure.values().length];
  private final long warmupNanos;
  private long rounds;
  private double bytes;

  /** Nothing is measured yet. */
  public MigrationStatistics(long warmupNanos) {
    this.warmupNanos = warmupNanos;
  }

  /** A migration has ended on its target. */
  public void completed(
      long beganNanos, long nowNanos, long downtimeNanos, int inRounds, double sentBytes) {
    if (beganNanos >= warmupNanos) {
      duration.recordNanos(nowNanos - beganNanos);
      downtime.recordNanos(downtimeNanos);
      rounds += inRounds;
      bytes += sentBytes;
    }
  }

  /** A migration has failed. */
  public void failed(long beganNanos, Failure reason, double sentBytes) {
    if (beganNanos >= warmupNanos) {
      failed[reason.ordinal()]++;
      bytes += sentBytes;
    }
  }

  /** Ended on their targets. */
  public long completed() {
    return duration.count();
  }

  /** Failed for one reason. */
  public long failed(Failure reason) {
    return failed[reason.ordinal()];
  }

  /** Iterative rounds of those that ended on their targets, mean; NaN without any. */
  public double meanRounds() {
    return completed() == 0 ? Double.NaN : (double) rounds / completed();
  }

  /** Sent, by failed ones too. */
  public double bytes() {
    return bytes;
  }
}
