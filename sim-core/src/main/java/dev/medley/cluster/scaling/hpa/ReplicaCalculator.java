package dev.medley.cluster.scaling.hpa;

import dev.medley.cluster.scaling.InstanceObservation;
import java.util.List;

/**
 * The replica calculation for one metric that is sampled per instance.
 *
 * <p>With u = floor(100 Σ usage / Σ request) percent for CPU, or the truncated mean of the samples
 * for another metric, the ratio is r = u / target and the answer ceil(r x ready instances), unless
 * |r - 1| is within the tolerance. The <em>truncated integer</em> is what enters the ratio.
 * Instances without a trusted sample damp the change: missing ones count as fully used when scaling
 * down and as idle when scaling up, unready ones as idle when scaling up; the change is dropped
 * when that turns its direction.
 *
 * @param cpu true for CPU utilisation, false for an average per instance
 * @param target percent for CPU, thousandths of the metric's unit otherwise; above 0
 * @param scaleUpTolerance relative, at least 0
 * @param scaleDownTolerance relative, in [0, 1]
 * @param cpuInitializationNanos age below which an instance's CPU is distrusted
 * @param readinessDelayNanos time within which an instance first becomes ready
 */
record ReplicaCalculator(
    boolean cpu,
    long target,
    double scaleUpTolerance,
    double scaleDownTolerance,
    long cpuInitializationNanos,
    long readinessDelayNanos) {

  /** What the metric proposes for the instances as observed. */
  Proposal propose(int currentReplicas, List<InstanceObservation> instances) {
    int ready = 0;
    int unready = 0;
    int missing = 0;
    int sampled = 0;
    boolean requestMissing = false;
    Sums sums = new Sums(cpu);
    for (int i = 0; i < instances.size(); i++) {
      InstanceObservation instance = instances.get(i);
      boolean hasSample = instance.usageMilli() != InstanceObservation.MISSING;
      sampled += hasSample ? 1 : 0;
      requestMissing |= instance.requestMilli() == InstanceObservation.MISSING;
      switch (classOf(instance)) {
        case READY -> {
          ready++;
          sums.add(instance.usageMilli(), instance.requestMilli());
        }
        case UNREADY -> unready++;
        case MISSING -> missing++;
        case IGNORED -> {}
      }
    }
    if (sampled == 0) {
      return Proposal.unreadable(Proposal.Basis.NO_SAMPLES, currentReplicas);
    }
    if (cpu && requestMissing) {
      return Proposal.unreadable(Proposal.Basis.MISSING_REQUEST, currentReplicas);
    }
    if (sums.samples == 0) {
      return Proposal.unreadable(Proposal.Basis.NO_READY_SAMPLES, currentReplicas);
    }
    if (cpu && sums.requestMilli == 0) {
      return Proposal.unreadable(Proposal.Basis.NO_REQUESTS, currentReplicas);
    }
    long reported = sums.reading();
    long rawAverageMilli = sums.usageMilli / sums.samples;
    double ratio = (double) reported / target;
    if (missing == 0 && (unready == 0 || ratio <= 1)) {
      return within(ratio)
          ? unchanged(currentReplicas, reported, rawAverageMilli, ratio)
          : new Proposal(
              Proposal.Basis.RATIO, scaled(ratio, ready), reported, rawAverageMilli, ratio, ready);
    }
    fillIn(instances, ratio, sums);
    return damped(currentReplicas, reported, rawAverageMilli, ratio, sums);
  }

  private Proposal damped(
      int currentReplicas, long reported, long rawAverageMilli, double firstRatio, Sums sums) {
    double ratio = (double) sums.reading() / target;
    if (within(ratio)) {
      return unchanged(currentReplicas, reported, rawAverageMilli, ratio);
    }
    int replicas = scaled(ratio, sums.samples);
    boolean otherSide = (firstRatio < 1 && ratio > 1) || (firstRatio > 1 && ratio < 1);
    boolean againstRatio =
        (ratio < 1 && replicas > currentReplicas) || (ratio > 1 && replicas < currentReplicas);
    if (otherSide || againstRatio) {
      return new Proposal(
          Proposal.Basis.DIRECTION_TURNED,
          currentReplicas,
          reported,
          rawAverageMilli,
          ratio,
          sums.samples);
    }
    return new Proposal(
        Proposal.Basis.RATIO, replicas, reported, rawAverageMilli, ratio, sums.samples);
  }

  private void fillIn(List<InstanceObservation> instances, double ratio, Sums sums) {
    for (int i = 0; i < instances.size(); i++) {
      InstanceObservation instance = instances.get(i);
      InstanceClass kind = classOf(instance);
      if (kind == InstanceClass.MISSING && ratio < 1) {
        sums.add(fullyUsedMilli(instance), instance.requestMilli());
      } else if ((kind == InstanceClass.MISSING || kind == InstanceClass.UNREADY) && ratio > 1) {
        sums.add(0, instance.requestMilli());
      }
    }
  }

  private long fullyUsedMilli(InstanceObservation instance) {
    return cpu ? instance.requestMilli() * Math.max(100, target) / 100 : target;
  }

  private InstanceClass classOf(InstanceObservation instance) {
    return InstanceClass.of(instance, cpu, cpuInitializationNanos, readinessDelayNanos);
  }

  private boolean within(double ratio) {
    return 1 - scaleDownTolerance <= ratio && ratio <= 1 + scaleUpTolerance;
  }

  private static Proposal unchanged(
      int currentReplicas, long reported, long rawAverageMilli, double ratio) {
    return new Proposal(
        Proposal.Basis.WITHIN_TOLERANCE,
        currentReplicas,
        reported,
        rawAverageMilli,
        ratio,
        currentReplicas);
  }

  /** ceil(ratio x instances); the cast saturates at the largest int. */
  private static int scaled(double ratio, int instances) {
    return (int) Math.ceil(ratio * instances);
  }

  /** Sums over the samples that count. */
  private static final class Sums {
    private final boolean cpu;
    private long usageMilli;
    private long requestMilli;
    private int samples;

    Sums(boolean cpu) {
      this.cpu = cpu;
    }

    void add(long usage, long request) {
      long sum = usageMilli + usage;
      usageMilli = sum < 0 ? Long.MAX_VALUE : sum;
      requestMilli += request;
      samples++;
    }

    /** Percent for CPU, thousandths per instance otherwise, truncated. */
    long reading() {
      if (!cpu) {
        return usageMilli / samples;
      }
      return usageMilli > Long.MAX_VALUE / 100
          ? usageMilli / requestMilli * 100
          : usageMilli * 100 / requestMilli;
    }
  }
}
