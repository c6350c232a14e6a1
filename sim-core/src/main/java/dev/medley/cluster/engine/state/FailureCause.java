package dev.medley.cluster.engine.state;

/** Why an instance that was placed stopped serving although nobody asked it to. */
public enum FailureCause {
  /** Its process ended. */
  CRASH("crash"),
  /** Its host went down. */
  HOST("host");

  private final String text;

  FailureCause(String text) {
    this.text = text;
  }

  /** Value of the label {@code cause}. */
  public String text() {
    return text;
  }
}
