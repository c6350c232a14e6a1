package dev.medley.cluster.engine.request;

import dev.medley.cluster.engine.state.RequestTable;
import java.util.Arrays;

/**
 * What each instance holds: connections, requests in service, its queue, its storage slot.
 *
 * <p>Rows are those of the instance table. The queue is a list through the request table.
 */
public final class InstanceLoad {
  int[] host = new int[0];
  int[] connections = new int[0];
  int[] serving = new int[0];
  int[] queued = new int[0];
  int[] head = new int[0];
  int[] tail = new int[0];
  boolean[] closed = new boolean[0];
  long[] storageFreeNanos = new long[0];
  long[] delivered = new long[0];
  private double[] connectionNanos = new double[0];
  private long[] connectionsSinceNanos = new long[0];

  void open(int instance, int onHost, long nowNanos) {
    if (instance >= host.length) {
      growTo(Math.max(instance + 1, Math.max(64, host.length * 2)));
    }
    host[instance] = onHost;
    connections[instance] = 0;
    closed[instance] = false;
    storageFreeNanos[instance] = 0;
    delivered[instance] = 0;
    connectionNanos[instance] = 0;
    connectionsSinceNanos[instance] = nowNanos;
    reset(instance);
  }

  void reset(int instance) {
    serving[instance] = 0;
    queued[instance] = 0;
    head[instance] = RequestTable.NONE;
    tail[instance] = RequestTable.NONE;
  }

  int connect(int instance, long nowNanos) {
    integrate(instance, nowNanos);
    return ++connections[instance];
  }

  int disconnect(int instance, long nowNanos) {
    integrate(instance, nowNanos);
    return --connections[instance];
  }

  private void integrate(int instance, long nowNanos) {
    connectionNanos[instance] +=
        (double) connections[instance] * (nowNanos - connectionsSinceNanos[instance]);
    connectionsSinceNanos[instance] = nowNanos;
  }

  /** Requests delivered to an instance so far. */
  public long deliveredCount(int instance) {
    return delivered[instance];
  }

  /** Time integral of the requests on an instance so far, nanoseconds. */
  public double connectionNanos(int instance, long nowNanos) {
    integrate(instance, nowNanos);
    return connectionNanos[instance];
  }

  void enqueue(RequestTable requests, int instance, int row) {
    int last = tail[instance];
    requests.previous[row] = last;
    requests.next[row] = RequestTable.NONE;
    if (last == RequestTable.NONE) {
      head[instance] = row;
    } else {
      requests.next[last] = row;
    }
    tail[instance] = row;
    queued[instance]++;
  }

  int dequeue(RequestTable requests, int instance) {
    int row = head[instance];
    if (row != RequestTable.NONE) {
      unlink(requests, instance, row);
    }
    return row;
  }

  void unlink(RequestTable requests, int instance, int row) {
    int before = requests.previous[row];
    int after = requests.next[row];
    if (before == RequestTable.NONE) {
      head[instance] = after;
    } else {
      requests.next[before] = after;
    }
    if (after == RequestTable.NONE) {
      tail[instance] = before;
    } else {
      requests.previous[after] = before;
    }
    queued[instance]--;
  }

  private void growTo(int size) {
    host = Arrays.copyOf(host, size);
    connections = Arrays.copyOf(connections, size);
    serving = Arrays.copyOf(serving, size);
    queued = Arrays.copyOf(queued, size);
    head = Arrays.copyOf(head, size);
    tail = Arrays.copyOf(tail, size);
    closed = Arrays.copyOf(closed, size);
    storageFreeNanos = Arrays.copyOf(storageFreeNanos, size);
    delivered = Arrays.copyOf(delivered, size);
    connectionNanos = Arrays.copyOf(connectionNanos, size);
    connectionsSinceNanos = Arrays.copyOf(connectionsSinceNanos, size);
  }
}
