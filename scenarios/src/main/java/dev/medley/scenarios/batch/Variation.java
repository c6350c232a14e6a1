package dev.medley.scenarios.batch;

import dev.medley.check.InvalidConfiguration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What differs between variants: a path and its values, as in {@code autoscaler=hpa,smith}.
 *
 * @param name the path as written
 * @param path the path in the scenario
 * @param values in the order written; the first is the reference
 */
public record Variation(String name, String path, List<String> values) {
  /** What stands beside the variants' folders in the directory of a comparison. */
  private static final Set<String> TAKEN =
      Set.of(
          ".",
          "..",
          "identity",
          "identity.part",
          "run.json",
          "report.html",
          "comparison.json",
          "comparison.csv");

  /** What pairs the replications and names the comparison. */
  private static final Set<String> COMMON = Set.of("name", "seed", "replications", "confidence");

  /** Bytes that file systems take as one name, with room for what we put around it. */
  private static final int LONGEST_NAME = 200;

  /**
   * Reads a variation; commas inside brackets belong to a value.
   *
   * @throws InvalidConfiguration with what is wrong
   */
  public static Variation parse(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0 || equals == text.length() - 1) {
      throw new InvalidConfiguration(
          "--vary", "must be a path and values, as in autoscaler=hpa,smith (was " + text + ")");
    }
    String name = text.substring(0, equals).strip();
    if (COMMON.contains(name)) {
      throw new InvalidConfiguration(
          "--vary", "cannot vary " + name + ": the variants have it in common (was " + text + ")");
    }
    List<String> values = split(text.substring(equals + 1));
    if (new LinkedHashSet<>(values).size() < values.size()) {
      throw new InvalidConfiguration("--vary", "names a value twice (was " + text + ")");
    }
    for (String value : values) {
      if (!isFolder(value)) {
        throw new InvalidConfiguration(
            "--vary", "cannot use '" + value + "' as the name of a variant (was " + text + ")");
      }
    }
    return new Variation(name, path(name), values);
  }

  /** The setting of one variant. */
  public String setting(String value) {
    return path + "=" + value;
  }

  /** Whether a variant's folder can have this name beside the files of the comparison. */
  private static boolean isFolder(String value) {
    return !value.isEmpty()
        && !value.contains("/")
        && !TAKEN.contains(value.toLowerCase(Locale.ROOT))
        && value.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
  }

  private static String path(String name) {
    return name.equals("autoscaler") ? "services.*.autoscaler.type" : name;
  }

  private static List<String> split(String text) {
    List<String> values = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? ',' : text.charAt(i);
      depth += c == '{' || c == '[' ? 1 : 0;
      depth -= c == '}' || c == ']' ? 1 : 0;
      if (c == ',' && (depth <= 0 || i == text.length())) {
        values.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    return values;
  }
}
