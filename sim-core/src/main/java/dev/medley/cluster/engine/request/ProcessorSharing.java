package dev.medley.cluster.engine.request;

import dev.medley.check.SimulationFault;
import dev.medley.kernel.Calendar;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import java.util.Arrays;

/**
 * CPU as two levels of exact processor sharing.
 *
 * <p>Inside an instance n requests share its limit C: each runs at min(1, C / n) cores. On a host
 * whose instances together want more than it has, all of them slow down by the same factor f =
 * capacity / demand. Both levels keep a virtual clock: the host's runs at f, an instance's at its
 * rate on the host's clock. A request then finishes when its instance's clock reaches a value known
 * when it enters, so that nothing has to be moved when rates change. One calendar event per host.
 *
 * <p>Cost: O(log requests on the instance + log busy instances on the host) per request. Oracle:
 * M/G/1-PS and M/G/c-PS (each job at most one core). No allocation once arrays have grown.
 *
 * <p>Hosts and instances are objects made once, so that what an event touches lies together. CPU is
 * kept as whole numbers in doubles, exact below 2^53, since all of it meets doubles.
 */
public final class ProcessorSharing {
  private static final double SLACK_NANOS = 0.05;
  private static final int NOWHERE = -1;
  private static final double MILLI_PER_CORE = 1000;

  /** Hears that a request has had its CPU. */
  public interface Listener {
    /** The request leaves the CPU now. */
    void onComputed(int request);
  }

  /** A host: its clock, and its busy instances as a heap by when they are next due. */
  private static final class Host {
    final int index;
    final double capacityMilli;
    double demandMilli;

    /** At which each core computes: 1, or less on a host that is slow. */
    double pace = 1;

    /** At which instances run on the clock, the pace unless they want more than there is. */
    double speed = 1;

    double clock;
    long updatedNanos;
    double usedMilliNanos;
    Share[] queue = new Share[4];

    /** When the instance at the same place of the queue is due, on the host's clock. */
    double[] dueClock = new double[4];

    int busy;
    long ticket = Calendar.NO_TICKET;
    long ticketNanos;
    boolean firing;

    Host(int index, long capacityMilli) {
      this.index = index;
      this.capacityMilli = capacityMilli;
    }
  }

  /** An instance: its clock, and its requests as a heap by when they finish on it. */
  private static final class Share {
    Host host;
    double limitMilli;
    double wantedMilli;
    double usedMilliNanos;
    double clock;
    double seenHostClock;
    double rate;
    int queuePosition = NOWHERE;
    int active;
    double[] finish = NO_CLOCKS;
    int[] request = NO_ROWS;

    Share(Host host) {
      this.host = host;
    }
  }

  private static final double[] NO_CLOCKS = {};
  private static final int[] NO_ROWS = {};

  private final Simulation simulation;
  private final EventType due;
  private final Listener listener;
  private final Host[] hosts;
  private Share[] shares = new Share[0];
  private long spurious;

  /**
   * Prepares idle hosts.
   *
   * @param due the type of event whose subject, a host, goes to {@link #onDue}
   * @param capacityMilli CPU of each host for instances, thousandths of a core
   */
  ProcessorSharing(Simulation simulation, EventType due, long[] capacityMilli, Listener listener) {
    this.simulation = simulation;
    this.due = due;
    this.listener = listener;
    hosts = new Host[capacityMilli.length];
    for (int h = 0; h < hosts.length; h++) {
      hosts[h] = new Host(h, capacityMilli[h]);
    }
  }

  /** An instance may compute on a host from now on, at most {@code limit} thousandths of a core. */
  public void attach(int instance, int onHost, long limit) {
    if (instance >= shares.length) {
      shares = Arrays.copyOf(shares, Math.max(instance + 1, Math.max(64, shares.length * 2)));
    }
    Share share = new Share(hosts[onHost]);
    share.limitMilli = limit;
    Share earlier = shares[instance];
    if (earlier != null) {
      share.usedMilliNanos = earlier.usedMilliNanos;
    }
    shares[instance] = share;
  }

  /** An instance is gone; requests it still computes are dropped without notice. */
  public void detach(int instance) {
    Share share = shares[instance];
    if (share.active > 0) {
      Host host = share.host;
      advance(host);
      advance(share, host);
      share.active = 0;
      settle(share, host);
      arm(host);
    }
    share.finish = NO_CLOCKS;
    share.request = NO_ROWS;
  }

  /**
   * Every core of a host computes at so much of its usual pace from now on; a core that is busy
   * counts as busy all the same.
   *
   * @param pace greater than 0
   */
  public void pace(int onHost, double pace) {
    Host host = hosts[onHost];
    advance(host);
    for (int i = 0; i < host.busy; i++) {
      advance(host.queue[i], host);
    }
    host.pace = pace;
    host.speed = speed(host);
    arm(host);
  }

  /** An instance stands still: what it computes keeps its place, and what enters waits. */
  void pause(int instance) {
    Share share = shares[instance];
    Host host = share.host;
    advance(host);
    if (share.active > 0) {
      advance(share, host);
    }
    share.limitMilli = 0;
    settle(share, host);
    arm(host);
  }

  /** A paused instance goes on, on a host that may be another one. */
  void resume(int instance, int onHost, long limit) {
    Share share = shares[instance];
    Host from = share.host;
    Host to = hosts[onHost];
    advance(from);
    removeFromQueue(share, from);
    arm(from);
    advance(to);
    share.host = to;
    share.seenHostClock = to.clock;
    share.limitMilli = limit;
    settle(share, to);
    arm(to);
  }

  /** A request starts to compute. */
  public void enter(int instance, int row, long workNanos) {
    Share share = shares[instance];
    Host host = share.host;
    advance(host);
    if (share.active == 0) {
      share.clock = 0;
      share.seenHostClock = host.clock;
    } else {
      advance(share, host);
    }
    push(share, share.clock + workNanos, row);
    settle(share, host);
    arm(host);
  }

  /** CPU time that an instance has used so far, core-nanoseconds. */
  public double usedCoreNanos(int instance) {
    Share share = shares[instance];
    advance(share.host);
    if (share.active > 0) {
      advance(share, share.host);
    }
    return share.usedMilliNanos / 1e3;
  }

  /** CPU time that a host's instances have used so far, core-nanoseconds. */
  public double hostUsedCoreNanos(int onHost) {
    Host host = hosts[onHost];
    advance(host);
    return host.usedMilliNanos / 1e3;
  }

  /** Events that found their request delayed by later ones and only set the next event. */
  public long spuriousCount() {
    return spurious;
  }

  /** Work may be finished on a host. */
  void onDue(int onHost) {
    Host host = hosts[onHost];
    host.ticket = Calendar.NO_TICKET;
    advance(host);
    host.firing = true;
    boolean any = false;
    while (host.busy > 0 && host.dueClock[0] <= host.clock + SLACK_NANOS) {
      Share share = host.queue[0];
      advance(share, host);
      int row = pop(share);
      settle(share, host);
      any = true;
      listener.onComputed(row);
    }
    host.firing = false;
    if (!any) {
      spurious++;
    }
    arm(host);
  }

  private void advance(Host host) {
    long now = simulation.nowNanos();
    long elapsed = now - host.updatedNanos;
    if (elapsed > 0) {
      host.updatedNanos = now;
      if (host.busy == 0) {
        host.clock = 0;
        return;
      }
      host.clock += elapsed * host.speed;
      host.usedMilliNanos += elapsed * least(host.capacityMilli, host.demandMilli);
    }
  }

  private static void advance(Share share, Host host) {
    double elapsed = host.clock - share.seenHostClock;
    share.seenHostClock = host.clock;
    share.clock += elapsed * share.rate;
    if (host.pace != 1) {
      // the clock runs slow, a busy core does not
      elapsed /= host.pace;
    }
    share.usedMilliNanos += elapsed * share.wantedMilli;
  }

  /** Brings rate, demand and the host's queue in line with the instance's requests. */
  private static void settle(Share share, Host host) {
    double most = share.active * MILLI_PER_CORE;
    double wanted = least(most, share.limitMilli);
    if (wanted != share.wantedMilli) {
      host.demandMilli += wanted - share.wantedMilli;
      share.wantedMilli = wanted;
      host.speed = speed(host);
    }
    if (share.active == 0) {
      removeFromQueue(share, host);
      return;
    }
    double left = share.finish[0] - share.clock;
    if (left < 0) {
      left = 0;
    }
    if (wanted == most) {
      share.rate = 1;
    } else {
      // divided only here: a division is what everything after this waits for
      share.rate = wanted / most;
      left = wanted > 0 ? left / share.rate : Double.POSITIVE_INFINITY;
    }
    double dueClock = host.clock + left;
    int from = share.queuePosition;
    if (from == NOWHERE) {
      addToQueue(share, host, dueClock);
    } else if (siftUp(host, from, share, dueClock) == from) {
      siftDown(host, from, share, dueClock);
    }
  }

  private static double speed(Host host) {
    return host.demandMilli <= host.capacityMilli
        ? host.pace
        : host.pace * (host.capacityMilli / host.demandMilli);
  }

  /** {@code Math.min} for numbers, of which none is NaN or a negative zero: a third of its cost. */
  private static double least(double a, double b) {
    return a < b ? a : b;
  }

  /** Makes sure that an event fires no later than the next completion. */
  private void arm(Host host) {
    if (host.firing) {
      return;
    }
    if (host.busy == 0) {
      if (host.ticket != Calendar.NO_TICKET) {
        simulation.cancel(host.ticket);
        host.ticket = Calendar.NO_TICKET;
      }
      return;
    }
    double ahead = host.dueClock[0] - host.clock;
    if (host.speed != 1) {
      ahead /= host.speed;
    }
    long now = simulation.nowNanos();
    // the cast saturates, and so must the sum: work may last longer than time
    long wait = Math.min(Math.max(0, (long) Math.ceil(ahead - SLACK_NANOS)), Long.MAX_VALUE - now);
    long at = now + wait;
    if (host.ticket != Calendar.NO_TICKET) {
      if (host.ticketNanos <= at) {
        return;
      }
      simulation.cancel(host.ticket);
    }
    host.ticketNanos = at;
    host.ticket = simulation.scheduleAt(due, at, host.index);
  }

  private static void push(Share share, double finishClock, int row) {
    int at = share.active++;
    if (at == share.finish.length) {
      share.finish = Arrays.copyOf(share.finish, Math.max(8, at * 2));
      share.request = Arrays.copyOf(share.request, Math.max(8, at * 2));
    }
    double[] keys = share.finish;
    int[] rows = share.request;
    while (at > 0) {
      int parent = (at - 1) >> 1;
      if (keys[parent] <= finishClock) {
        break;
      }
      keys[at] = keys[parent];
      rows[at] = rows[parent];
      at = parent;
    }
    keys[at] = finishClock;
    rows[at] = row;
  }

  private static int pop(Share share) {
    double[] keys = share.finish;
    int[] rows = share.request;
    int last = --share.active;
    if (last < 0) {
      throw new SimulationFault("an instance in the queue of its host computes nothing");
    }
    int top = rows[0];
    double key = keys[last];
    int row = rows[last];
    int at = 0;
    int child;
    while ((child = 2 * at + 1) < last) {
      if (child + 1 < last && keys[child + 1] < keys[child]) {
        child++;
      }
      if (key <= keys[child]) {
        break;
      }
      keys[at] = keys[child];
      rows[at] = rows[child];
      at = child;
    }
    keys[at] = key;
    rows[at] = row;
    return top;
  }

  private static void addToQueue(Share share, Host host, double dueClock) {
    int at = host.busy++;
    if (at == host.queue.length) {
      host.queue = Arrays.copyOf(host.queue, at * 2);
      host.dueClock = Arrays.copyOf(host.dueClock, at * 2);
    }
    siftUp(host, at, share, dueClock);
  }

  private static void removeFromQueue(Share share, Host host) {
    int at = share.queuePosition;
    if (at == NOWHERE) {
      return;
    }
    share.queuePosition = NOWHERE;
    int last = --host.busy;
    if (at < last) {
      Share moved = host.queue[last];
      double dueClock = host.dueClock[last];
      if (siftUp(host, at, moved, dueClock) == at) {
        siftDown(host, at, moved, dueClock);
      }
    }
  }

  /** Puts an instance at a place of the queue or nearer to the top; returns where. */
  private static int siftUp(Host host, int from, Share share, double dueClock) {
    Share[] heap = host.queue;
    double[] keys = host.dueClock;
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >> 1;
      if (keys[parent] <= dueClock) {
        break;
      }
      put(heap, keys, at, heap[parent], keys[parent]);
      at = parent;
    }
    put(heap, keys, at, share, dueClock);
    return at;
  }

  /** Puts an instance at a place of the queue or farther from the top. */
  private static void siftDown(Host host, int from, Share share, double dueClock) {
    Share[] heap = host.queue;
    double[] keys = host.dueClock;
    int size = host.busy;
    int at = from;
    int child;
    while ((child = 2 * at + 1) < size) {
      if (child + 1 < size && keys[child + 1] < keys[child]) {
        child++;
      }
      if (dueClock <= keys[child]) {
        break;
      }
      put(heap, keys, at, heap[child], keys[child]);
      at = child;
    }
    put(heap, keys, at, share, dueClock);
  }

  private static void put(Share[] heap, double[] keys, int at, Share share, double dueClock) {
    heap[at] = share;
    keys[at] = dueClock;
    share.queuePosition = at;
  }
}
