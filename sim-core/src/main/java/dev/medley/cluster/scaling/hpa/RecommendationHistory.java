package dev.medley.cluster.scaling.hpa;

import java.util.Arrays;

/**
 * The sizes proposed in the recent past, which damp changes.
 *
 * <p>A new entry takes the place of the last expired one, or is appended, as the controller does
 * it; so the memory is bounded by the passes in the longer window.
 */
final class RecommendationHistory {
  private int[] replicas = new int[16];
  private long[] atNanos = new long[16];
  private int size;

  /** Number of entries, expired ones that were not yet replaced included. */
  int size() {
    return size;
  }

  /** The size proposed by one entry. */
  int replicas(int slot) {
    return replicas[slot];
  }

  /** Adds an entry without looking for an expired one. */
  void append(int recommended, long nowNanos) {
    if (size == replicas.length) {
      replicas = Arrays.copyOf(replicas, 2 * size);
      atNanos = Arrays.copyOf(atNanos, 2 * size);
    }
    replicas[size] = recommended;
    atNanos[size] = nowNanos;
    size++;
  }

  /**
   * Records a proposal and answers the largest one of the window, this one included: the rule that
   * holds without a {@code behavior}. An entry exactly as old as the window counts.
   */
  int stabilized(int desired, long nowNanos, long windowNanos) {
    int largest = desired;
    for (int i = 0; i < size; i++) {
      if (nowNanos - atNanos[i] <= windowNanos) {
        largest = Math.max(largest, replicas[i]);
      }
    }
    record(desired, nowNanos, windowNanos);
    return largest;
  }

  /**
   * Records a proposal and answers the current size moved as far as every proposal of the upper
   * (lower) window agrees: the rule of {@code behavior}. An entry exactly as old as a window does
   * not count in it.
   */
  int stabilized(
      int currentReplicas, int desired, long nowNanos, long upWindowNanos, long downWindowNanos) {
    int low = desired;
    int high = desired;
    for (int i = 0; i < size; i++) {
      long ageNanos = nowNanos - atNanos[i];
      if (ageNanos < upWindowNanos) {
        low = Math.min(low, replicas[i]);
      }
      if (ageNanos < downWindowNanos) {
        high = Math.max(high, replicas[i]);
      }
    }
    record(desired, nowNanos, Math.max(upWindowNanos, downWindowNanos));
    return Math.min(Math.max(currentReplicas, low), high);
  }

  private void record(int desired, long nowNanos, long windowNanos) {
    for (int i = size - 1; i >= 0; i--) {
      if (nowNanos - atNanos[i] > windowNanos) {
        replicas[i] = desired;
        atNanos[i] = nowNanos;
        return;
      }
    }
    append(desired, nowNanos);
  }
}
