package dev.medley.cluster.engine.state;

import dev.medley.stat.LatencyHistogram;
import dev.medley.stat.Level;

/**
 * What is measured of one service; requests count when they arrived after warm-up.
 *
 * <p>Figures of the current step beside those of the whole run; recording allocates nothing.
 */
public final class ServiceStatistics {
  private static final RejectReason[] REASONS = RejectReason.values();
  private static final FailureCause[] CAUSES = FailureCause.values();

  private final long warmupNanos;
  private final long[] rejectedBy = new long[REASONS.length];

  /** From arrival to response, or to when the client gave up. */
  public final LatencyHistogram latency = new LatencyHistogram();

  /** In the instance's queue. */
  public final LatencyHistogram wait = new LatencyHistogram();

  /** At the gateway, of the cold requests: answered by an instance that they waited for. */
  public final LatencyHistogram coldWait = new LatencyHistogram();

  /** From asked for to ready. */
  public final LatencyHistogram start = new LatencyHistogram();

  /** Latency of requests that ended in the current step. */
  public final LatencyHistogram stepLatency = new LatencyHistogram();

  /** Replicas asked for. */
  public final Level desired;

  /** Replicas ready. */
  public final Level ready;

  /** Instances that no host admits. */
  public final Level unscheduled = new Level(0, 0);

  /** Instances in the warm pool, on their way to it or waiting there. */
  public final Level warm = new Level(0, 0);

  /** Live instances weighted by what they reserve: for the cost. */
  public final Level instances;

  /** For how long the service served. */
  public final Availability availability;

  private final long[] failuresBy = new long[CAUSES.length];
  private long restarts;
  private long evictions;
  private long totalArrived;
  private long arrived;
  private long completed;
  private long rejected;
  private long timedOut;
  private long lost;
  private long scaleEvents;
  private long held;
  private long warmHits;
  private long warmMisses;
  private long egressBytes;
  private long stepArrived;
  private long stepRejected;
  private long stepTimedOut;
  private long stepLost;

  /** Nothing is measured yet. */
  public ServiceStatistics(long warmupNanos, int replicas) {
    this.warmupNanos = warmupNanos;
    this.desired = new Level(0, replicas);
    this.ready = new Level(0, 0);
    this.instances = new Level(0, 0);
    this.availability = new Availability(warmupNanos, desired, ready);
    desired.watch(availability::changed);
    ready.watch(availability::changed);
    availability.changed(0);
  }

  /** A placed instance stopped serving although nobody asked it to; after the levels know. */
  public void failed(FailureCause cause, long nowNanos) {
    availability.failed(nowNanos);
    if (nowNanos >= warmupNanos) {
      failuresBy[cause.ordinal()]++;
    }
  }

  /** An instance is started again in place. */
  public void restarted(long nowNanos) {
    if (nowNanos >= warmupNanos) {
      restarts++;
    }
  }

  /** An instance is removed from a host that is not ready. */
  public void evicted(long nowNanos) {
    if (nowNanos >= warmupNanos) {
      evictions++;
    }
  }

  /** Failures of instances for one cause. */
  public long failures(FailureCause cause) {
    return failuresBy[cause.ordinal()];
  }

  /** Instances started again in place. */
  public long restarts() {
    return restarts;
  }

  /** Instances removed from hosts that were not ready. */
  public long evictions() {
    return evictions;
  }

  /** A request arrived. */
  public void arrived(long nowNanos) {
    totalArrived++;
    stepArrived++;
    if (nowNanos >= warmupNanos) {
      arrived++;
    }
  }

  /** A request left the queue: it enters service, or its client gave up. */
  public void waited(long arrivedNanos, long deliveredNanos, long nowNanos) {
    if (arrivedNanos >= warmupNanos) {
      wait.recordNanos(nowNanos - deliveredNanos);
    }
  }

  /** A response arrived. */
  public void completed(long arrivedNanos, long nowNanos, long responseBytes) {
    stepLatency.recordNanos(nowNanos - arrivedNanos);
    if (arrivedNanos >= warmupNanos) {
      latency.recordNanos(nowNanos - arrivedNanos);
      completed++;
      egressBytes += responseBytes;
    }
  }

  /** A request that waited at the gateway gets an instance. */
  public void sent(long arrivedNanos, boolean cold, long nowNanos) {
    if (arrivedNanos >= warmupNanos) {
      held++;
      if (cold) {
        coldWait.recordNanos(nowNanos - arrivedNanos);
      }
    }
  }

  /** Somebody asked for an instance, and the warm pool had one or not. */
  public void warmPoolAsked(boolean hit) {
    if (hit) {
      warmHits++;
    } else {
      warmMisses++;
    }
  }

  /** A request was refused. */
  public void rejected(RejectReason reason, long arrivedNanos) {
    stepRejected++;
    if (arrivedNanos >= warmupNanos) {
      rejected++;
      rejectedBy[reason.ordinal()]++;
    }
  }

  /** A client gave up: the time it waited in vain is the latency that it saw. */
  public void timedOut(long arrivedNanos, long nowNanos) {
    stepTimedOut++;
    stepLatency.recordNanos(nowNanos - arrivedNanos);
    if (arrivedNanos >= warmupNanos) {
      timedOut++;
      latency.recordNanos(nowNanos - arrivedNanos);
    }
  }

  /** A request was on an instance that failed. */
  public void lost(long arrivedNanos) {
    stepLost++;
    if (arrivedNanos >= warmupNanos) {
      lost++;
    }
  }

  /** An instance became ready. */
  public void started(long createdNanos, long nowNanos) {
    if (createdNanos >= warmupNanos) {
      start.recordNanos(nowNanos - createdNanos);
    }
  }

  /** The number of replicas asked for changed. */
  public void scaled(long nowNanos) {
    if (nowNanos >= warmupNanos) {
      scaleEvents++;
    }
  }

  /** Ends a step: its counts start at zero again. */
  public void endStep() {
    stepArrived = 0;
    stepRejected = 0;
    stepTimedOut = 0;
    stepLost = 0;
    stepLatency.reset();
  }

  /** Arrivals, warm-up included. */
  public long totalArrived() {
    return totalArrived;
  }

  /** Arrivals after warm-up. */
  public long arrived() {
    return arrived;
  }

  /** Answered in time. */
  public long completed() {
    return completed;
  }

  /** Refused. */
  public long rejected() {
    return rejected;
  }

  /** Refused for one reason. */
  public long rejected(RejectReason reason) {
    return rejectedBy[reason.ordinal()];
  }

  /** Clients that gave up. */
  public long timedOut() {
    return timedOut;
  }

  /** On an instance that failed. */
  public long lost() {
    return lost;
  }

  /** Changes of the number of replicas asked for. */
  public long scaleEvents() {
    return scaleEvents;
  }

  /** Requests that waited at the gateway and got an instance. */
  public long held() {
    return held;
  }

  /** Instances that came from the warm pool. */
  public long warmHits() {
    return warmHits;
  }

  /** Instances that the warm pool did not have. */
  public long warmMisses() {
    return warmMisses;
  }

  /** Bytes of responses. */
  public long egressBytes() {
    return egressBytes;
  }

  /** Arrivals in the current step. */
  public long stepArrived() {
    return stepArrived;
  }

  /** Refusals in the current step. */
  public long stepRejected() {
    return stepRejected;
  }

  /** Time-outs in the current step. */
  public long stepTimedOut() {
    return stepTimedOut;
  }

  /** Requests lost in the current step. */
  public long stepLost() {
    return stepLost;
  }
}
