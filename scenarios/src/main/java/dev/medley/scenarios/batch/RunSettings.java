package dev.medley.scenarios.batch;

import dev.medley.cluster.engine.state.Checking;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run is carried out; nothing here changes its results but the stopping rule.
 *
 * @param out run directory, or null for one named after scenario and identity under results/
 * @param jobs replications at once
 * @param precision stopping rule, or null for a fixed number
 * @param maxReplications most replications under a stopping rule
 * @param again whether a complete run is replaced
 * @param arguments command line as given, for the record
 * @param progress hears how far it is
 * @param checking whether and how often invariants are checked
 */
public record RunSettings(
    @Nullable Path out,
    int jobs,
    @Nullable Precision precision,
    int maxReplications,
    boolean again,
    List<String> arguments,
    Progress progress,
    Checking checking) {

  /** A run that checks its invariants where Java's assertions are enabled. */
  public RunSettings(
      @Nullable Path out,
      int jobs,
      @Nullable Precision precision,
      int maxReplications,
      boolean again,
      List<String> arguments,
      Progress progress) {
    this(out, jobs, precision, maxReplications, again, arguments, progress, Checking.USUAL);
  }
}
