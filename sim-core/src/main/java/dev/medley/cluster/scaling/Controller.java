package dev.medley.cluster.scaling;

/** The running state of one autoscaler for one service in one replication. */
public interface Controller {
  /**
   * Decides once per sync period.
   *
   * @param view what the metrics pipeline delivered; valid only during the call
   * @return what to do, never null; the engine clamps nothing: the answer is within [min, max]
   */
  ScalingDecision decide(ScalingView view);
}
