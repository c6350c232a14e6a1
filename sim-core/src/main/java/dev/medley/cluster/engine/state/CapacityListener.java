package dev.medley.cluster.engine.state;

/** Hears from the data plane where instances are missing and where they have nothing to do. */
public interface CapacityListener {
  /**
   * A request waits at the gateway, as no ready instance has a free slot.
   *
   * @param waiting how many do, this one included
   */
  void onWaiting(ServiceRun service, int waiting);

  /** A ready instance of a service with activation holds no request from now on. */
  void onUnused(ServiceRun service, int instance);
}
