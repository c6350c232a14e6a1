package dev.medley.cluster.engine.instance;

import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.image.NodeImages;
import dev.medley.cluster.instance.Snapshot;

/** Which services' snapshots are where: on hosts, or for all of them at once. */
final class Snapshots {
  private static final int EVERYWHERE = 0;

  private final NodeImages present;

  Snapshots(int hosts) {
    this.present = new NodeImages(hosts);
  }

  /** Whether an instance of a service is restored when it starts on a host now. */
  boolean isPresent(ServiceRun service, int host, long nowNanos) {
    Snapshot snapshot = service.model.provisioning().snapshot();
    return snapshot != null && present.isPresent(node(snapshot, host), service.index, nowNanos);
  }

  /** An instance of a service that was not restored is ready on a host. */
  void taken(ServiceRun service, int host, long nowNanos) {
    Snapshot snapshot = service.model.provisioning().snapshot();
    if (snapshot != null) {
      present.presentFrom(
          node(snapshot, host), service.index, nowNanos + snapshot.creation().toNanos());
    }
  }

  /** A snapshot is there from the beginning. */
  void presentInitially(ServiceRun service, int host) {
    Snapshot snapshot = service.model.provisioning().snapshot();
    if (snapshot != null) {
      present.presentFrom(node(snapshot, host), service.index, 0);
    }
  }

  private static int node(Snapshot snapshot, int host) {
    return snapshot.scope() == Snapshot.Scope.CLUSTER ? EVERYWHERE : host;
  }
}
