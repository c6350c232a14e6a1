package dev.medley.cluster.engine.instance;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.NodePressure;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.kernel.Calendar;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.StreamTree;
import dev.medley.stat.LatencyHistogram;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Memory as it is really used: instances leak, pass their limits, exhaust their hosts, and are
 * killed.
 *
 * <p>As use grows linearly between changes, the instant at which a limit is passed is known
 * beforehand: one event per leaking instance with a limit, at most two per host. The kernel's
 * killer takes the instance that exceeds its request most (its score is use less request, by the
 * host's memory); the host's agent those above their request first, then by excess, which is the
 * same order. Among equals the one placed last goes.
 *
 * <p>A killed instance is lost at once. Its controller, if it has one, replaces it at once, too,
 * unless it was younger than {@value #YOUNG_SECONDS} s: then after that time, the first delay of
 * Kubernetes' CrashLoopBackOff, so that what cannot live does not keep a host busy with dying.
 * Finding a victim costs O(instances on the host), everything else O(1).
 */
public final class MemoryPressure implements InstanceObserver {
  private static final int YOUNG_SECONDS = 10;

  /** Of sums of doubles after a run's worth of additions in another order. */
  private static final double TOLERANCE = 1e-9;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Simulation simulation;
  private final List<ServiceRun> services;
  private final InstanceLifecycle lifecycle;
  private final InstanceTable table;
  private final InstanceMemory instances;
  private final HostMemory hosts;
  private final InstanceLists onHost;
  private final int[] ofServiceOnHost;
  private final @Nullable NodePressure eviction;
  private final long durationNanos;
  private final long warmupNanos;
  private final long[][] kills;
  private final LatencyHistogram[] lives;
  private final EventType limitPassed;
  private final EventType exhausted;
  private final EventType examined;
  private final EventType replaced;
  private final long[] exhaustion;
  private final long[] examination;
  private final long[] lastExaminedNanos;
  private final boolean[] reclaiming;
  private long[] limitTicket = new long[64];

  private MemoryPressure(
      Simulation simulation,
      ClusterModel model,
      List<ServiceRun> services,
      InstanceLifecycle lifecycle,
      StreamTree streams) {
    this.simulation = simulation;
    this.services = services;
    this.lifecycle = lifecycle;
    this.table = lifecycle.table();
    this.instances = new InstanceMemory(services, streams);
    int hostCount = model.hosts().size();
    long[] capacity = new long[hostCount];
    for (int h = 0; h < hostCount; h++) {
      capacity[h] = model.hosts().get(h).type().memory().bytes();
    }
    this.hosts = new HostMemory(capacity, model.warmupNanos());
    this.onHost = new InstanceLists(hostCount);
    this.ofServiceOnHost = new int[Math.multiplyExact(hostCount, services.size())];
    this.eviction = model.eviction();
    this.durationNanos = model.durationNanos();
    this.warmupNanos = model.warmupNanos();
    this.kills = new long[KillCause.values().length][services.size()];
    this.lives = new LatencyHistogram[services.size()];
    Arrays.setAll(lives, service -> new LatencyHistogram());
    this.limitPassed = simulation.register("memory-limit-passed", this::onLimitPassed);
    this.exhausted = simulation.register("host-memory-exhausted", this::onExhausted);
    this.examined = simulation.register("host-memory-examined", this::onExamined);
    this.replaced = simulation.register("killed-instance-replaced", this::onReplaced);
    this.exhaustion = new long[hostCount];
    this.examination = new long[hostCount];
    this.lastExaminedNanos = new long[hostCount];
    this.reclaiming = new boolean[hostCount];
    Arrays.fill(exhaustion, Calendar.NO_TICKET);
    Arrays.fill(examination, Calendar.NO_TICKET);
    Arrays.fill(lastExaminedNanos, -1);
  }

  /**
   * Watches the memory of a model that says something of it; before instances are created, after
   * everything else has registered its events.
   *
   * @return null when the model says nothing of memory that is really used
   */
  public static @Nullable MemoryPressure of(
      Simulation simulation,
      ClusterModel model,
      List<ServiceRun> services,
      InstanceLifecycle lifecycle,
      StreamTree streams) {
    if (!model.watchesMemory()) {
      return null;
    }
    MemoryPressure pressure = new MemoryPressure(simulation, model, services, lifecycle, streams);
    lifecycle.observe(pressure);
    return pressure;
  }

  @Override
  public void onCreated(int instance) {
    instances.created(instance, table.service(instance));
    if (instance >= limitTicket.length) {
      limitTicket = Arrays.copyOf(limitTicket, Math.max(instance + 1, limitTicket.length * 2));
    }
    limitTicket[instance] = Calendar.NO_TICKET;
  }

  @Override
  public void onPlaced(int instance) {
    int service = table.service(instance);
    int host = table.host(instance);
    onHost.append(host, instance);
    int before = ofServiceOnHost[host * services.size() + service]++;
    long steady =
        instances.privateBytes(service) + (before == 0 ? instances.sharedBytes(service) : 0);
    hosts.add(host, reservedBytes(service), steady, now());
    foresee(host);
  }

  @Override
  public void onReady(int instance) {
    int service = table.service(instance);
    if (!instances.leaks(service)) {
      return;
    }
    int host = table.host(instance);
    instances.leaksFrom(instance, now());
    hosts.beginLeak(host, instances.bytesPerNano(instance, service), now());
    double toLimit = instances.nanosToLimit(instance, service);
    if (toLimit < durationNanos - now()) {
      limitTicket[instance] = simulation.schedule(limitPassed, Math.round(toLimit), instance);
    }
    foresee(host);
  }

  @Override
  public void onProcessEnded(int instance) {
    endLeak(instance, table.service(instance), table.host(instance));
    foresee(table.host(instance));
  }

  private void endLeak(int instance, int service, int host) {
    simulation.cancel(limitTicket[instance]);
    if (instances.isLeaking(instance)) {
      hosts.endLeak(
          host,
          instances.bytesPerNano(instance, service),
          instances.leakedBytes(instance, service, now()),
          now());
      instances.ended(instance);
    }
  }

  @Override
  public void onLeft(int instance) {
    int service = table.service(instance);
    int host = table.host(instance);
    endLeak(instance, service, host);
    onHost.remove(host, instance);
    int left = --ofServiceOnHost[host * services.size() + service];
    long steady =
        instances.privateBytes(service) + (left == 0 ? instances.sharedBytes(service) : 0);
    hosts.add(host, -reservedBytes(service), -steady, now());
    foresee(host);
  }

  /** Instances of a service killed for a cause after warm-up. */
  public long kills(KillCause cause, int service) {
    return kills[cause.ordinal()][service];
  }

  /** From ready to killed, of a service's instances that leaked and were killed after warm-up. */
  public LatencyHistogram lives(int service) {
    return lives[service];
  }

  /** Memory in use on some hosts by what they have, mean over the time after warm-up. */
  public double utilization(int[] ofHosts) {
    double used = 0;
    for (int host : ofHosts) {
      used += hosts.usedIntegral(host, now());
    }
    return used / capacityNanos(ofHosts);
  }

  /** Time integral of the memory in use on some hosts since the beginning, byte-nanoseconds. */
  public double usedByteNanos(int[] ofHosts) {
    double used = 0;
    for (int host : ofHosts) {
      used += hosts.wholeUsedIntegral(host, now());
    }
    return used;
  }

  /** Memory that some hosts have, bytes. */
  public double capacityBytes(int[] ofHosts) {
    double capacity = 0;
    for (int host : ofHosts) {
      capacity += hosts.capacityBytes(host);
    }
    return capacity;
  }

  /** Memory reserved on some hosts by what they have, mean over the time after warm-up. */
  public double reservedRatio(int[] ofHosts) {
    double reserved = 0;
    for (int host : ofHosts) {
      reserved += hosts.reservedIntegral(host, now());
    }
    return reserved / capacityNanos(ofHosts);
  }

  /** Most memory in use at once on any of some hosts by what it has, after warm-up. */
  public double greatestUtilization(int[] ofHosts) {
    double most = 0;
    for (int host : ofHosts) {
      most = Math.max(most, hosts.mostUsedBytes(host, now()) / hosts.capacityBytes(host));
    }
    return most;
  }

  private double capacityNanos(int[] ofHosts) {
    return capacityBytes(ofHosts) * (now() - warmupNanos);
  }

  /**
   * Adds up every host's memory from its instances and compares.
   *
   * @return rows looked at
   * @throws SimulationFault when a host's memory is not that of its instances
   */
  public int check(long nowNanos) {
    for (int host = 0; host < exhaustion.length; host++) {
      checkHost(host, nowNanos);
    }
    return onHost.total() + exhaustion.length;
  }

  private void checkHost(int host, long nowNanos) {
    double used = 0;
    long reserved = 0;
    for (int instance = onHost.first(host);
        instance != InstanceLists.NONE;
        instance = onHost.next(instance)) {
      int service = table.service(instance);
      used += instances.privateBytes(service) + instances.leakedBytes(instance, service, nowNanos);
      reserved += reservedBytes(service);
    }
    for (int service = 0; service < services.size(); service++) {
      boolean present = ofServiceOnHost[host * services.size() + service] > 0;
      used += present ? instances.sharedBytes(service) : 0;
    }
    double says = hosts.usedBytes(host, nowNanos);
    if (Math.abs(says - used) > 1 + used * TOLERANCE || hosts.reservedBytes(host) != reserved) {
      throw new SimulationFault(
          "host "
              + host
              + " uses memory (bytes): "
              + says
              + " of "
              + hosts.reservedBytes(host)
              + " reserved, the sums over its instances are "
              + used
              + " and "
              + reserved);
    }
  }

  /** Schedules anew what a host's memory leads to, after any change of it. */
  private void foresee(int host) {
    simulation.cancel(exhaustion[host]);
    exhaustion[host] = after(exhausted, nanosUntilLess(host, 0), host);
    if (eviction == null) {
      return;
    }
    simulation.cancel(examination[host]);
    long threshold = eviction.available().bytes();
    double nanos = reclaiming[host] ? 0 : nanosUntilLess(host, threshold);
    examination[host] = after(examined, nextLook(host, nanos), host);
  }

  /** From now to the first look of a host's agent after so long; never twice at one instant. */
  private double nextLook(int host, double nanos) {
    if (!(nanos < durationNanos) || eviction == null) {
      return Double.POSITIVE_INFINITY;
    }
    long period = eviction.period().toNanos();
    long earliest = Math.max(now() + (long) Math.ceil(nanos), lastExaminedNanos[host] + 1);
    return (earliest + period - 1) / period * period - now();
  }

  private long after(EventType type, double nanos, int host) {
    return nanos < durationNanos - now()
        ? simulation.schedule(type, (long) Math.ceil(nanos), host)
        : Calendar.NO_TICKET;
  }

  private double available(int host) {
    return hosts.capacityBytes(host) - hosts.usedBytes(host, now());
  }

  /** From now until a host has less than so many bytes left; infinite for never. */
  private double nanosUntilLess(int host, long bytes) {
    double spare = available(host) - bytes;
    if (spare < 0) {
      return 0;
    }
    double perNano = hosts.bytesPerNano(host);
    return perNano > 0 ? spare / perNano : Double.POSITIVE_INFINITY;
  }

  private void onLimitPassed(int instance) {
    kill(instance, KillCause.LIMIT);
  }

  private void onExhausted(int host) {
    kill(victim(host), KillCause.HOST_EXHAUSTED);
  }

  private void onExamined(int host) {
    NodePressure settings = Objects.requireNonNull(eviction);
    long enough = settings.available().bytes() + settings.reclaim().bytes();
    lastExaminedNanos[host] = now();
    if (lifecycle.hosts().moveTo(host).isDown()) {
      foresee(host); // its agent is down as well, and looks again once it is up
      return;
    }
    if (reclaiming[host] && available(host) >= enough) {
      reclaiming[host] = false;
      foresee(host);
    } else {
      reclaiming[host] = true;
      kill(victim(host), KillCause.EVICTED);
    }
  }

  private void onReplaced(int service) {
    lifecycle.replaceMissing(services.get(service));
  }

  /** The instance on a host that exceeds its request most, the one placed last among equals. */
  private int victim(int host) {
    int victim = InstanceLists.NONE;
    double most = Double.NEGATIVE_INFINITY;
    for (int instance = onHost.first(host);
        instance != InstanceLists.NONE;
        instance = onHost.next(instance)) {
      double excess = instances.excessBytes(instance, table.service(instance), now());
      if (excess >= most) {
        most = excess;
        victim = instance;
      }
    }
    if (victim == InstanceLists.NONE) {
      throw new SimulationFault("host " + host + " is short of memory, but nothing is on it");
    }
    return victim;
  }

  /** The one place where an instance is killed for its memory. */
  private void kill(int instance, KillCause cause) {
    int service = table.service(instance);
    if (now() >= warmupNanos) {
      kills[cause.ordinal()][service]++;
      if (instances.isLeaking(instance)) {
        lives[service].recordNanos(now() - instances.leakingSinceNanos(instance));
      }
    }
    lifecycle.fail(instance);
    if (!services.get(service).model.instance().lifeCycle().isReplaced()) {
      return;
    }
    long young = YOUNG_SECONDS * NANOS_PER_SECOND;
    boolean isYoung = now() - table.createdNanos(instance) < young;
    simulation.post(replaced, isYoung ? young : 0, service);
  }

  private long reservedBytes(int service) {
    return services.get(service).model.instance().memoryBytes();
  }

  private long now() {
    return simulation.nowNanos();
  }
}
