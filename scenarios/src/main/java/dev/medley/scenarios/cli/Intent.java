package dev.medley.scenarios.cli;

import dev.medley.experiment.Scenario;
import dev.medley.scenarios.yaml.Durations;

/** What a command is about to do, in one line. */
final class Intent {
  private Intent() {}

  /** For example {@code flash-crowd: 10 replications of 2h on 2 processors}. */
  static String words(Scenario scenario, String what, int jobs) {
    int processors = Math.min(jobs, Runtime.getRuntime().availableProcessors());
    return scenario.name()
        + ": "
        + what
        + " of "
        + Durations.text(scenario.duration())
        + " on "
        + count(processors, "processor");
  }

  /** For example {@code 1 replication}. */
  static String replications(int replications) {
    return count(replications, "replication");
  }

  private static String count(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }
}
