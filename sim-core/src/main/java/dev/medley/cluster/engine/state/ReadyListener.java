package dev.medley.cluster.engine.state;

/** Hears that an instance serves; a higher room listens. */
@FunctionalInterface
public interface ReadyListener {
  /** The instance serves from now on. */
  void onReady(int instance);
}
