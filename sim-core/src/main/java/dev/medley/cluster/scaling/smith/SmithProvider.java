package dev.medley.cluster.scaling.smith;

import dev.medley.cluster.scaling.AutoscalerProvider;

/** Registers {@link SmithPolicy} as {@code smith}. */
public final class SmithProvider implements AutoscalerProvider {

  @Override
  public String name() {
    return "smith";
  }

  @Override
  public String summary() {
    return "Smith predictor over the start-up law (Smith 1957; Dellkrantz, Dürango, Robertsson,"
        + " Kihl 2015)";
  }

  @Override
  public Class<? extends Record> settings() {
    return SmithPolicy.class;
  }
}
