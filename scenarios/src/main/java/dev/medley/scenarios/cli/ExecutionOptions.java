package dev.medley.scenarios.cli;

import dev.medley.check.InvalidConfiguration;
import dev.medley.cluster.engine.state.Checking;
import dev.medley.scenarios.batch.Precision;
import dev.medley.scenarios.batch.Progress;
import dev.medley.scenarios.batch.RunSettings;
import dev.medley.scenarios.report.Color;
import dev.medley.scenarios.report.Format;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say how to run and how to show, without changing any result. */
final class ExecutionOptions {
  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Replications at once, 1 to 1024; default: one per processor.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Run directory; default: results/<scenario>-<hash>.")
  private @Nullable Path out;

  @Option(names = "--again", description = "Run again even if the run directory is complete.")
  private boolean again;

  @Option(
      names = "--check",
      description =
          "Check invariants during the run, as often as costs a constant share; runs again even if"
              + " the run directory is complete. Changes no result.")
  private boolean check;

  @Option(
      names = "--check-every",
      paramLabel = "EVENTS",
      description = "The same, after every so many events; 1 finds the event that broke something.")
  private @Nullable Long checkEvery;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "What stdout gets: ${COMPLETION-CANDIDATES}.")
  private Format format = Format.TABLE;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      description = "${COMPLETION-CANDIDATES}; auto heeds NO_COLOR.")
  private Color color = Color.AUTO;

  @Option(names = "--quiet", description = "No progress on stderr.")
  private boolean quiet;

  Format format() {
    return format;
  }

  boolean colored(Console console) {
    return console.colored(color);
  }

  /** How many replications run at once. */
  int jobs() {
    return jobs;
  }

  RunSettings settings(Console console, @Nullable Precision precision, int maxReplications) {
    if (jobs < 1 || jobs > 1024) {
      throw new InvalidConfiguration("--jobs", "must be >= 1 and <= 1024 (was " + jobs + ")");
    }
    if (checkEvery != null && checkEvery < 1) {
      throw new InvalidConfiguration("--check-every", "must be >= 1 (was " + checkEvery + ")");
    }
    Progress progress = quiet ? Progress.SILENT : new ProgressLine(console);
    return new RunSettings(
        out,
        jobs,
        precision,
        maxReplications,
        again || check || checkEvery != null,
        console.arguments(),
        progress,
        checking());
  }

  private Checking checking() {
    if (checkEvery != null) {
      return Checking.every(checkEvery);
    }
    return check ? Checking.AMORTISED : Checking.USUAL;
  }

  void tell(Console console, String text) {
    if (!quiet) {
      console.say(text);
    }
  }
}
