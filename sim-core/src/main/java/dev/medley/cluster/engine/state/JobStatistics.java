package dev.medley.cluster.engine.state;

import dev.medley.stat.LatencyHistogram;
import dev.medley.stat.Level;

/** What is measured of one service's batch jobs; recording allocates nothing. */
public final class JobStatistics {
  /** From submission to completion. */
  public final LatencyHistogram duration = new LatencyHistogram();

  /** From submission to the first time that it computes. */
  public final LatencyHistogram wait = new LatencyHistogram();

  /** Jobs submitted that no instance computes. */
  public final Level waiting = new Level(0, 0);

  /** Jobs that an instance computes. */
  public final Level running = new Level(0, 0);

  private final long submittedNanos;
  private long submitted;
  private long completed;
  private long restarted;
  private long lastCompletedNanos;

  JobStatistics(long submittedNanos) {
    this.submittedNanos = submittedNanos;
  }

  /** So many jobs arrive. */
  public void submitted(long count, long nowNanos) {
    submitted += count;
    waiting.add(nowNanos, count);
  }

  /** A job computes for the first time. */
  public void started(long nowNanos) {
    wait.recordNanos(nowNanos - submittedNanos);
    moved(nowNanos, 1);
  }

  /** A job that had lost its instance computes again. */
  public void resumed(long nowNanos) {
    moved(nowNanos, 1);
  }

  /** A job lost its instance and waits again. */
  public void restarted(long nowNanos) {
    restarted++;
    moved(nowNanos, -1);
  }

  /** A job is done. */
  public void completed(long nowNanos) {
    duration.recordNanos(nowNanos - submittedNanos);
    running.add(nowNanos, -1);
    completed++;
    lastCompletedNanos = nowNanos;
  }

  private void moved(long nowNanos, int toRunning) {
    waiting.add(nowNanos, -toRunning);
    running.add(nowNanos, toRunning);
  }

  /** Jobs that arrived. */
  public long submitted() {
    return submitted;
  }

  /** Jobs that are done. */
  public long completed() {
    return completed;
  }

  /** Jobs that wait or compute. */
  public long unfinished() {
    return submitted - completed;
  }

  /** How often a job lost its instance and began anew. */
  public long restarted() {
    return restarted;
  }

  /** From submission to the last completion, nanoseconds; -1 when jobs are unfinished. */
  public long makespanNanos() {
    return submitted == 0 || unfinished() > 0 ? -1 : lastCompletedNanos - submittedNanos;
  }
}
