package dev.medley.scenarios.yaml;

import java.util.Comparator;

/**
 * Where a value was written: a place in a file, or an option of the command line.
 *
 * @param source name of the file as the user gave it, or the option, for example {@code --set
 *     hosts[0].count}
 * @param line line number from 1; 0 when the whole source is meant
 * @param column column number from 1, counted in characters; 0 when the whole source is meant
 */
public record Location(String source, int line, int column) {
  private static final String SET = "--set ";

  /** Files in the order of their names, each from top to bottom; options after all files. */
  static final Comparator<Location> ORDER =
      Comparator.comparing(Location::isOverride)
          .thenComparing(Location::source)
          .thenComparingInt(Location::line)
          .thenComparingInt(Location::column);

  /** A source as a whole. */
  static Location whole(String source) {
    return new Location(source, 0, 0);
  }

  /** The option that sets the value at a path. */
  static Location override(String path) {
    return whole(SET + path);
  }

  /** Whether the value comes from the command line and not from a file. */
  public boolean isOverride() {
    return line == 0 && source.startsWith(SET);
  }

  /** Where, followed by the dotted path when that adds something. */
  String with(String path) {
    boolean known = path.isEmpty() || (isOverride() && source.equals(SET + path));
    return known ? toString() : this + ": " + path;
  }

  /** For example {@code flash-crowd.yaml:6:10}. */
  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
