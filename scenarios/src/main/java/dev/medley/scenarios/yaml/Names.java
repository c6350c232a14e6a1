package dev.medley.scenarios.yaml;

import java.util.Locale;

/** How Java names are written in files. */
final class Names {
  private Names() {}

  /** {@code LogNormal} as {@code log-normal}, {@code M2Queue} as {@code m2-queue}. */
  static String kebab(Class<?> type) {
    return type.getSimpleName()
        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replaceAll("([A-Z])([A-Z][a-z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }

  /** {@code LEAST_CONNECTIONS} as {@code least-connections}. */
  static String kebab(Enum<?> constant) {
    return constant.name().replace('_', '-').toLowerCase(Locale.ROOT);
  }
}
