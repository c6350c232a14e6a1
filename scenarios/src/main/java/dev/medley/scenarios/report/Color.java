package dev.medley.scenarios.report;

/** When a terminal table is colored. */
public enum Color {
  /** On a terminal, unless {@code NO_COLOR} is set. */
  AUTO,
  ALWAYS,
  NEVER;

  /**
   * Whether to color.
   *
   * @param terminal whether the output goes to a terminal rather than a pipe or file
   * @param noColor whether the environment has a non-empty {@code NO_COLOR}
   */
  public boolean enabled(boolean terminal, boolean noColor) {
    return switch (this) {
      case AUTO -> terminal && !noColor;
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }
}
