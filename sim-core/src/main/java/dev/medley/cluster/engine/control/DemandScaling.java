package dev.medley.cluster.engine.control;

import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.CapacityListener;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.scaling.Controller;
import dev.medley.cluster.scaling.DemandController;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import java.util.Arrays;

/**
 * Scales services whose gateway holds requests, at the instant of the demand.
 *
 * <p>Under a {@link DemandController} requests that wait ask for as many instances as it says, and
 * an instance that was unused for its keep-alive goes, down to the minimum. Under any other scaler
 * the first request that waits takes the service from 0 to 1 replica and the scaler does the rest,
 * as with Knative, KEDA and OpenFaaS.
 *
 * <p>An instance has at most one check of its idleness ahead, however often it is used: O(1) per
 * request, no allocation once arrays have grown.
 */
final class DemandScaling implements CapacityListener {
  private static final long NO_LIMIT = -1;

  private final Simulation simulation;
  private final ScalingLoop loop;
  private final InstanceLifecycle lifecycle;
  private final RequestFlow flow;
  private final ServiceRun[] services;
  private final long syncNanos;
  private final EventType idleChecked;
  private long[] unusedSinceNanos = new long[64];
  private boolean[] watched = new boolean[64];

  DemandScaling(
      Simulation simulation,
      ScalingLoop loop,
      InstanceLifecycle lifecycle,
      RequestFlow flow,
      ServiceRun[] services,
      long syncNanos) {
    this.simulation = simulation;
    this.loop = loop;
    this.lifecycle = lifecycle;
    this.flow = flow;
    this.services = services;
    this.syncNanos = syncNanos;
    this.idleChecked = simulation.register("keep-alive-ended", this::onIdleChecked);
  }

  @Override
  public void onWaiting(ServiceRun service, int waiting) {
    int wanted = 1;
    if (loop.controller(service) instanceof DemandController demand) {
      int ready = (int) service.statistics.ready.value();
      wanted = demand.replicasFor(waiting, ready, service.concurrency);
    }
    wanted = Math.min(wanted, service.model.maxReplicas());
    if (wanted > service.replicas) {
      loop.scale(service, wanted);
    }
  }

  /**
   * Requests may wait though nothing happens at the gateway: an instance they had hoped for failed.
   */
  void onSync() {
    for (ServiceRun service : services) {
      int waiting = flow.heldCount(service.index);
      if (waiting > 0) {
        onWaiting(service, waiting);
      }
    }
  }

  @Override
  public void onUnused(ServiceRun service, int instance) {
    long keepAlive = keepAliveNanos(service);
    if (keepAlive == NO_LIMIT) {
      return;
    }
    if (instance >= watched.length) {
      int size = Math.max(instance + 1, watched.length * 2);
      watched = Arrays.copyOf(watched, size);
      unusedSinceNanos = Arrays.copyOf(unusedSinceNanos, size);
    }
    unusedSinceNanos[instance] = simulation.nowNanos();
    if (!watched[instance]) {
      watched[instance] = true;
      simulation.post(idleChecked, keepAlive, instance);
    }
  }

  private void onIdleChecked(int instance) {
    watched[instance] = false;
    if (lifecycle.table().state(instance) != InstanceState.READY
        || flow.load().connectionCount(instance) > 0) {
      return;
    }
    ServiceRun service = services[lifecycle.table().service(instance)];
    long now = simulation.nowNanos();
    long keepAlive = keepAliveNanos(service);
    long ends = unusedSinceNanos[instance] + keepAlive;
    if (ends <= now && service.replicas > service.model.minReplicas()) {
      loop.retire(service, instance);
    } else {
      // at the minimum it is kept, and looked at again when others may have come and be newer
      watched[instance] = true;
      simulation.postAt(
          idleChecked, ends > now ? ends : now + Math.max(syncNanos, keepAlive), instance);
    }
  }

  private long keepAliveNanos(ServiceRun service) {
    Controller controller = loop.controller(service);
    return controller instanceof DemandController demand ? demand.keepAliveNanos() : NO_LIMIT;
  }
}
