package dev.medley.cluster.engine.request;

import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.HostSpec;
import dev.medley.cluster.network.GatewaySpec;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.distribution.Draws;
import dev.medley.random.StreamTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The gateway of each host: messages of both directions pass one after the other at its rate;
 * requests gain its latency besides.
 */
public final class Gateways {
  private final Gateway[] gateways;

  Gateways(ClusterModel model, List<ServiceRun> services, StreamTree streams) {
    gateways = new Gateway[model.hosts().size()];
    Map<Bandwidth, Transfers> known = new LinkedHashMap<>();
    for (int h = 0; h < gateways.length; h++) {
      HostSpec host = model.hosts().get(h);
      GatewaySpec spec = host.card() == null ? host.type().gateway() : host.card().gateway();
      gateways[h] =
          new Gateway(
              new Draws(spec.latency(), streams.stream("gateway/" + h)),
              known.computeIfAbsent(spec.throughput(), rate -> Transfers.at(rate, services)));
    }
  }

  /** Delay that a request of a service gains, nanoseconds. */
  long passRequest(int host, int service, long nowNanos) {
    Gateway gateway = gateways[host];
    long queueing = gateway.pass(gateway.transfers.requestNanos[service], nowNanos);
    return queueing + gateway.latency.nextNanos();
  }

  /** Delay that a response of a service gains, nanoseconds. */
  long passResponse(int host, int service, long nowNanos) {
    Gateway gateway = gateways[host];
    return gateway.pass(gateway.transfers.responseNanos[service], nowNanos);
  }

  /** Time that a host's gateway has spent passing messages on, those begun included. */
  public long busyNanos(int host) {
    return gateways[host].busyNanos;
  }

  /** How long the messages of each service take at a rate: divided once, not for each message. */
  private record Transfers(long[] requestNanos, long[] responseNanos) {
    static Transfers at(Bandwidth rate, List<ServiceRun> services) {
      return new Transfers(
          services.stream().mapToLong(s -> rate.transferNanos(s.requestBytes)).toArray(),
          services.stream().mapToLong(s -> rate.transferNanos(s.responseBytes)).toArray());
    }
  }

  private static final class Gateway {
    final Draws latency;
    final Transfers transfers;
    long freeNanos;
    long busyNanos;

    Gateway(Draws latency, Transfers transfers) {
      this.latency = latency;
      this.transfers = transfers;
    }

    /** Only a message without bytes takes no time, and it waits for nobody. */
    long pass(long transferNanos, long nowNanos) {
      if (transferNanos == 0) {
        return 0;
      }
      freeNanos = Math.max(nowNanos, freeNanos) + transferNanos;
      busyNanos += transferNanos;
      return freeNanos - nowNanos;
    }
  }
}
