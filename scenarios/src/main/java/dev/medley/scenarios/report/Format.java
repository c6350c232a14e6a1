package dev.medley.scenarios.report;

/** What a result looks like on stdout. */
public enum Format {
  /** Aligned columns for a terminal, at most 100 wide. */
  TABLE,
  /** The bytes of {@code summary.json}, or the comparison's like. */
  JSON,
  /** One row per metric. */
  CSV,
  /** GitHub Markdown. */
  MD
}
