package dev.medley.cluster.scaling;

/** What a controller asks for, with its reason. */
public sealed interface ScalingDecision {
  /** Why, in a few words that a report can show, for example {@code within tolerance}. */
  String reason();

  /**
   * A number of replicas.
   *
   * @param replicas instances asked for, within the service's [min, max]
   * @param reason why
   */
  record Replicas(int replicas, String reason) implements ScalingDecision {}
}
