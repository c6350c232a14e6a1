package dev.medley.kernel;

/** What happens when an event with a payload fires: a method that takes its subject and payload. */
@FunctionalInterface
public interface PayloadHandler {
  /**
   * Acts on one event; the simulation's clock stands at the event's time.
   *
   * @param subject what the event is about, usually a row of a table
   * @param payload what the event carries, or 0 when it was scheduled without
   */
  void fire(int subject, long payload);
}
