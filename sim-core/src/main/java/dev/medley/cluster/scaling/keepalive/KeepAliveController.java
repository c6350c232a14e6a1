package dev.medley.cluster.scaling.keepalive;

import dev.medley.cluster.scaling.DemandController;
import dev.medley.cluster.scaling.ScalingDecision;
import dev.medley.cluster.scaling.ScalingView;

/**
 * One service's keep-alive: requests that wait decide the number of instances, not the sync.
 *
 * @param keepAliveNanos how long an instance without requests is kept
 */
record KeepAliveController(long keepAliveNanos) implements DemandController {

  @Override
  public int replicasFor(int waiting, int ready, int concurrency) {
    return (int)
        Math.min(Integer.MAX_VALUE, ready + ((long) waiting + concurrency - 1) / concurrency);
  }

  @Override
  public ScalingDecision decide(ScalingView view) {
    return new ScalingDecision.Replicas(
        Math.max(view.minReplicas(), Math.min(view.maxReplicas(), view.specReplicas())),
        "requests decide");
  }
}
