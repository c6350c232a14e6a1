package dev.medley.cluster.engine.request;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.Endpoints;
import dev.medley.cluster.engine.state.IdleListener;
import dev.medley.cluster.engine.state.RejectReason;
import dev.medley.cluster.engine.state.RequestTable;
import dev.medley.cluster.engine.state.ServiceModel;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.workload.ArrivalProcess;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.StreamTree;
import java.util.List;

/**
 * The way of a request: arrival, gateway and network hop, queue, CPU, storage, response.
 *
 * <p>An arrival chooses a ready instance at once and holds a connection to it until the response
 * leaves it. A request whose client gives up leaves the queue at once; one in service is finished,
 * but counts as timed out. No allocation once tables have grown.
 */
public final class RequestFlow implements ProcessorSharing.Listener {
  /** After everything else at that instant: a response at the very deadline is in time. */
  private static final int LAST = 255;

  private final Simulation simulation;
  private final long durationNanos;
  private final ServiceRun[] services;
  private final RequestTable requests = new RequestTable();
  private final InstanceLoad load = new InstanceLoad();
  private final ProcessorSharing cpu;
  private final Gateways gateways;
  private final IdleListener idle;
  private final JobFlow jobs;
  private final EventType arrived;
  private final EventType delivered;
  private final EventType stored;
  private final EventType returned;
  private final EventType deadline;

  /** Prepares the data plane of a replication. */
  public RequestFlow(
      Simulation simulation,
      ClusterModel model,
      List<ServiceRun> services,
      StreamTree streams,
      IdleListener idle) {
    this.simulation = simulation;
    this.durationNanos = model.durationNanos();
    this.services = services.toArray(new ServiceRun[0]);
    this.idle = idle;
    long[] capacity = new long[model.hosts().size()];
    for (int h = 0; h < capacity.length; h++) {
      capacity[h] = model.hosts().get(h).allocatableCpuMilli();
    }
    this.arrived = simulation.register("request-arrived", this::onArrived);
    this.delivered = simulation.register("request-delivered", this::onDelivered);
    this.cpu = new ProcessorSharing(simulation, capacity, this);
    this.stored = simulation.register("storage-call-done", this::onStored);
    this.returned = simulation.register("response-arrived", this::onReturned);
    this.deadline = simulation.register("request-deadline", LAST, this::onDeadline);
    this.gateways = new Gateways(model, streams);
    this.jobs = new JobFlow(simulation, this.services, cpu, load, idle);
  }

  /** Schedules the first arrival of every service. */
  public void start() {
    for (ServiceRun service : services) {
      scheduleArrival(service);
    }
    jobs.start();
  }

  /** An instance becomes ready. */
  public void open(int instance, int service, int host) {
    ServiceRun run = services[service];
    cpu.attach(instance, host, run.model.instance().resources().cpuLimitMilli());
    load.open(instance, host, simulation.nowNanos());
    run.endpoints.add(instance, 0);
    jobs.opened(service);
  }

  /** An instance gets no further requests; returns how many it still holds. */
  public int drain(int instance, int service) {
    services[service].endpoints.remove(instance);
    load.closed[instance] = true;
    return load.connections[instance];
  }

  /** An instance is gone; what it still holds is rejected. */
  public void close(int instance) {
    jobs.closed(instance);
    if (load.connections[instance] > 0) {
      for (int row = 0; row < requests.bound(); row++) {
        if (requests.isLive(row)
            && requests.instance[row] == instance
            && requests.phase[row] != RequestTable.RETURNING
            && !requests.orphaned[row]) {
          terminate(row);
        }
      }
      load.connections[instance] = 0;
      load.reset(instance);
    }
    cpu.detach(instance);
  }

  /** Requests of a service that arrived after a time and still wait for their response. */
  public long waiting(int service, long sinceNanos) {
    long count = 0;
    for (int row = 0; row < requests.bound(); row++) {
      if (requests.isLive(row)
          && requests.service[row] == service
          && !requests.abandoned[row]
          && requests.arrivedNanos[row] >= sinceNanos) {
        count++;
      }
    }
    return count;
  }

  /** The shared CPUs. */
  public ProcessorSharing cpu() {
    return cpu;
  }

  /** The gateways. */
  public Gateways gateways() {
    return gateways;
  }

  /** What each instance holds. */
  public InstanceLoad load() {
    return load;
  }

  private void scheduleArrival(ServiceRun service) {
    ArrivalProcess arrivals = service.arrivals;
    if (arrivals == null) {
      return;
    }
    long at = arrivals.nextNanos();
    if (at < durationNanos) {
      simulation.scheduleAt(arrived, at, service.index);
    }
  }

  private void onArrived(int serviceIndex) {
    ServiceRun service = services[serviceIndex];
    scheduleArrival(service);
    long now = simulation.nowNanos();
    long work = service.nextWorkNanos();
    long hop = service.nextRequestHopNanos();
    service.statistics.arrived(now);
    int instance = service.endpoints.pick();
    if (instance == Endpoints.NONE) {
      service.statistics.rejected(RejectReason.NO_INSTANCE_READY, now);
      return;
    }
    int row = requests.create();
    requests.service[row] = serviceIndex;
    requests.instance[row] = instance;
    requests.arrivedNanos[row] = now;
    requests.workNanos[row] = work;
    requests.calls[row] = service.calls;
    requests.phase[row] = RequestTable.OUTBOUND;
    requests.abandoned[row] = false;
    requests.orphaned[row] = false;
    int connections = load.connect(instance, now);
    service.endpoints.connectionsChanged(instance, connections);
    if (service.throughGateway) {
      hop += gateways.passRequest(load.host[instance], service.requestBytes, now);
    }
    simulation.schedule(delivered, hop, row);
    watchDeadline(service, row, now);
  }

  private void onDelivered(int row) {
    ServiceRun service = services[requests.service[row]];
    int instance = requests.instance[row];
    if (requests.orphaned[row]) {
      requests.release(row);
      return;
    }
    if (requests.abandoned[row]) {
      disconnect(service, instance);
      requests.release(row);
      return;
    }
    long now = simulation.nowNanos();
    requests.deliveredNanos[row] = now;
    load.delivered[instance]++;
    if (load.serving[instance] < service.concurrency) {
      serve(service, row, instance, now);
    } else if (load.queued[instance] < service.queueCapacity) {
      requests.phase[row] = RequestTable.QUEUED;
      load.enqueue(requests, instance, row);
    } else {
      service.statistics.rejected(RejectReason.QUEUE_FULL, requests.arrivedNanos[row]);
      disconnect(service, instance);
      requests.release(row);
    }
  }

  private void serve(ServiceRun service, int row, int instance, long now) {
    load.serving[instance]++;
    requests.phase[row] = RequestTable.COMPUTING;
    service.statistics.waited(requests.arrivedNanos[row], requests.deliveredNanos[row], now);
    cpu.enter(instance, row, requests.workNanos[row]);
  }

  @Override
  public void onComputed(int row) {
    if (row < 0) {
      jobs.onComputed(~row);
      return;
    }
    ServiceRun service = services[requests.service[row]];
    if (requests.calls[row] > 0) {
      requests.phase[row] = RequestTable.STORING;
      call(service, row);
    } else {
      respond(service, row);
    }
  }

  private void call(ServiceRun service, int row) {
    requests.calls[row]--;
    long now = simulation.nowNanos();
    int instance = requests.instance[row];
    long begin = Math.max(now, load.storageFreeNanos[instance]);
    load.storageFreeNanos[instance] = begin + service.storageSpacingNanos;
    simulation.scheduleAt(stored, begin + service.nextStorageNanos(), row);
  }

  private void onStored(int row) {
    if (requests.orphaned[row]) {
      requests.release(row);
      return;
    }
    ServiceRun service = services[requests.service[row]];
    if (requests.calls[row] > 0) {
      call(service, row);
    } else {
      respond(service, row);
    }
  }

  private void respond(ServiceRun service, int row) {
    int instance = requests.instance[row];
    long now = simulation.nowNanos();
    long hop = service.nextResponseHopNanos();
    if (requests.abandoned[row]) {
      requests.release(row);
    } else {
      if (service.throughGateway) {
        hop += gateways.passResponse(load.host[instance], service.responseBytes, now);
      }
      requests.phase[row] = RequestTable.RETURNING;
      simulation.schedule(returned, hop, row);
    }
    load.serving[instance]--;
    int waiting = load.dequeue(requests, instance);
    if (waiting != RequestTable.NONE) {
      serve(service, waiting, instance, now);
    }
    disconnect(service, instance);
  }

  private void onReturned(int row) {
    if (!requests.abandoned[row]) {
      ServiceRun service = services[requests.service[row]];
      service.statistics.completed(
          requests.arrivedNanos[row], simulation.nowNanos(), service.responseBytes);
    }
    requests.release(row);
  }

  private void disconnect(ServiceRun service, int instance) {
    int connections = load.disconnect(instance, simulation.nowNanos());
    if (!load.closed[instance]) {
      service.endpoints.connectionsChanged(instance, connections);
    } else if (connections == 0) {
      idle.onIdle(instance);
    }
  }

  private void watchDeadline(ServiceRun service, int row, long now) {
    long timeout = service.model.timeoutNanos();
    if (timeout == ServiceModel.NO_TIMEOUT) {
      return;
    }
    if (service.deadlines.isEmpty()) {
      simulation.scheduleAt(deadline, now + timeout, service.index);
    }
    service.deadlines.add(now + timeout, row, requests);
  }

  private void onDeadline(int serviceIndex) {
    ServiceRun service = services[serviceIndex];
    long now = simulation.nowNanos();
    while (!service.deadlines.isEmpty()) {
      int row = service.deadlines.firstRequest();
      boolean same = requests.generation(row) == service.deadlines.firstGeneration();
      long at = service.deadlines.firstDeadlineNanos();
      if (same && at > now) {
        simulation.scheduleAt(deadline, at, serviceIndex);
        return;
      }
      service.deadlines.removeFirst();
      if (same) {
        giveUp(service, row);
      }
    }
  }

  private void giveUp(ServiceRun service, int row) {
    if (requests.abandoned[row]) {
      return;
    }
    long now = simulation.nowNanos();
    requests.abandoned[row] = true;
    service.statistics.timedOut(requests.arrivedNanos[row], now);
    if (requests.phase[row] == RequestTable.QUEUED) {
      service.statistics.waited(requests.arrivedNanos[row], requests.deliveredNanos[row], now);
      int instance = requests.instance[row];
      load.unlink(requests, instance, row);
      requests.release(row);
      disconnect(service, instance);
    }
  }

  private void terminate(int row) {
    ServiceRun service = services[requests.service[row]];
    if (!requests.abandoned[row]) {
      requests.abandoned[row] = true;
      service.statistics.rejected(RejectReason.INSTANCE_TERMINATED, requests.arrivedNanos[row]);
    }
    switch (requests.phase[row]) {
      case RequestTable.QUEUED, RequestTable.COMPUTING -> requests.release(row);
      case RequestTable.OUTBOUND, RequestTable.STORING -> requests.orphaned[row] = true;
      default -> throw new SimulationFault("request " + row + " is in no phase");
    }
  }
}
