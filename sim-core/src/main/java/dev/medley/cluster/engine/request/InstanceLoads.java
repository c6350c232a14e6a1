package dev.medley.cluster.engine.request;

import dev.medley.cluster.engine.state.IdleListener;
import dev.medley.cluster.engine.state.ServiceRun;
import java.util.Arrays;

/** What each instance that ever was ready holds; rows are those of the instance table. */
public final class InstanceLoads {
  private final IdleListener idle;
  private InstanceLoad[] rows = new InstanceLoad[0];

  /** Nothing is held yet. */
  InstanceLoads(IdleListener idle) {
    this.idle = idle;
  }

  void open(int instance, int host, long nowNanos) {
    if (instance >= rows.length) {
      rows = Arrays.copyOf(rows, Math.max(instance + 1, Math.max(64, rows.length * 2)));
    }
    InstanceLoad earlier = rows[instance];
    rows[instance] = new InstanceLoad(host, nowNanos);
    if (earlier != null) {
      rows[instance].continueFrom(earlier, nowNanos);
    }
  }

  /** Whether an instance gets requests although its host is down. */
  boolean isStranded(int instance) {
    InstanceLoad held = instance < rows.length ? rows[instance] : null;
    return held != null && held.stranded && !held.closed;
  }

  InstanceLoad of(int instance) {
    return rows[instance];
  }

  /** A request gets an instance; where the gateway holds requests, a full one is no endpoint. */
  void connect(ServiceRun service, int instance, InstanceLoad held, long nowNanos) {
    int connections = held.connect(nowNanos);
    if (service.holdsRequests && connections == service.concurrency) {
      service.endpoints.remove(instance);
    } else {
      service.endpoints.connectionsChanged(instance, connections);
    }
  }

  /** A request or job leaves an instance; one that drained and holds nothing more is idle. */
  void disconnect(ServiceRun service, int instance, InstanceLoad held, long nowNanos) {
    int connections = held.disconnect(nowNanos);
    if (!held.closed) {
      if (service.holdsRequests && connections == service.concurrency - 1) {
        service.endpoints.add(instance, connections);
      } else {
        service.endpoints.connectionsChanged(instance, connections);
      }
    } else if (connections == 0) {
      idle.onIdle(instance);
    }
  }

  /** Requests and jobs on an instance now. */
  public int connectionCount(int instance) {
    return rows[instance].connections;
  }

  /** Requests delivered to an instance so far. */
  public long deliveredCount(int instance) {
    return rows[instance].delivered;
  }

  /** Time integral of the requests on an instance so far, nanoseconds. */
  public double connectionNanos(int instance, long nowNanos) {
    return rows[instance].connectionNanos(nowNanos);
  }
}
