package dev.medley.cluster.engine.request;

import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.host.HostSpec;
import dev.medley.cluster.network.GatewaySpec;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.distribution.Draws;
import dev.medley.random.StreamTree;

/**
 * The gateway of each host: messages of both directions pass one after the other at its rate;
 * requests gain its latency besides.
 */
public final class Gateways {
  private final Draws[] latency;
  private final Bandwidth[] rate;
  private final long[] freeNanos;
  private final long[] busyNanos;

  Gateways(ClusterModel model, StreamTree streams) {
    int n = model.hosts().size();
    latency = new Draws[n];
    rate = new Bandwidth[n];
    freeNanos = new long[n];
    busyNanos = new long[n];
    for (int h = 0; h < n; h++) {
      HostSpec host = model.hosts().get(h);
      GatewaySpec spec = host.card() == null ? host.type().gateway() : host.card().gateway();
      latency[h] = new Draws(spec.latency(), streams.stream("gateway/" + h));
      rate[h] = spec.throughput();
    }
  }

  /** Delay that a request of so many bytes gains, nanoseconds. */
  long passRequest(int host, long bytes, long nowNanos) {
    return pass(host, bytes, nowNanos) + latency[host].nextNanos();
  }

  /** Delay that a response of so many bytes gains, nanoseconds. */
  long passResponse(int host, long bytes, long nowNanos) {
    return pass(host, bytes, nowNanos);
  }

  /** Time that a host's gateway has spent passing messages on, those begun included. */
  public long busyNanos(int host) {
    return busyNanos[host];
  }

  private long pass(int host, long bytes, long nowNanos) {
    if (bytes == 0) {
      return 0;
    }
    long transfer = rate[host].transferNanos(bytes);
    long begin = Math.max(nowNanos, freeNanos[host]);
    freeNanos[host] = begin + transfer;
    busyNanos[host] += transfer;
    return freeNanos[host] - nowNanos;
  }
}
