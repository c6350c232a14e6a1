package dev.medley.scenarios.yaml;

import dev.medley.check.InvalidConfiguration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Collects located problems: the first thousand in full, the others as a count, so that a hostile
 * file cannot fill the memory with messages.
 */
final class Problems {
  private static final int MOST_KEPT = 1_000;

  private final Set<LocatedProblem> kept = new LinkedHashSet<>();
  private long dropped;

  void add(Location location, FieldPath path, Supplier<String> message) {
    if (!isFull()) {
      kept.add(new LocatedProblem(location, path.toString(), message.get()));
    } else {
      dropped++;
    }
  }

  void add(Location location, FieldPath path, String message) {
    add(location, path, () -> message);
  }

  void add(Node node, String message) {
    add(node.location(), node.path(), message);
  }

  void add(LocatedProblem problem) {
    if (!isFull()) {
      kept.add(problem);
    } else {
      dropped++;
    }
  }

  void addAll(Collection<LocatedProblem> problems) {
    problems.forEach(this::add);
  }

  /** How many were found: a later, larger number means that something was added in between. */
  long count() {
    return kept.size() + dropped;
  }

  /** Whether further problems are only counted. */
  boolean isFull() {
    return kept.size() >= MOST_KEPT;
  }

  boolean isEmpty() {
    return count() == 0;
  }

  List<LocatedProblem> sorted() {
    return LocatedProblem.sorted(kept);
  }

  InvalidConfiguration exception() {
    return LocatedProblem.exception(kept, dropped);
  }
}
