package dev.medley.cluster.scaling;

/** Registers {@link FixedPolicy} as {@code fixed}. */
public final class FixedProvider implements AutoscalerProvider {

  @Override
  public String name() {
    return "fixed";
  }

  @Override
  public String summary() {
    return "no scaling: the capacity baseline";
  }

  @Override
  public Class<? extends Record> settings() {
    return FixedPolicy.class;
  }
}
