package dev.medley.cluster.scaling;

import dev.medley.check.Doc;
import org.jspecify.annotations.Nullable;

/** No scaling: the replicas that the service starts with, the capacity baseline. */
@Doc("Keeps the replicas that the service starts with: the capacity baseline")
public record FixedPolicy() implements AutoscalerPolicy {

  @Override
  public @Nullable ScalingMetric observedMetric() {
    return null;
  }

  @Override
  public Controller start(PlantModel plant) {
    return view ->
        new ScalingDecision.Replicas(
            Math.max(view.minReplicas(), Math.min(view.maxReplicas(), view.specReplicas())),
            "fixed");
  }
}
