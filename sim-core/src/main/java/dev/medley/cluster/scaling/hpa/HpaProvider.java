package dev.medley.cluster.scaling.hpa;

import dev.medley.cluster.scaling.AutoscalerProvider;

/** Registers {@link HpaPolicy} as {@code hpa}. */
public final class HpaProvider implements AutoscalerProvider {

  @Override
  public String name() {
    return "hpa";
  }

  @Override
  public String summary() {
    return "Kubernetes HorizontalPodAutoscaler v2 (kubernetes.io, Horizontal Pod Autoscaling)";
  }

  @Override
  public Class<? extends Record> settings() {
    return HpaPolicy.class;
  }
}
