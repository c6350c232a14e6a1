package dev.medley.cluster.engine.instance;

import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.instance.WarmPool;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The warm pool of each service: instances on their way to where they wait, and those that wait.
 *
 * <p>An instance of a pool is no replica and not among the living until it is taken. Taking one
 * costs as many steps as waiting instances stand on hosts without CPU for them.
 */
final class WarmPools {
  private final HostTable hosts;
  private final InstanceTable table;
  private final List<ServiceRun> services;
  private final long warmupNanos;
  private final InstanceLists waiting;
  private final BitSet members = new BitSet();
  private final int[] sizes;
  private final List<ServiceRun> withPool;

  WarmPools(HostTable hosts, InstanceTable table, List<ServiceRun> services, long warmupNanos) {
    this.hosts = hosts;
    this.table = table;
    this.services = services;
    this.warmupNanos = warmupNanos;
    this.waiting = new InstanceLists(services.size());
    this.sizes = new int[services.size()];
    this.withPool = services.stream().filter(service -> spec(service) != null).toList();
  }

  /** Services that have a pool. */
  List<ServiceRun> services() {
    return withPool;
  }

  /** Instances that a service's pool lacks. */
  int missing(ServiceRun service) {
    WarmPool pool = spec(service);
    return pool == null ? 0 : pool.size() - sizes[service.index];
  }

  /** The last stage that instances of a service's pool go through. */
  String upTo(ServiceRun service) {
    return Objects.requireNonNull(spec(service)).upTo();
  }

  /** Whether an instance is in a pool. */
  boolean contains(int instance) {
    return members.get(instance);
  }

  /** Shows all instances in pools, or on their way there. */
  void forEach(IntConsumer visitor) {
    for (int i = members.nextSetBit(0); i >= 0; i = members.nextSetBit(i + 1)) {
      visitor.accept(i);
    }
  }

  /** An instance was placed and sets out for its pool. */
  void enter(int instance, long nowNanos) {
    ServiceRun service = serviceOf(instance);
    members.set(instance);
    sizes[service.index]++;
    service.statistics.warm.add(nowNanos, 1);
  }

  /** An instance has arrived in its pool. */
  void waits(int instance) {
    waiting.append(table.service(instance), instance);
  }

  /**
   * Takes an instance that waits on a host that has the CPU for it, or {@link InstanceLists#NONE}.
   */
  int take(ServiceRun service, long nowNanos) {
    if (spec(service) == null) {
      return InstanceLists.NONE;
    }
    int instance = waiting.first(service.index);
    while (instance != InstanceLists.NONE
        && !hosts.hasCpuFor(table.host(instance), service.model.instance())) {
      instance = waiting.next(instance);
    }
    if (nowNanos >= warmupNanos) {
      service.statistics.warmPoolAsked(instance != InstanceLists.NONE);
    }
    if (instance != InstanceLists.NONE) {
      waiting.remove(service.index, instance);
      leave(instance, nowNanos);
    }
    return instance;
  }

  /** An instance of a pool is gone; whether it had arrived there. */
  boolean lose(int instance, long nowNanos) {
    boolean arrived = waiting.contains(instance);
    if (arrived) {
      waiting.remove(table.service(instance), instance);
    }
    leave(instance, nowNanos);
    return arrived;
  }

  private void leave(int instance, long nowNanos) {
    ServiceRun service = serviceOf(instance);
    members.clear(instance);
    sizes[service.index]--;
    service.statistics.warm.add(nowNanos, -1);
  }

  private ServiceRun serviceOf(int instance) {
    return services.get(table.service(instance));
  }

  private static @Nullable WarmPool spec(ServiceRun service) {
    return service.model.provisioning().warmPool();
  }
}
