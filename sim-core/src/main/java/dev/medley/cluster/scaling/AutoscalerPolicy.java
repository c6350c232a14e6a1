package dev.medley.cluster.scaling;

/**
 * The settings of an autoscaler: an immutable record that can start a controller.
 *
 * <p>One record per algorithm; found through {@link AutoscalerProvider}.
 */
public interface AutoscalerPolicy {

  /** The per-instance metric that the controller reads, or null when it reads none. */
  @org.jspecify.annotations.Nullable
  ScalingMetric observedMetric();

  /** Whether it scales by the requests that wait at the gateway, so that they must wait there. */
  default boolean needsActivation() {
    return false;
  }

  /** Creates the controller of one service for one replication. */
  Controller start(PlantModel plant);
}
