package dev.medley.cluster.scaling.smith;

import java.util.Arrays;

/**
 * The expected number of serving instances, from the replicas asked for and the law of a start.
 *
 * <p>Instances asked for at s serve by t with probability F(t - s), so for commands that only grow
 * n(t) = n0 + Σ F(t - s) Δu(s). Removal is immediate and takes instances that have not started yet
 * first, the youngest before the older, as Kubernetes does; so the plant is not symmetric. What of
 * a cohort is left is expected to start at the hazard of F.
 *
 * <p>Times never go back. Memory: one cohort per growing command whose start may not be over.
 */
final class StartUpModel {
  private final StartUpLaw law;
  private double serving;
  private long nowNanos;
  private long[] askedAtNanos = new long[16];
  private double[] starting = new double[16];
  private int cohorts;

  StartUpModel(StartUpLaw law, int initial, long nowNanos) {
    this.law = law;
    this.serving = initial;
    this.nowNanos = nowNanos;
  }

  /** Instances expected to serve now. */
  double serving() {
    return serving;
  }

  /** Instances asked for and expected not to serve yet. */
  double starting() {
    double sum = 0;
    for (int i = 0; i < cohorts; i++) {
      sum += starting[i];
    }
    return sum;
  }

  /** Lets time pass. */
  void advance(long toNanos) {
    int kept = 0;
    for (int i = 0; i < cohorts; i++) {
      long askedAt = askedAtNanos[i];
      double before = 1 - law.readyWithin(nowNanos - askedAt);
      double after = 1 - law.readyWithin(toNanos - askedAt);
      double left = before > 0 && after > 0 ? starting[i] * (after / before) : 0;
      serving += starting[i] - left;
      if (left > 0) {
        askedAtNanos[kept] = askedAt;
        starting[kept] = left;
        kept++;
      }
    }
    cohorts = kept;
    nowNanos = toNanos;
  }

  /** Asks for a different number of replicas now. */
  void change(int difference) {
    if (difference > 0) {
      add(difference);
    } else if (difference < 0) {
      remove(-difference);
    }
  }

  private void add(int count) {
    double atOnce = law.readyWithin(0);
    serving += count * atOnce;
    if (cohorts == starting.length) {
      askedAtNanos = Arrays.copyOf(askedAtNanos, 2 * cohorts);
      starting = Arrays.copyOf(starting, 2 * cohorts);
    }
    if (atOnce < 1) {
      askedAtNanos[cohorts] = nowNanos;
      starting[cohorts] = count * (1 - atOnce);
      cohorts++;
    }
  }

  private void remove(int count) {
    double left = count;
    while (cohorts > 0 && left > 0) {
      double taken = Math.min(left, starting[cohorts - 1]);
      starting[cohorts - 1] -= taken;
      left -= taken;
      if (starting[cohorts - 1] <= 0) {
        cohorts--;
      }
    }
    serving = Math.max(0, serving - left);
  }
}
