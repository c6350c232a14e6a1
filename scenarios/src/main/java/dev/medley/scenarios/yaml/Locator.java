package dev.medley.scenarios.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the value of a tree that a record's own problem path names. */
final class Locator {
  private Locator() {}

  /**
   * The value at a path relative to a node, or its nearest ancestor that was written.
   *
   * <p>A record does not know how it was written: when a step is not there, the only entry of a map
   * (the name of a union's alternative) is looked through.
   */
  static Node nearest(Node from, String path) {
    List<FieldPath.Step> steps;
    try {
      steps = path.isEmpty() ? List.of() : FieldPath.parse(path);
    } catch (IllegalArgumentException e) {
      steps = List.of(new FieldPath.Step.Key(path));
    }
    Node node = from;
    for (FieldPath.Step step : steps) {
      Node next = child(node, step);
      if (next == null && node instanceof MapNode map && map.entries().size() == 1) {
        next = child(map.entries().values().iterator().next().value(), step);
      }
      if (next == null) {
        return node;
      }
      node = next;
    }
    return node;
  }

  private static @Nullable Node child(Node node, FieldPath.Step step) {
    if (node instanceof MapNode map && step instanceof FieldPath.Step.Key key) {
      return map.get(key.name());
    }
    if (node instanceof ListNode list
        && step instanceof FieldPath.Step.Index index
        && index.number() < list.items().size()) {
      return list.items().get(index.number());
    }
    return null;
  }
}
