package dev.medley.check;

/**
 * A broken invariant inside a running simulation: always a bug, never a domain outcome.
 *
 * <p>The kernel adds simulated time, event and subject; the replication adds seed and index; the
 * command line adds the command that replays it.
 */
public final class SimulationFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates a fault with what was violated, naming the values involved. */
  public SimulationFault(String message) {
    super(message);
  }

  /** Creates a fault with where it happened and what caused it. */
  public SimulationFault(String message, Throwable cause) {
    super(message, cause);
  }
}
