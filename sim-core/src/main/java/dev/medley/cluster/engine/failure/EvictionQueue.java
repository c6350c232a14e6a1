package dev.medley.cluster.engine.failure;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * The hosts of one zone that wait to be tainted, in order, and when the next one may be: a token
 * bucket of one token.
 *
 * <p>When the rate changes while somebody would have to wait, the wait begins anew at the new rate.
 *
 * <p>Source: kubernetes/kubernetes pkg/controller/nodelifecycle/scheduler/rate_limited_queue.go.
 */
final class EvictionQueue {
  /** No turn. */
  static final long NEVER = Long.MAX_VALUE;

  private final Set<Integer> waiting = new LinkedHashSet<>();
  private long periodNanos;
  private long tokenNanos;

  /** Nobody waits, the token is there. */
  EvictionQueue(long periodNanos) {
    this.periodNanos = periodNanos;
  }

  void add(int host) {
    waiting.add(host);
  }

  /** Harmless when the host does not wait. */
  void remove(int host) {
    waiting.remove(host);
  }

  /** The time between two turns is another one from now on, or {@link #NEVER}. */
  void pace(long newPeriodNanos, long nowNanos) {
    if (newPeriodNanos == periodNanos) {
      return;
    }
    boolean drained = periodNanos == NEVER || nowNanos < tokenNanos;
    periodNanos = newPeriodNanos;
    if (newPeriodNanos != NEVER) {
      tokenNanos = drained ? after(nowNanos) : nowNanos;
    }
  }

  /** Whether somebody waits whose turn it is. */
  boolean isDue(long nowNanos) {
    return !waiting.isEmpty() && periodNanos != NEVER && nowNanos >= tokenNanos;
  }

  /** Takes out the one whose turn it is. */
  int take(long nowNanos) {
    int host = Objects.requireNonNull(waiting.iterator().next());
    waiting.remove(host);
    tokenNanos = after(nowNanos);
    return host;
  }

  /** When the next one may be tainted, or {@link #NEVER}: nobody waits, or nobody may. */
  long nextTurnNanos() {
    return waiting.isEmpty() || periodNanos == NEVER ? NEVER : tokenNanos;
  }

  private long after(long nowNanos) {
    return nowNanos > NEVER - periodNanos ? NEVER : nowNanos + periodNanos;
  }
}
