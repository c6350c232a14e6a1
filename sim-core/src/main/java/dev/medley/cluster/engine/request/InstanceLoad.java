package dev.medley.cluster.engine.request;

/** What one instance holds: connections, requests in service, its queue, its storage slot. */
final class InstanceLoad extends RequestQueue {
  /** Whose gateway it uses. */
  int host;

  /** Until when it stands still while it goes over to another host; in the past, it runs. */
  long pausedUntilNanos;

  final long openedNanos;
  int connections;
  int serving;
  boolean closed;

  /** Its host is down, and nobody has noticed: it gets requests and serves none. */
  boolean stranded;

  long storageFreeNanos;
  long delivered;
  int slow;
  private double connectionNanos;
  private long connectionsSinceNanos;

  InstanceLoad(int host, long nowNanos) {
    this.host = host;
    this.openedNanos = nowNanos;
    this.connectionsSinceNanos = nowNanos;
  }

  /** Goes on counting where an earlier life of the same instance left off. */
  void continueFrom(InstanceLoad earlier, long nowNanos) {
    delivered = earlier.delivered;
    connectionNanos = earlier.connectionNanos(nowNanos);
  }

  /** Everything that it held is gone. */
  void clear(long nowNanos) {
    integrate(nowNanos);
    connections = 0;
    serving = 0;
    forget();
  }

  int connect(long nowNanos) {
    integrate(nowNanos);
    return ++connections;
  }

  int disconnect(long nowNanos) {
    integrate(nowNanos);
    return --connections;
  }

  /** Time integral of the connections so far, nanoseconds. */
  double connectionNanos(long nowNanos) {
    integrate(nowNanos);
    return connectionNanos;
  }

  private void integrate(long nowNanos) {
    connectionNanos += (double) connections * (nowNanos - connectionsSinceNanos);
    connectionsSinceNanos = nowNanos;
  }
}
