package dev.medley.cluster.engine.state;

/** Hears from the data plane that a draining instance holds no request any more. */
public interface IdleListener {
  /** The last request left the instance. */
  void onIdle(int instance);
}
