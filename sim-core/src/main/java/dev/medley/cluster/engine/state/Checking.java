package dev.medley.cluster.engine.state;

/**
 * Whether, and how often, a run checks its invariants; that changes none of its results.
 *
 * <p>Amortised checks take an eighth more CPU time on the library's flash crowd (median of five:
 * 8.9 s against 8.0 s). A run without checks pays nothing.
 *
 * @param everyEvents events from one check to the next; 0 for as many as a check has rows to look
 *     at, so that checking costs O(1) per event however large the model is; {@link Long#MAX_VALUE}
 *     for never
 */
public record Checking(long everyEvents) {
  /** Checks the range. */
  public Checking {
    if (everyEvents < 0) {
      throw new IllegalArgumentException("everyEvents must be >= 0 (was " + everyEvents + ")");
    }
  }

  /** Never. */
  public static final Checking OFF = new Checking(Long.MAX_VALUE);

  /** So often that it costs O(1) per event. */
  public static final Checking AMORTISED = new Checking(0);

  /** On where Java's assertions are enabled, as in tests; off otherwise. */
  public static final Checking USUAL = Checking.class.desiredAssertionStatus() ? AMORTISED : OFF;

  /** After every so many events. */
  public static Checking every(long events) {
    return new Checking(events);
  }

  /** Whether there is anything to do. */
  public boolean isOn() {
    return everyEvents != Long.MAX_VALUE;
  }
}
