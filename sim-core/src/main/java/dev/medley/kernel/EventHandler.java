package dev.medley.kernel;

/** What happens when an event fires: a method of the model that takes the event's subject. */
@FunctionalInterface
public interface EventHandler {
  /**
   * Acts on one event; the simulation's clock stands at the event's time.
   *
   * @param subject what the event is about, usually a row of a table
   */
  void fire(int subject);
}
