package dev.medley.cluster.engine.request;

import java.util.Arrays;

/**
 * The batch jobs that instances compute, one row each, and the list of those on each instance.
 *
 * <p>Jobs that wait have no row: all that is known of them is their number. Rows are reused; no
 * allocation once arrays have grown.
 */
final class JobTable {
  /** No job. */
  static final int NONE = -1;

  int[] service = new int[16];
  int[] instance = new int[16];
  long[] workNanos = new long[16];
  private int[] next = new int[16];
  private int[] previous = new int[16];
  private int[] first = new int[0];
  private int[] free = new int[16];
  private int freeCount;
  private int used;

  /** Adds a job to those of an instance. */
  int create(int ofService, int onInstance, long work) {
    int job = freeCount > 0 ? free[--freeCount] : used++;
    if (job == service.length) {
      grow();
    }
    if (onInstance >= first.length) {
      int old = first.length;
      first = Arrays.copyOf(first, Math.max(onInstance + 1, Math.max(64, old * 2)));
      Arrays.fill(first, old, first.length, NONE);
    }
    service[job] = ofService;
    instance[job] = onInstance;
    workNanos[job] = work;
    int second = first[onInstance];
    next[job] = second;
    previous[job] = NONE;
    if (second != NONE) {
      previous[second] = job;
    }
    first[onInstance] = job;
    return job;
  }

  /** Takes a job from its instance and frees its row. */
  void release(int job) {
    int before = previous[job];
    int after = next[job];
    if (before == NONE) {
      first[instance[job]] = after;
    } else {
      next[before] = after;
    }
    if (after != NONE) {
      previous[after] = before;
    }
    free[freeCount++] = job;
  }

  /** A job on an instance, or {@link #NONE}. */
  int firstOn(int ofInstance) {
    return ofInstance < first.length ? first[ofInstance] : NONE;
  }

  private void grow() {
    int size = service.length * 2;
    service = Arrays.copyOf(service, size);
    instance = Arrays.copyOf(instance, size);
    workNanos = Arrays.copyOf(workNanos, size);
    next = Arrays.copyOf(next, size);
    previous = Arrays.copyOf(previous, size);
    free = Arrays.copyOf(free, size);
  }
}
