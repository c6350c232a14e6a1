package dev.medley.check;

/**
 * One thing that is wrong with a configuration.
 *
 * @param path dotted path of the offending value, for example {@code hosts[1].count}; empty for the
 *     whole document
 * @param message what is wrong, what was found and what is allowed; one line, no final period
 */
public record Problem(String path, String message) {

  /** The same problem seen from one level further out. */
  public Problem under(String parent) {
    if (path.isEmpty()) {
      return new Problem(parent, message);
    }
    return new Problem(path.startsWith("[") ? parent + path : parent + "." + path, message);
  }

  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
