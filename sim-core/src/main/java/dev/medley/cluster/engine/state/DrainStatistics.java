package dev.medley.cluster.engine.state;

import dev.medley.stat.LatencyHistogram;

/** What is measured of drains and evictions; what began or happened after warm-up counts. */
public final class DrainStatistics {
  /** From the cordon until a host was empty. */
  public final LatencyHistogram duration = new LatencyHistogram();

  private final long[] evicted;
  private final long[] refused;
  private final long warmupNanos;
  private long givenUp;

  /** Nothing is measured yet. */
  public DrainStatistics(int services, long warmupNanos) {
    this.evicted = new long[services];
    this.refused = new long[services];
    this.warmupNanos = warmupNanos;
  }

  /** An instance of a service was evicted. */
  public void evicted(int service, long nowNanos) {
    evicted[service] += nowNanos >= warmupNanos ? 1 : 0;
  }

  /** An eviction was refused: the disruption budget was used up. */
  public void refused(int service, long nowNanos) {
    refused[service] += nowNanos >= warmupNanos ? 1 : 0;
  }

  /** A host is empty. */
  public void drained(long beganNanos, long nowNanos) {
    if (beganNanos >= warmupNanos) {
      duration.recordNanos(nowNanos - beganNanos);
    }
  }

  /** A drain was given up. */
  public void gaveUp(long beganNanos) {
    givenUp += beganNanos >= warmupNanos ? 1 : 0;
  }

  /** Evictions of a service's instances. */
  public long evicted(int service) {
    return evicted[service];
  }

  /** Evictions of a service's instances that were refused. */
  public long refused(int service) {
    return refused[service];
  }

  /** Drains that were given up. */
  public long givenUp() {
    return givenUp;
  }
}
