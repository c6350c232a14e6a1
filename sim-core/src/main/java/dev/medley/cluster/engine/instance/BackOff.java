package dev.medley.cluster.engine.instance;

import java.util.Arrays;

/**
 * How long each instance waits before it is started again in place: the back-off of Kubernetes.
 *
 * <p>Nothing after the first crash, then 10 s, 20 s, 40 s, ... up to 300 s; one that had run for 10
 * minutes begins anew. Eight bytes per instance, once any has crashed.
 *
 * <p>Source: kubernetes.io, "Pod Lifecycle", how Pods handle problems with containers.
 */
final class BackOff {
  /** First wait that is not zero. */
  static final long FIRST_NANOS = 10_000_000_000L;

  /** Longest wait. */
  static final long LONGEST_NANOS = 300_000_000_000L;

  /** Running for so long without a crash makes it forget. */
  static final long FORGET_NANOS = 600_000_000_000L;

  private long[] nextNanos = new long[0];

  /**
   * How long an instance waits now.
   *
   * @param ranNanos how long it was ready until it crashed, 0 when it never was since its last
   *     start
   */
  long afterCrash(int instance, long ranNanos) {
    if (instance >= nextNanos.length) {
      nextNanos = Arrays.copyOf(nextNanos, Math.max(instance + 1, Math.max(64, 2 * instance)));
    }
    long wait = ranNanos >= FORGET_NANOS ? 0 : nextNanos[instance];
    nextNanos[instance] = wait == 0 ? FIRST_NANOS : Math.min(2 * wait, LONGEST_NANOS);
    return wait;
  }
}
