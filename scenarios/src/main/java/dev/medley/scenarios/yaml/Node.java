package dev.medley.scenarios.yaml;

/** One value of a document, with the place where it was written; immutable. */
public sealed interface Node permits MapNode, ListNode, ScalarNode {
  /** Where the value starts. */
  Location location();

  /** The value's path from the root of its document. */
  FieldPath path();

  /** What was found, for messages: {@code a map}, {@code a list}, the text, or {@code empty}. */
  String shown();
}
