package dev.medley.cluster.engine.request;

import dev.medley.cluster.engine.state.Request;
import org.jspecify.annotations.Nullable;

/** What one instance holds: connections, requests in service, its queue, its storage slot. */
final class InstanceLoad {
  /** Whose gateway it uses. */
  int host;

  /** Until when it stands still while it goes over to another host; in the past, it runs. */
  long pausedUntilNanos;

  int connections;
  int serving;
  int queued;
  boolean closed;
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

  /** Everything that it held is gone. */
  void clear() {
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
