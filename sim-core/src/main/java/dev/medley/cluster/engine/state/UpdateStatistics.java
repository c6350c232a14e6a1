package dev.medley.cluster.engine.state;

/** What is measured of one service's rolling update. */
public final class UpdateStatistics {
  private long beganNanos;
  private double seconds = Double.NaN;
  private boolean failed;
  private boolean rolledBack;
  private int mostInstances;
  private int leastAvailable = Integer.MAX_VALUE;

  /** The update begins. */
  public void began(long nowNanos) {
    beganNanos = nowNanos;
  }

  /** All instances are of the version that was wanted last. */
  public void ended(long nowNanos, boolean back) {
    seconds = (nowNanos - beganNanos) / 1e9;
    rolledBack = back;
  }

  /** There was no progress for too long. */
  public void failed() {
    failed = true;
  }

  /** So many instances count as replicas, so many of them are available. */
  public void seen(int instances, int available) {
    mostInstances = Math.max(mostInstances, instances);
    leastAvailable = Math.min(leastAvailable, available);
  }

  /** From its beginning until all instances are of one version again; NaN before. */
  public double seconds() {
    return seconds;
  }

  /** Whether all instances are of the new version. */
  public boolean isCompleted() {
    return !Double.isNaN(seconds) && !rolledBack;
  }

  /** Whether there was no progress for too long. */
  public boolean hasFailed() {
    return failed;
  }

  /** Whether all instances are of the old version again. */
  public boolean isRolledBack() {
    return rolledBack;
  }

  /** Most instances at once; NaN when it never began. */
  public double mostInstances() {
    return leastAvailable == Integer.MAX_VALUE ? Double.NaN : mostInstances;
  }

  /** Least available instances; NaN when it never began. */
  public double leastAvailable() {
    return leastAvailable == Integer.MAX_VALUE ? Double.NaN : leastAvailable;
  }
}
