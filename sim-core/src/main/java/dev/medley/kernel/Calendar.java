package dev.medley.kernel;

import dev.medley.check.SimulationFault;

/**
 * The set of pending events, in a total order: time, then rank, then order of scheduling.
 *
 * <p>An event is four primitives: a time in nanoseconds, a type, a subject and a payload; the
 * calendar gives the last three back untouched. The order never depends on the implementation, so
 * two calendars given the same calls answer identically. Among events at one time the lower rank
 * comes first, and equal ranks come in the order in which they were scheduled. An event scheduled
 * at the time just polled joins what is left of that time, in the same order.
 *
 * <p>Time is monotone: nothing may be scheduled before the last event polled. At most 2^56 events
 * may be scheduled between two calls of {@link #clear} (at 30 ns each, 68 years of computing).
 *
 * <p>A calendar serves one thread. In steady state, with no more events pending than ever before,
 * it allocates nothing.
 */
public interface Calendar {
  /** The ticket of no event: never issued, so that a fresh {@code long[]} holds no tickets. */
  long NO_TICKET = 0;

  /** The highest rank, which comes last among events at one time; the lowest is 0. */
  int MAX_RANK = 255;

  /** The highest type: 8,388,607. */
  int MAX_TYPE = (1 << Calendar.TYPE_BITS) - 1;

  /** In a kind, the rank lies above so many bits of type. */
  int TYPE_BITS = 23;

  /**
   * What an event is, in one number: its rank and its type.
   *
   * @param rank 0 to {@value #MAX_RANK}; the lower fires first among events at one time
   * @param type 0 to {@value #MAX_TYPE}; returned by {@link Due#type}
   * @return at least 0, and different for every rank and type
   * @throws SimulationFault when the rank or the type is out of range
   */
  static int kind(int rank, int type) {
    if ((rank & ~MAX_RANK) != 0) {
      throw new SimulationFault("rank must be 0 to " + MAX_RANK + " (was " + rank + ")");
    }
    if ((type & ~MAX_TYPE) != 0) {
      throw new SimulationFault("type must be 0 to " + MAX_TYPE + " (was " + type + ")");
    }
    return rank << TYPE_BITS | type;
  }

  /** The rank of a kind. */
  static int rank(int kind) {
    return kind >>> TYPE_BITS;
  }

  /** The type of a kind. */
  static int type(int kind) {
    return kind & MAX_TYPE;
  }

  /**
   * Adds an event.
   *
   * @param atNanos when, from the time of the last event polled to {@link Long#MAX_VALUE}
   * @param kind what, of {@link #kind}
   * @param subject returned by {@link Due#subject}
   * @param payload returned by {@link Due#payload}
   * @return the event's ticket, different from every other ticket of this calendar
   * @throws SimulationFault when the time has passed or the kind is negative
   */
  long schedule(long atNanos, int kind, int subject, long payload);

  /**
   * Adds an event that nobody will take back, and that carries no payload.
   *
   * <p>It is polled like any other, in the same order; but nothing has to be kept to find it by.
   *
   * @param atNanos when, from the time of the last event polled to {@link Long#MAX_VALUE}
   * @param kind what, of {@link #kind}
   * @param subject returned by {@link Due#subject}; {@link Due#payload} returns 0
   * @throws SimulationFault when the time has passed or the kind is negative
   */
  void post(long atNanos, int kind, int subject);

  /**
   * Removes the event of a ticket.
   *
   * <p>Harmless with any ticket of this calendar: one that was polled, cancelled or cleared, and
   * with {@link #NO_TICKET}. The ticket of another calendar may be that of an event here.
   *
   * @return whether the event was pending
   */
  boolean cancel(long ticket);

  /** Whether the event of a ticket is still to come. */
  boolean isPending(long ticket);

  /**
   * Removes the least event if its time is at most {@code endNanos}, and copies it to {@code due}.
   *
   * <p>An event past the horizon stays where it is, and {@code due} stays as it was.
   *
   * @return whether an event was removed
   */
  boolean pollUntil(long endNanos, Due due);

  /** The number of pending events; cancelled ones do not count. */
  int size();

  /** Removes every event and lets time start from 0 again; tickets issued before stay stale. */
  void clear();
}
