package dev.medley.scenarios.yaml;

import java.util.List;

/**
 * A list of values.
 *
 * @param location where the list starts
 * @param path path of the list
 * @param items the elements in order
 */
public record ListNode(Location location, FieldPath path, List<Node> items) implements Node {
  /** Copies the elements. */
  public ListNode {
    items = List.copyOf(items);
  }

  @Override
  public String shown() {
    return "a list";
  }
}
