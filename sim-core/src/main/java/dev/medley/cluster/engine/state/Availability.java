package dev.medley.cluster.engine.state;

import dev.medley.stat.LatencyHistogram;
import dev.medley.stat.Level;

/**
 * For how long a service served, and how long it took to recover from failures; after warm-up.
 *
 * <p>It is available while at least one instance is ready or none is asked for, and complete while
 * as many are ready as are asked for. Ready means that it serves: an instance on a dead host is
 * not, whatever the control plane still believes.
 */
public final class Availability {
  /** From a failure that left too few ready instances until there were enough again. */
  public final LatencyHistogram recovery = new LatencyHistogram();

  private static final long NOT_RECOVERING = -1;

  private final long warmupNanos;
  private final Level desired;
  private final Level ready;
  private boolean available = true;
  private boolean complete = true;
  private long sinceNanos;
  private long availableNanos;
  private long completeNanos;
  private long failedNanos = NOT_RECOVERING;

  /** Looks at two levels; told whenever one of them changed. */
  Availability(long warmupNanos, Level desired, Level ready) {
    this.warmupNanos = warmupNanos;
    this.desired = desired;
    this.ready = ready;
  }

  /** One of the levels has changed. */
  void changed(long nowNanos) {
    advance(nowNanos);
    double serving = ready.value();
    double asked = desired.value();
    available = serving > 0 || asked == 0;
    complete = serving >= asked;
    if (complete && failedNanos != NOT_RECOVERING) {
      if (failedNanos >= warmupNanos) {
        recovery.recordNanos(nowNanos - failedNanos);
      }
      failedNanos = NOT_RECOVERING;
    }
  }

  /** An instance has failed; when too few are left, the time to recover begins. */
  public void failed(long nowNanos) {
    if (!complete && failedNanos == NOT_RECOVERING) {
      failedNanos = nowNanos;
    }
  }

  /** Share of the measured time in which it was available. */
  public double availableRatio(long nowNanos) {
    advance(nowNanos);
    return (double) availableNanos / (nowNanos - warmupNanos);
  }

  /** Share of the measured time in which it was complete. */
  public double completeRatio(long nowNanos) {
    advance(nowNanos);
    return (double) completeNanos / (nowNanos - warmupNanos);
  }

  private void advance(long nowNanos) {
    long measured = Math.max(0, nowNanos - Math.max(sinceNanos, warmupNanos));
    availableNanos += available ? measured : 0;
    completeNanos += complete ? measured : 0;
    sinceNanos = nowNanos;
  }
}
