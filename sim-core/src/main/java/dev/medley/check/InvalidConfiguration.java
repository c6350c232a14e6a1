package dev.medley.check;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used: every problem at once. */
public final class InvalidConfiguration extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Creates the exception.
   *
   * @param problems what is wrong, at least one
   */
  public InvalidConfiguration(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** A single problem. */
  public InvalidConfiguration(String path, String message) {
    this(List.of(new Problem(path, message)));
  }

  /** What is wrong, in the order of the document. */
  public List<Problem> problems() {
    return problems;
  }
}
