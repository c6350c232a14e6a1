package dev.medley.kernel;

/** A witness of every event, told just before the event's handler is called. */
@FunctionalInterface
public interface EventTracer {
  /**
   * Takes note of one event. It must not schedule or cancel: a traced run is the same run.
   *
   * @param nowNanos the event's time
   * @param type the event's type
   * @param subject what the event is about
   * @param payload what the event carries, or 0
   */
  void trace(long nowNanos, EventType type, int subject, long payload);
}
