package dev.medley.cluster.engine.image;

import dev.medley.kernel.Calendar;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Images that instances load from the storage of their host: loads of one host share its bandwidth
 * equally.
 *
 * <p>Exact processor sharing, one {@link Lane} and one event per host. Cost: O(log loads on the
 * host) per load, O(loads on the host) to give one up.
 */
final class StorageLoads {
  private static final double NANOS_PER_SECOND = 1e9;

  /** A host with its loads. */
  private static final class Host {
    final double bitsPerNano;
    final Lane lane = new Lane();
    long updatedNanos;
    long ticket = Calendar.NO_TICKET;

    Host(double bitsPerNano) {
      this.bitsPerNano = bitsPerNano;
    }
  }

  private final Simulation simulation;
  private final EventType due;
  private final IntConsumer loaded;
  private final double[] bitsPerSecond;
  private final @Nullable Host[] hosts;

  /**
   * Prepares idle storage.
   *
   * @param due the type of event whose subject, a host, goes to {@link #onDue}
   * @param bitsPerSecond of each host's storage
   * @param loaded is told of every instance that has its image
   */
  StorageLoads(Simulation simulation, EventType due, double[] bitsPerSecond, IntConsumer loaded) {
    this.simulation = simulation;
    this.due = due;
    this.bitsPerSecond = bitsPerSecond;
    this.loaded = loaded;
    this.hosts = new Host[bitsPerSecond.length];
  }

  /** An instance begins to load. */
  void start(int instance, int onHost, long bytes) {
    Host host = host(onHost);
    advance(host);
    Transfer load = new Transfer(onHost, 0, instance, 0, bytes);
    host.lane.add(load, load.bits());
    arm(host, onHost);
  }

  /** An instance loads no more; harmless when it does not load. */
  void cancel(int instance, int onHost) {
    Host host = host(onHost);
    for (int i = 0; i < host.lane.size(); i++) {
      Transfer load = host.lane.get(i);
      if (load.subject == instance) {
        advance(host);
        host.lane.remove(load);
        arm(host, onHost);
        return;
      }
    }
  }

  /** A load is finished on a host. */
  void onDue(int onHost) {
    Host host = host(onHost);
    advance(host);
    while (host.lane.isDue()) {
      Transfer load = host.lane.get(0);
      host.lane.remove(load);
      loaded.accept(load.subject);
    }
    arm(host, onHost);
  }

  private Host host(int onHost) {
    Host host = hosts[onHost];
    if (host == null) {
      host = new Host(bitsPerSecond[onHost] / NANOS_PER_SECOND);
      hosts[onHost] = host;
    }
    return host;
  }

  private void advance(Host host) {
    long now = simulation.nowNanos();
    host.lane.clock += (now - host.updatedNanos) * host.lane.rate;
    host.updatedNanos = now;
  }

  private void arm(Host host, int onHost) {
    simulation.cancel(host.ticket);
    host.ticket = Calendar.NO_TICKET;
    if (host.lane.size() == 0) {
      host.lane.rate = 0;
      return;
    }
    host.lane.rate = host.bitsPerNano / host.lane.size();
    long now = simulation.nowNanos();
    long wait = Math.max(0, (long) Math.ceil(host.lane.nanosToNext()));
    host.ticket = simulation.scheduleAt(due, now + Math.min(wait, Long.MAX_VALUE - now), onHost);
  }
}
