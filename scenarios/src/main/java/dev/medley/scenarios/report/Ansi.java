package dev.medley.scenarios.report;

/** Terminal colors, or nothing at all when they are not wanted. */
record Ansi(boolean enabled) {
  String bold(String text) {
    return wrapped("1", text);
  }

  String dim(String text) {
    return wrapped("2", text);
  }

  String good(String text) {
    return wrapped("32", text);
  }

  String bad(String text) {
    return wrapped("1;31", text);
  }

  String doubtful(String text) {
    return wrapped("33", text);
  }

  private String wrapped(String code, String text) {
    return enabled && !text.isBlank() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
