package dev.medley.cluster.scaling;

/** Entry of the {@link java.util.ServiceLoader} registry of autoscalers. */
public interface AutoscalerProvider {
  /** Name in scenario files, for example {@code hpa}; unique. */
  String name();

  /** One line for the list of scalers, with its source. */
  String summary();

  /** The settings record; also implements {@link AutoscalerPolicy}. */
  Class<? extends Record> settings();
}
