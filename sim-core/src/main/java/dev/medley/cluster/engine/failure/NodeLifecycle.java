package dev.medley.cluster.engine.failure;

import dev.medley.cluster.engine.instance.InstanceRecovery;
import dev.medley.cluster.engine.state.Failures.Detection;
import dev.medley.cluster.host.HostSpec;
import dev.medley.kernel.Calendar;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The part of the control plane that watches hosts: what Kubernetes calls the node lifecycle
 * controller.
 *
 * <p>A host that is silent for the grace period of its lease is not ready. It then waits in the
 * queue of its zone to be tainted, and is evicted when its taint is no longer tolerated; a host
 * that is heard of again leaves the queue and loses its taint. Zones are judged after everything
 * else that happens at an instant, so that a zone that fails as a whole is judged as a whole.
 *
 * <p>Simplified: a lease counts as renewed at the crash (Kubernetes: up to 10 s before it), and its
 * expiry is seen at once (Kubernetes: within 5 s).
 *
 * <p>Source: kubernetes/kubernetes pkg/controller/nodelifecycle/node_lifecycle_controller.go
 * (ComputeZoneState, handleDisruption, setLimiterInZone).
 */
final class NodeLifecycle {
  private static final int AFTER_ALL = Calendar.MAX_RANK;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Simulation simulation;
  private final InstanceRecovery recovery;
  private final Detection detection;
  private final EvictionQueue[] zones;
  private final int[] zoneOf;
  private final int[] sizeOf;
  private final int[] notReadyIn;
  private final boolean[] notReady;
  private final long[] silentTicket;
  private final long[] evictionTicket;
  private final long[] turnTicket;
  private final EventType leaseExpired;
  private final EventType evicted;
  private final EventType zonesJudged;
  private final EventType turn;
  private boolean judging;
  private boolean halted;

  NodeLifecycle(
      Simulation simulation, InstanceRecovery recovery, List<HostSpec> hosts, Detection detection) {
    this.simulation = simulation;
    this.recovery = recovery;
    this.detection = detection;
    List<String> names = new ArrayList<>();
    int n = hosts.size();
    zoneOf = new int[n];
    for (int host = 0; host < n; host++) {
      String own = hosts.get(host).zone();
      String name = own == null ? "" : own;
      int zone = names.indexOf(name);
      if (zone < 0) {
        zone = names.size();
        names.add(name);
      }
      zoneOf[host] = zone;
    }
    zones = new EvictionQueue[names.size()];
    Arrays.setAll(zones, zone -> new EvictionQueue(period(detection.evictionRate())));
    sizeOf = new int[zones.length];
    notReadyIn = new int[zones.length];
    for (int zone : zoneOf) {
      sizeOf[zone]++;
    }
    notReady = new boolean[n];
    silentTicket = tickets(n);
    evictionTicket = tickets(n);
    turnTicket = tickets(zones.length);
    leaseExpired = simulation.register("host-not-ready", this::onLeaseExpired);
    evicted = simulation.register("host-evicted", recovery::evict);
    zonesJudged = simulation.register("zones-judged", AFTER_ALL, this::onZonesJudged);
    turn = simulation.register("taint-turn", AFTER_ALL, this::serve);
  }

  private static long[] tickets(int count) {
    long[] tickets = new long[count];
    Arrays.fill(tickets, Calendar.NO_TICKET);
    return tickets;
  }

  /** A host renews its lease no longer. */
  void silent(int host) {
    silentTicket[host] =
        simulation.schedule(leaseExpired, detection.leaseGracePeriod().toNanos(), host);
  }

  /** A host renews its lease again. */
  void heard(int host) {
    simulation.cancel(silentTicket[host]);
    if (notReady[host]) {
      notReady[host] = false;
      notReadyIn[zoneOf[host]]--;
      zones[zoneOf[host]].remove(host);
      simulation.cancel(evictionTicket[host]);
      judgeZones();
    }
  }

  private void onLeaseExpired(int host) {
    notReady[host] = true;
    notReadyIn[zoneOf[host]]++;
    recovery.hostNotReady(host);
    if (!halted) {
      zones[zoneOf[host]].add(host);
    }
    judgeZones();
  }

  private void judgeZones() {
    if (!judging) {
      judging = true;
      simulation.post(zonesJudged, 0, 0);
    }
  }

  private void onZonesJudged(int ignored) {
    judging = false;
    boolean allDisrupted = true;
    for (int zone = 0; zone < zones.length; zone++) {
      allDisrupted &= notReadyIn[zone] == sizeOf[zone];
    }
    if (allDisrupted && !halted) {
      halt();
    } else if (!allDisrupted && halted) {
      resume();
    }
    for (int zone = 0; zone < zones.length; zone++) {
      zones[zone].pace(halted ? EvictionQueue.NEVER : period(rate(zone)), simulation.nowNanos());
      serve(zone);
    }
  }

  /** Nobody is ready: more likely the control plane is cut off, so nothing is tainted any more. */
  private void halt() {
    halted = true;
    for (int host = 0; host < notReady.length; host++) {
      if (notReady[host]) {
        zones[zoneOf[host]].remove(host);
        simulation.cancel(evictionTicket[host]);
      }
    }
  }

  private void resume() {
    halted = false;
    for (int host = 0; host < notReady.length; host++) {
      if (notReady[host]) {
        zones[zoneOf[host]].add(host);
      }
    }
  }

  /** Hosts per second that may be tainted in a zone now. */
  private double rate(int zone) {
    int bad = notReadyIn[zone];
    int size = sizeOf[zone];
    boolean sick = bad < size && bad > 2 && bad >= detection.unhealthyZoneThreshold() * size;
    if (!sick) {
      return detection.evictionRate();
    }
    return size > detection.largeZoneThreshold() ? detection.secondaryEvictionRate() : 0;
  }

  private static long period(double rate) {
    return rate == 0 ? EvictionQueue.NEVER : Math.round(NANOS_PER_SECOND / rate);
  }

  /** Taints the next host of a zone if it is its turn, or waits for that. */
  private void serve(int zone) {
    EvictionQueue queue = zones[zone];
    long now = simulation.nowNanos();
    while (queue.isDue(now)) {
      int host = queue.take(now);
      evictionTicket[host] = simulation.schedule(evicted, detection.toleration().toNanos(), host);
    }
    simulation.cancel(turnTicket[zone]);
    long next = queue.nextTurnNanos();
    if (next != EvictionQueue.NEVER) {
      turnTicket[zone] = simulation.scheduleAt(turn, next, zone);
    }
  }
}
