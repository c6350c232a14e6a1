package dev.medley.benchmarks;

/**
 * The task of a {@link Contest} written on one library the way its documentation shows.
 *
 * <p>Serves one thread. Each contestant loops by itself, so that nothing between it and the
 * benchmark is on the measured path.
 */
public interface Contestant {
  /** Fires so many events, or draws so many numbers, from where it stands. */
  void fire(int events);

  /**
   * A value that depends on all the work done so far.
   *
   * <p>Among those that take events from a queue it is the digest of the time and subject of every
   * event, in order; there it is equal for all contestants after as many events.
   */
  long digest();

  /** One step of the digest: cheap, off the critical path, and sensitive to order. */
  static long fold(long digest, long atNanos, int subject) {
    return 31 * digest + (atNanos << 20 ^ subject);
  }
}
