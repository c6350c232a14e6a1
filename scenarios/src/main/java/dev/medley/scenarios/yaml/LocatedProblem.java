package dev.medley.scenarios.yaml;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * One thing that is wrong with a file or an option, and where it was written.
 *
 * @param location where the offending text stands
 * @param path dotted path of the offending value, for example {@code hosts[1].cpu}; empty for the
 *     whole document
 * @param message what is wrong, what was found and what is allowed; one line, no final period
 */
public record LocatedProblem(Location location, String path, String message) {
  /** How many problems one exception lists before it only counts the rest. */
  public static final int MOST_SHOWN = 100;

  private static final Comparator<LocatedProblem> ORDER =
      Comparator.comparing(LocatedProblem::location, Location.ORDER)
          .thenComparing(LocatedProblem::path)
          .thenComparing(LocatedProblem::message);

  /** The same problem with its location as part of the path, as the exception carries it. */
  public Problem toProblem() {
    return new Problem(location.with(path), message);
  }

  /** For example {@code file.yaml:6:10: hosts[1].cpu: must be >= 1 (was 0)}. */
  @Override
  public String toString() {
    return location.with(path) + ": " + message;
  }

  /** The problems in the order of their locations, each once. */
  static List<LocatedProblem> sorted(Collection<LocatedProblem> problems) {
    return problems.stream().distinct().sorted(ORDER).toList();
  }

  /**
   * The exception that carries problems, sorted and without repetitions, at most {@link
   * #MOST_SHOWN} of them followed by the number of the others.
   *
   * @param problems at least one
   */
  public static InvalidConfiguration exception(Collection<LocatedProblem> problems) {
    return exception(problems, 0);
  }

  /** As {@link #exception(Collection)}, with problems that were counted but not kept. */
  static InvalidConfiguration exception(Collection<LocatedProblem> problems, long uncounted) {
    List<LocatedProblem> sorted = sorted(problems);
    List<Problem> shown = new ArrayList<>();
    sorted.stream().limit(MOST_SHOWN).map(LocatedProblem::toProblem).forEach(shown::add);
    long more = sorted.size() - shown.size() + uncounted;
    if (more > 0) {
      shown.add(new Problem("", "and " + more + " more"));
    }
    return new InvalidConfiguration(shown);
  }
}
