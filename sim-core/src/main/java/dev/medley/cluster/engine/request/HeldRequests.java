package dev.medley.cluster.engine.request;

import dev.medley.cluster.engine.state.CapacityListener;
import dev.medley.cluster.engine.state.Endpoints;
import dev.medley.cluster.engine.state.Request;
import dev.medley.cluster.engine.state.RequestTable;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.workload.Activation;
import dev.medley.kernel.Simulation;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait at the gateway, by service, for an instance with a free slot: oldest
 * first.
 *
 * <p>O(1) per request, no allocation.
 */
final class HeldRequests {
  private final Simulation simulation;
  private final InstanceLoads load;
  private final RequestFlow flow;
  private final RequestQueue[] queues;
  private final int[] most;
  private @Nullable CapacityListener capacity;

  HeldRequests(Simulation simulation, ServiceRun[] services, InstanceLoads load, RequestFlow flow) {
    this.simulation = simulation;
    this.load = load;
    this.flow = flow;
    this.queues = new RequestQueue[services.length];
    Arrays.setAll(queues, service -> new RequestQueue());
    this.most = new int[services.length];
    for (ServiceRun service : services) {
      Activation activation = service.model.provisioning().activation();
      most[service.index] = activation == null ? 0 : activation.queue();
    }
  }

  void connect(CapacityListener listener) {
    this.capacity = listener;
  }

  int size(int service) {
    return queues[service].queued;
  }

  boolean isFull(ServiceRun service) {
    return queues[service.index].queued >= most[service.index];
  }

  /** A request waits from now on; it may have got an instance when this returns. */
  void add(ServiceRun service, Request request) {
    request.instance = Endpoints.NONE;
    request.phase = RequestTable.HELD;
    RequestQueue queue = queues[service.index];
    queue.enqueue(request);
    listener().onWaiting(service, queue.queued);
  }

  /** The client of a request gave up. */
  void remove(ServiceRun service, Request request) {
    queues[service.index].unlink(request);
  }

  /** A slot of an instance became free: the oldest requests take what is free. */
  void freed(ServiceRun service, int instance) {
    RequestQueue queue = queues[service.index];
    while (queue.queued > 0) {
      int free = service.endpoints.pick();
      if (free == Endpoints.NONE) {
        break;
      }
      Request request = Objects.requireNonNull(queue.dequeue());
      boolean cold = load.of(free).openedNanos >= request.arrivedNanos;
      service.statistics.sent(request.arrivedNanos, cold, simulation.nowNanos());
      flow.send(service, request, free, service.nextRequestHopNanos());
    }
    if (load.of(instance).connections == 0) {
      listener().onUnused(service, instance);
    }
  }

  private CapacityListener listener() {
    return Objects.requireNonNull(capacity);
  }
}
