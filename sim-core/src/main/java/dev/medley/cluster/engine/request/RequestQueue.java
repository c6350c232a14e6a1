package dev.medley.cluster.engine.request;

import dev.medley.cluster.engine.state.Request;
import org.jspecify.annotations.Nullable;

/** Requests that wait for one thing, oldest first, linked through their rows. */
class RequestQueue {
  int queued;
  private @Nullable Request head;
  private @Nullable Request tail;

  /** Nobody waits any more; what becomes of those that did is the caller's business. */
  final void forget() {
    queued = 0;
    head = null;
    tail = null;
  }

  final void enqueue(Request request) {
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

  final @Nullable Request dequeue() {
    Request request = head;
    if (request != null) {
      unlink(request);
    }
    return request;
  }

  final void unlink(Request request) {
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
