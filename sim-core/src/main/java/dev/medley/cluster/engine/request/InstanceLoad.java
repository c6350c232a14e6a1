package dev.medley.cluster.engine.request;

import dev.medley.cluster.engine.state.Request;
import org.jspecify.annotations.Nullable;

/** What one instance holds: connections, requests in service, its queue, its storage slot. */
final class InstanceLoad {
  final int host;
  int connections;
  int serving;
  int queued;
  boolean closed;

  /** Its host is down, and nobody has noticed: it gets requests and serves none. */
  boolean stranded;

  long storageFreeNanos;
  long delivered;
  private double connectionNanos;
  private long connectionsSinceNanos;
  private @Nullable Request head;
  private @Nullable Request tail;

  InstanceLoad(int host, long nowNanos) {
    this.host = host;
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
    queued = 0;
    head = null;
    tail = null;
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

  void enqueue(Request request) {
    Request last = tail;
    request.previous = last;
    request.next = null;
    if (last == null) {
      head = request;
    } else {
      last.next = request;
    }
    tail = request;
    queued++;
  }

  @Nullable Request dequeue() {
    Request request = head;
    if (request != null) {
      unlink(request);
    }
    return request;
  }

  void unlink(Request request) {
    Request before = request.previous;
    Request after = request.next;
    if (before == null) {
      head = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.previous = before;
    }
    queued--;
  }
}
