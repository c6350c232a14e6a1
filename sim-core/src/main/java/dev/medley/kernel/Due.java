package dev.medley.kernel;

/**
 * The event that a calendar polled last, copied into an object the caller keeps.
 *
 * <p>One instance serves a whole run, so polling allocates nothing.
 */
public final class Due {
  long atNanos;
  int type;
  int subject;
  long payload;

  /** Creates an empty one: all zeros until the first poll. */
  public Due() {}

  /** The event's time. */
  public long atNanos() {
    return atNanos;
  }

  /** The event's type, as it was scheduled. */
  public int type() {
    return type;
  }

  /** The event's subject, as it was scheduled. */
  public int subject() {
    return subject;
  }

  /** The event's payload, as it was scheduled. */
  public long payload() {
    return payload;
  }
}
