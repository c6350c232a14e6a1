package dev.medley.cluster.engine.instance;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.scheduling.Placement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * What must hold of instances and hosts between any two events, computed from scratch.
 *
 * <ul>
 *   <li>No instance is there twice; it is on a host exactly when it is neither pending nor gone,
 *       and among the endpoints exactly when it is ready with a free slot, or on a host whose end
 *       nobody noticed.
 *   <li>What hosts have reserved is the sum over their instances, and never more than they have:
 *       CPU, memory, density of each runtime, addresses.
 *   <li>No two instances have the same address.
 *   <li>Every instance that waits for a host has a reason: no host admits it.
 *   <li>Counts of replicas, ready, waiting and placed instances are the numbers of such instances;
 *       instances on their way, and no others, have a row of transitions.
 * </ul>
 *
 * <p>Allocates next to nothing once arrays have grown. Cost: O(instances + hosts x runtimes).
 */
public final class InstanceInvariants {
  private final List<ServiceRun> services;
  private final InstanceTable table;
  private final HostTable hosts;
  private final HostView host;
  private final Placement placement;
  private final AddressTable addresses;
  private final InstanceLists living;
  private final InstanceLists pending;
  private final Transitions transitions;
  private final int[] replicas;
  private final WarmPools pools;

  /** Where instances that migrate hold room besides their own host. */
  private final SortedMap<Integer, Integer> migrationTargets;

  /** Whether instances that nobody has tried to place yet wait elsewhere, for the scheduler. */
  private final boolean scheduled;

  private final IntPredicate isEndpoint;

  /** Made once: a check allocates nothing. */
  private final IntConsumer addWarm = this::addWarmToHost;

  private final List<String> runtimes = new ArrayList<>();
  private final double[] density;
  private final int[] runtimeOf;
  private final long[] cpuMilli;
  private final long[] memoryBytes;
  private final int[] instances;
  private final int[][] ofRuntime;
  private int[] seenIn = new int[0];
  private int checks;
  private int onTheirWay;

  InstanceInvariants(
      List<ServiceRun> services,
      InstanceTable table,
      HostTable hosts,
      Placement placement,
      AddressTable addresses,
      InstanceLists living,
      InstanceLists pending,
      Transitions transitions,
      int[] replicas,
      WarmPools pools,
      SortedMap<Integer, Integer> migrationTargets,
      boolean scheduled,
      IntPredicate isEndpoint) {
    this.services = services;
    this.table = table;
    this.hosts = hosts;
    this.host = hosts.view();
    this.placement = placement;
    this.addresses = addresses;
    this.living = living;
    this.pending = pending;
    this.transitions = transitions;
    this.replicas = replicas;
    this.pools = pools;
    this.migrationTargets = migrationTargets;
    this.scheduled = scheduled;
    this.isEndpoint = isEndpoint;
    this.runtimeOf = new int[services.size()];
    this.density = new double[services.size()];
    for (ServiceRun service : services) {
      InstanceSpec spec = service.model.instance();
      int runtime = runtimes.indexOf(spec.runtimeName());
      if (runtime < 0) {
        runtime = runtimes.size();
        runtimes.add(spec.runtimeName());
      }
      runtimeOf[service.index] = runtime;
      // where services differ in what they say of one runtime, each is admitted by its own
      density[runtime] = Math.max(density[runtime], spec.runtime().density().value());
    }
    cpuMilli = new long[hosts.size()];
    memoryBytes = new long[hosts.size()];
    instances = new int[hosts.size()];
    ofRuntime = new int[runtimes.size()][hosts.size()];
  }

  /**
   * Looks at everything.
   *
   * @return rows looked at
   * @throws SimulationFault with the first thing that does not hold
   */
  public int check() {
    checks++;
    onTheirWay = 0;
    Arrays.fill(cpuMilli, 0);
    Arrays.fill(memoryBytes, 0);
    Arrays.fill(instances, 0);
    for (int[] counts : ofRuntime) {
      Arrays.fill(counts, 0);
    }
    if (seenIn.length < table.size()) {
      seenIn = Arrays.copyOf(seenIn, Math.max(table.size(), seenIn.length * 2));
    }
    for (int s = 0; s < services.size(); s++) {
      checkService(services.get(s));
    }
    pools.forEach(addWarm);
    if (!migrationTargets.isEmpty()) {
      migrationTargets.forEach(this::addTarget);
    }
    if (transitions.size() != onTheirWay) {
      throw new SimulationFault(
          transitions.size()
              + " rows of transitions, but "
              + onTheirWay
              + " instances are on their way");
    }
    for (int h = 0; h < hosts.size(); h++) {
      checkHost(h);
    }
    for (int s = 0; s < services.size(); s++) {
      if (pending.size(s) > 0 && !scheduled) {
        checkReason(services.get(s));
      }
    }
    return living.total() + hosts.size() * (1 + runtimes.size());
  }

  private void checkService(ServiceRun service) {
    int s = service.index;
    int waiting = 0;
    int placed = 0;
    int ready = 0;
    int open = 0;
    int asked = 0;
    int walked = 0;
    for (int instance = living.first(s);
        instance != InstanceLists.NONE;
        instance = living.next(instance)) {
      if (seenIn[instance] == checks || table.service(instance) != s) {
        throw new SimulationFault("instance " + instance + " is twice among the living");
      }
      seenIn[instance] = checks;
      walked++;
      InstanceState state = table.state(instance);
      checkTables(service, instance, state);
      switch (state) {
        case PENDING -> waiting += scheduled && !pending.contains(instance) ? 0 : 1;
        case STARTING,
            READY,
            MIGRATING,
            DRAINING,
            STOPPING,
            BACKING_OFF,
            RESTARTING,
            UNREACHABLE -> {
          placed++;
          addToHost(instance, service);
        }
        case STOPPED, FAILED ->
            throw new SimulationFault("instance " + instance + " is " + state + " but living");
      }
      ready += state.serves() ? 1 : 0;
      open += isEndpoint.test(instance) ? 1 : 0;
      asked +=
          switch (state) {
            case PENDING, STARTING, READY, MIGRATING, BACKING_OFF, RESTARTING, UNREACHABLE -> 1;
            case DRAINING, STOPPING, STOPPED, FAILED -> 0;
          };
    }
    agree(service, "living", living.size(s), "in their list", walked);
    agree(service, "replicas", replicas[s], "such instances", asked);
    agree(service, "endpoints", service.endpoints.size(), "instances that may get requests", open);
    agree(service, "ready", service.statistics.ready.value(), "ready instances", ready);
    agree(service, "placed", service.statistics.instances.value(), "instances on hosts", placed);
    agree(service, "waiting", pending.size(s), "pending instances", waiting);
    agree(
        service,
        "unscheduled",
        service.statistics.unscheduled.value(),
        "pending instances",
        waiting);
  }

  private void checkTables(ServiceRun service, int instance, InstanceState state) {
    boolean serves = isEndpoint.test(instance);
    if (service.endpoints.contains(instance) != serves) {
      throw new SimulationFault(
          "instance "
              + instance
              + " is "
              + state
              + (serves ? " but not" : " but")
              + " among the endpoints");
    }
    boolean moves =
        switch (state) {
          case PENDING, STARTING, DRAINING, RESTARTING -> true;
          case READY, MIGRATING, STOPPING, STOPPED, FAILED, BACKING_OFF, UNREACHABLE -> false;
        };
    onTheirWay += moves ? 1 : 0;
    if (transitions.contains(instance) != moves) {
      throw new SimulationFault(
          "instance "
              + instance
              + " is "
              + state
              + (moves ? " but has no row" : " but has a row")
              + " of transitions");
    }
    boolean placed = table.host(instance) != InstanceTable.NO_HOST;
    if (placed == (state == InstanceState.PENDING)) {
      throw new SimulationFault(
          "instance " + instance + " is " + state + " on host " + table.host(instance));
    }
  }

  /** An instance in a warm pool holds memory and its place, but no CPU. */
  private void addWarmToHost(int instance) {
    onTheirWay++;
    ServiceRun service = services.get(table.service(instance));
    addToHost(instance, service);
    cpuMilli[table.host(instance)] -= service.model.instance().cpuRequestMilli();
  }

  /** An instance that migrates holds room on its target, but has no address there. */
  private void addTarget(int instance, int target) {
    if (table.state(instance) != InstanceState.MIGRATING || table.host(instance) == target) {
      throw new SimulationFault(
          "instance " + instance + " is " + table.state(instance) + " with room on another host");
    }
    addRoom(target, services.get(table.service(instance)));
  }

  private void addRoom(int on, ServiceRun service) {
    InstanceSpec spec = service.model.instance();
    cpuMilli[on] += spec.cpuRequestMilli();
    memoryBytes[on] += spec.memoryBytes();
    instances[on]++;
    ofRuntime[runtimeOf[service.index]][on]++;
  }

  private void addToHost(int instance, ServiceRun service) {
    int on = table.host(instance);
    addRoom(on, service);
    int owner = addresses.owner(on, addresses.number(instance));
    if (owner != instance) {
      throw new SimulationFault(
          "address "
              + addresses.number(instance)
              + " of host "
              + on
              + ", which instance "
              + instance
              + " uses, belongs to "
              + (owner == AddressTable.NONE ? "nobody" : "instance " + owner));
    }
  }

  private void checkReason(ServiceRun service) {
    InstanceSpec spec = service.model.instance();
    int admits = placement.place(spec);
    if (admits != Placement.UNSCHEDULABLE) {
      throw new SimulationFault(
          "an instance of " + service.model.name() + " waits though host " + admits + " admits it");
    }
  }

  private void checkHost(int h) {
    host.moveTo(h);
    equal(h, "reserves CPU (m)", host.reservedCpuMilli(), cpuMilli[h]);
    equal(h, "reserves memory (bytes)", host.reservedMemoryBytes(), memoryBytes[h]);
    equal(h, "counts instances", host.instances(), instances[h]);
    atMost(h, "CPU (m)", cpuMilli[h], host.allocatableCpuMilli());
    atMost(h, "memory (bytes)", memoryBytes[h], host.allocatableMemoryBytes());
    atMost(h, "addresses", instances[h], host.spec().addresses());
    for (int r = 0; r < ofRuntime.length; r++) {
      String runtime = runtimes.get(r);
      equal(h, "counts instances of a runtime", host.instancesOf(runtime), ofRuntime[r][h]);
      atMost(h, "density", ofRuntime[r][h], density[r]);
    }
  }

  private static void equal(int h, String what, long says, long sum) {
    if (says != sum) {
      throw new SimulationFault(
          "host " + h + " " + what + ": " + says + ", the sum over its instances is " + sum);
    }
  }

  private static void atMost(int h, String what, long taken, double has) {
    if (taken > has) {
      throw new SimulationFault(
          "host " + h + " is over its capacity: " + what + " " + taken + " of " + has);
    }
  }

  private static void agree(ServiceRun service, String what, double says, String truth, long is) {
    if (says != is) {
      throw new SimulationFault(
          what
              + " of "
              + service.model.name()
              + ": "
              + Math.round(says)
              + " counted, there are "
              + is
              + " "
              + truth);
    }
  }
}
