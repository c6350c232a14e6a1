package dev.medley.scenarios.cli;

import java.io.PrintStream;
import java.util.Map;

/** Names and one line each, aligned. */
final class Listing {
  private Listing() {}

  static void print(PrintStream out, Map<String, String> lines) {
    int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
    lines.forEach(
        (name, text) -> out.println("  " + name + " ".repeat(width - name.length()) + "  " + text));
  }
}
