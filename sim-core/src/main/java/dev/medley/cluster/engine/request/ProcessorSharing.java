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
 */
public final class ProcessorSharing {
  private static final double SLACK_NANOS = 0.05;
  private static final int NOWHERE = -1;

  /** Hears that a request has had its CPU. */
  public interface Listener {
    /** The request leaves the CPU now. */
    void onComputed(int request);
  }

  private final Simulation simulation;
  private final EventType due;
  private final Listener listener;

  private final long[] capacityMilli;
  private final long[] demandMilli;
  private final double[] speed;
  private final double[] hostClock;
  private final long[] hostUpdatedNanos;
  private final double[] hostUsedMilliNanos;
  private final int[][] queue;
  private final int[] queueSize;
  private final long[] ticket;
  private final long[] ticketNanos;
  private int firing = NOWHERE;
  private long spurious;

  private int[] host = new int[0];
  private long[] limitMilli = new long[0];
  private double[] clock = new double[0];
  private double[] seenHostClock = new double[0];
  private double[] rate = new double[0];
  private long[] wantedMilli = new long[0];
  private double[] usedMilliNanos = new double[0];
  private double[] dueHostClock = new double[0];
  private int[] queuePosition = new int[0];
  private int[] active = new int[0];
  private double[][] finish = new double[0][];
  private int[][] request = new int[0][];

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
    int hosts = capacityMilli.length;
    this.capacityMilli = capacityMilli.clone();
    demandMilli = new long[hosts];
    speed = new double[hosts];
    Arrays.fill(speed, 1);
    hostClock = new double[hosts];
    hostUpdatedNanos = new long[hosts];
    hostUsedMilliNanos = new double[hosts];
    queue = new int[hosts][16];
    queueSize = new int[hosts];
    ticket = new long[hosts];
    Arrays.fill(ticket, Calendar.NO_TICKET);
    ticketNanos = new long[hosts];
  }

  /** An instance may compute on a host from now on, at most {@code limit} thousandths of a core. */
  public void attach(int instance, int onHost, long limit) {
    if (instance >= host.length) {
      growTo(Math.max(instance + 1, Math.max(64, host.length * 2)));
    }
    host[instance] = onHost;
    limitMilli[instance] = limit;
    usedMilliNanos[instance] = 0;
    active[instance] = 0;
    queuePosition[instance] = NOWHERE;
    wantedMilli[instance] = 0;
  }

  /** An instance is gone; requests it still computes are dropped without notice. */
  public void detach(int instance) {
    if (active[instance] > 0) {
      int h = host[instance];
      advanceHost(h);
      advance(instance, h);
      active[instance] = 0;
      settle(instance, h);
      arm(h);
    }
    finish[instance] = null;
    request[instance] = null;
  }

  /** A request starts to compute. */
  public void enter(int instance, int row, long workNanos) {
    int h = host[instance];
    advanceHost(h);
    int n = active[instance];
    if (n == 0) {
      clock[instance] = 0;
      seenHostClock[instance] = hostClock[h];
    } else {
      advance(instance, h);
    }
    push(instance, clock[instance] + workNanos, row);
    settle(instance, h);
    arm(h);
  }

  /** CPU time that an instance has used so far, core-nanoseconds. */
  public double usedCoreNanos(int instance) {
    int h = host[instance];
    advanceHost(h);
    if (active[instance] > 0) {
      advance(instance, h);
    }
    return usedMilliNanos[instance] / 1e3;
  }

  /** CPU time that a host's instances have used so far, core-nanoseconds. */
  public double hostUsedCoreNanos(int onHost) {
    advanceHost(onHost);
    return hostUsedMilliNanos[onHost] / 1e3;
  }

  /** Events that found their request delayed by later ones and only set the next event. */
  public long spuriousCount() {
    return spurious;
  }

  /** Work may be finished on a host. */
  void onDue(int h) {
    ticket[h] = Calendar.NO_TICKET;
    advanceHost(h);
    firing = h;
    boolean any = false;
    while (queueSize[h] > 0) {
      int instance = queue[h][0];
      if (dueHostClock[instance] > hostClock[h] + SLACK_NANOS) {
        break;
      }
      advance(instance, h);
      int row = pop(instance);
      settle(instance, h);
      any = true;
      listener.onComputed(row);
    }
    firing = NOWHERE;
    if (!any) {
      spurious++;
    }
    arm(h);
  }

  private void advanceHost(int h) {
    long now = simulation.nowNanos();
    long elapsed = now - hostUpdatedNanos[h];
    if (elapsed > 0) {
      hostUpdatedNanos[h] = now;
      if (queueSize[h] == 0) {
        hostClock[h] = 0;
        return;
      }
      hostClock[h] += elapsed * speed[h];
      hostUsedMilliNanos[h] += (double) elapsed * Math.min(capacityMilli[h], demandMilli[h]);
    }
  }

  private void advance(int instance, int h) {
    double elapsed = hostClock[h] - seenHostClock[instance];
    seenHostClock[instance] = hostClock[h];
    clock[instance] += elapsed * rate[instance];
    usedMilliNanos[instance] += elapsed * wantedMilli[instance];
  }

  /** Brings rate, demand and the host's queue in line with the instance's requests. */
  private void settle(int instance, int h) {
    int n = active[instance];
    long wanted = Math.min(n * 1000L, limitMilli[instance]);
    if (wanted != wantedMilli[instance]) {
      demandMilli[h] += wanted - wantedMilli[instance];
      wantedMilli[instance] = wanted;
      speed[h] =
          demandMilli[h] <= capacityMilli[h] ? 1 : (double) capacityMilli[h] / demandMilli[h];
    }
    if (n == 0) {
      removeFromQueue(instance, h);
      return;
    }
    double each = wanted / (n * 1000.0);
    rate[instance] = each;
    dueHostClock[instance] =
        hostClock[h] + Math.max(0, finish[instance][0] - clock[instance]) / each;
    if (queuePosition[instance] == NOWHERE) {
      addToQueue(instance, h);
    } else {
      int at = siftUp(queue[h], queuePosition[instance]);
      siftDown(queue[h], queueSize[h], at);
    }
  }

  /** Makes sure that an event fires no later than the next completion. */
  private void arm(int h) {
    if (firing == h) {
      return;
    }
    if (queueSize[h] == 0) {
      if (ticket[h] != Calendar.NO_TICKET) {
        simulation.cancel(ticket[h]);
        ticket[h] = Calendar.NO_TICKET;
      }
      return;
    }
    double ahead = (dueHostClock[queue[h][0]] - hostClock[h]) / speed[h];
    long now = simulation.nowNanos();
    // the cast saturates, and so must the sum: work may last longer than time
    long wait = Math.min(Math.max(0, (long) Math.ceil(ahead - SLACK_NANOS)), Long.MAX_VALUE - now);
    long at = now + wait;
    if (ticket[h] != Calendar.NO_TICKET) {
      if (ticketNanos[h] <= at) {
        return;
      }
      simulation.cancel(ticket[h]);
    }
    ticketNanos[h] = at;
    ticket[h] = simulation.scheduleAt(due, at, h);
  }

  private void push(int instance, double finishClock, int row) {
    double[] keys = finish[instance];
    int[] rows = request[instance];
    if (keys == null || rows == null) {
      keys = new double[8];
      rows = new int[8];
      finish[instance] = keys;
      request[instance] = rows;
    }
    int at = active[instance]++;
    if (at == keys.length) {
      keys = Arrays.copyOf(keys, at * 2);
      rows = Arrays.copyOf(rows, at * 2);
      finish[instance] = keys;
      request[instance] = rows;
    }
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

  private int pop(int instance) {
    double[] keys = finish[instance];
    int[] rows = request[instance];
    int top = rows[0];
    int last = --active[instance];
    if (last < 0) {
      throw new SimulationFault("instance " + instance + " computes nothing");
    }
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

  private void addToQueue(int instance, int h) {
    int at = queueSize[h]++;
    if (at == queue[h].length) {
      queue[h] = Arrays.copyOf(queue[h], at * 2);
    }
    queue[h][at] = instance;
    queuePosition[instance] = at;
    siftUp(queue[h], at);
  }

  private void removeFromQueue(int instance, int h) {
    int at = queuePosition[instance];
    if (at == NOWHERE) {
      return;
    }
    queuePosition[instance] = NOWHERE;
    int last = --queueSize[h];
    if (at < last) {
      int moved = queue[h][last];
      queue[h][at] = moved;
      queuePosition[moved] = at;
      siftDown(queue[h], last, siftUp(queue[h], at));
    }
  }

  private int siftUp(int[] heap, int from) {
    int at = from;
    int instance = heap[at];
    double key = dueHostClock[instance];
    while (at > 0) {
      int parent = (at - 1) >> 1;
      if (dueHostClock[heap[parent]] <= key) {
        break;
      }
      heap[at] = heap[parent];
      queuePosition[heap[at]] = at;
      at = parent;
    }
    heap[at] = instance;
    queuePosition[instance] = at;
    return at;
  }

  private void siftDown(int[] heap, int size, int from) {
    int at = from;
    int instance = heap[at];
    double key = dueHostClock[instance];
    int child;
    while ((child = 2 * at + 1) < size) {
      if (child + 1 < size && dueHostClock[heap[child + 1]] < dueHostClock[heap[child]]) {
        child++;
      }
      if (key <= dueHostClock[heap[child]]) {
        break;
      }
      heap[at] = heap[child];
      queuePosition[heap[at]] = at;
      at = child;
    }
    heap[at] = instance;
    queuePosition[instance] = at;
  }

  private void growTo(int size) {
    host = Arrays.copyOf(host, size);
    limitMilli = Arrays.copyOf(limitMilli, size);
    clock = Arrays.copyOf(clock, size);
    seenHostClock = Arrays.copyOf(seenHostClock, size);
    rate = Arrays.copyOf(rate, size);
    wantedMilli = Arrays.copyOf(wantedMilli, size);
    usedMilliNanos = Arrays.copyOf(usedMilliNanos, size);
    dueHostClock = Arrays.copyOf(dueHostClock, size);
    queuePosition = Arrays.copyOf(queuePosition, size);
    active = Arrays.copyOf(active, size);
    finish = Arrays.copyOf(finish, size);
    request = Arrays.copyOf(request, size);
  }
}
