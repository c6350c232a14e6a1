package dev.medley.scenarios.report;

import java.util.List;

/**
 * What a run took for granted, for readers who hold the report and nothing else.
 *
 * @param scenario the resolved scenario as YAML, of a comparison the first variant's
 * @param notices what was changed or left out on the way to it, one line each
 */
public record Assumptions(String scenario, List<String> notices) {
  /** Copies the notices. */
  public Assumptions {
    notices = List.copyOf(notices);
  }
}
