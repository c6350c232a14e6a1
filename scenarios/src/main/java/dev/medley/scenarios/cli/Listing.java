package dev.medley.scenarios.cli;

import java.io.PrintStream;
import java.util.Map;

/** Names and texts, aligned; further lines of a text stand below its first. */
final class Listing {
  private Listing() {}

  static void print(PrintStream out, Map<String, String> lines) {
    int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
    String margin = " ".repeat(width + 4);
    lines.forEach(
        (name, text) ->
            out.println(
                "  "
                    + name
                    + " ".repeat(width - name.length())
                    + "  "
                    + text.replace("\n", "\n" + margin)));
  }
}
