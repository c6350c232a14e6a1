package dev.medley.cluster.engine.request;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.state.CapacityListener;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.Endpoints;
import dev.medley.cluster.engine.state.IdleListener;
import dev.medley.cluster.engine.state.RejectReason;
import dev.medley.cluster.engine.state.Request;
import dev.medley.cluster.engine.state.RequestTable;
import dev.medley.cluster.engine.state.ServiceModel;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.engine.state.ServiceStatistics;
import dev.medley.cluster.workload.ArrivalProcess;
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
  private final Simulation simulation;
  private final long durationNanos;
  private final ServiceRun[] services;
  private final RequestTable requests = new RequestTable();
  private final InstanceLoads load;
  private final ProcessorSharing cpu;
  private final Gateways gateways;
  private final JobFlow jobs;
  private final HostWork hostWork;
  private final HeldRequests holding;
  private final RequestEvents events;

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
    this.load = new InstanceLoads(idle);
    long[] capacity = new long[model.hosts().size()];
    for (int h = 0; h < capacity.length; h++) {
      capacity[h] = model.hosts().get(h).allocatableCpuMilli();
    }
    this.events = new RequestEvents(simulation, this);
    this.cpu = new ProcessorSharing(simulation, events.cpuDue, capacity, this);
    this.gateways = new Gateways(model, services, streams);
    this.jobs = new JobFlow(simulation, this.services, cpu, load);
    this.hostWork = new HostWork(simulation, model, cpu);
    this.holding = new HeldRequests(simulation, this.services, load, this);
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
    if (run.holdsRequests) {
      holding.freed(run, instance);
    }
  }

  /** So many further requests of an instance ask for more CPU: it was restored. */
  public void slowFirst(int instance, int count) {
    load.of(instance).slow = count;
  }

  /** An instance gets no further requests; returns how many it still holds. */
  public int drain(int instance, int service) {
    ServiceRun run = services[service];
    InstanceLoad held = load.of(instance);
    if (!isFull(run, held)) {
      run.endpoints.remove(instance);
    }
    held.closed = true;
    return held.connections;
  }

  /**
   * Whether an instance has no free slot, and so is no endpoint where the gateway holds requests.
   */
  private static boolean isFull(ServiceRun service, InstanceLoad held) {
    return service.holdsRequests && held.connections >= service.concurrency;
  }

  /** Whether an instance that serves is no endpoint, because it has no free slot. */
  public boolean isWithheld(int instance, int service) {
    return isFull(services[service], load.of(instance));
  }

  /** An instance is gone; what it still holds is rejected. */
  public void close(int instance) {
    end(instance, false);
  }

  /** An instance is gone at once; what it still holds is lost. */
  public void lose(int instance) {
    end(instance, true);
  }

  /**
   * The host of a ready instance goes down, and nobody has noticed: what the instance held is lost,
   * it goes on getting requests, and serves none of them. Their clients time out, or they are lost
   * when the instance is drained and lost. Batch jobs on it begin anew only then.
   */
  public void strand(int instance, int service) {
    InstanceLoad held = load.of(instance);
    held.stranded = true;
    if (services[service].jobs == null && held.connections > 0) {
      boolean full = isFull(services[service], held);
      terminateHeld(instance, held, true);
      if (full) {
        services[service].endpoints.add(instance, 0);
      } else {
        services[service].endpoints.connectionsChanged(instance, 0);
      }
    }
    cpu.detach(instance);
  }

  /** Whether an instance gets requests although its host is down. */
  public boolean isStranded(int instance) {
    return load.isStranded(instance);
  }

  /** An instance stands still until a time: it goes over to another host, its connections hold. */
  public void pause(int instance, long untilNanos) {
    load.of(instance).pausedUntilNanos = untilNanos;
    cpu.pause(instance);
  }

  /** An instance that stood still goes on, on a host that may be another one. */
  public void resume(int instance, int service, int host) {
    InstanceLoad held = load.of(instance);
    held.pausedUntilNanos = simulation.nowNanos();
    held.host = host;
    cpu.resume(instance, host, services[service].model.instance().resources().cpuLimitMilli());
  }

  private void end(int instance, boolean lost) {
    jobs.closed(instance);
    InstanceLoad held = load.of(instance);
    if (held.connections > 0) {
      terminateHeld(instance, held, lost);
    }
    cpu.detach(instance);
  }

  private void terminateHeld(int instance, InstanceLoad held, boolean lost) {
    for (int row = 0; row < requests.bound(); row++) {
      Request request = requests.row(row);
      if (request.isLive()
          && request.instance == instance
          && request.phase != RequestTable.RETURNING
          && !request.orphaned) {
        terminate(request, lost);
      }
    }
    held.clear(simulation.nowNanos());
  }

  /**
   * Adds the requests of every service that arrived after a time and still wait for their response.
   *
   * @return rows looked at
   */
  public int addWaiting(long sinceNanos, long[] toServices) {
    int bound = requests.bound();
    for (int row = 0; row < bound; row++) {
      Request request = requests.row(row);
      if (request.isLive() && !request.abandoned && request.arrivedNanos >= sinceNanos) {
        toServices[request.service]++;
      }
    }
    return bound;
  }

  /** The shared CPUs. */
  public ProcessorSharing cpu() {
    return cpu;
  }

  /** What instances on their way do on their hosts. */
  public HostWork hostWork() {
    return hostWork;
  }

  /** The gateways. */
  public Gateways gateways() {
    return gateways;
  }

  /** Tells who provides capacity where it is missing; once, before the run. */
  public void connect(CapacityListener listener) {
    holding.connect(listener);
  }

  /** Requests of a service that wait at the gateway. */
  public int heldCount(int service) {
    return holding.size(service);
  }

  /** What each instance holds. */
  public InstanceLoads load() {
    return load;
  }

  private void scheduleArrival(ServiceRun service) {
    ArrivalProcess arrivals = service.arrivals;
    if (arrivals == null) {
      return;
    }
    long at = arrivals.nextNanos();
    if (at < durationNanos) {
      simulation.postAt(events.arrived, at, service.index);
    }
  }

  void onArrived(int serviceIndex) {
    ServiceRun service = services[serviceIndex];
    scheduleArrival(service);
    long now = simulation.nowNanos();
    long work = service.nextWorkNanos();
    long hop = service.nextRequestHopNanos();
    service.statistics.arrived(now);
    int instance = service.endpoints.pick();
    if (instance == Endpoints.NONE) {
      if (service.holdsRequests) {
        hold(service, work, now);
      } else {
        service.statistics.rejected(RejectReason.NO_INSTANCE_READY, now);
      }
      return;
    }
    Request request = create(service, work, now);
    send(service, request, instance, hop);
    watchDeadline(service, request, now);
  }

  private Request create(ServiceRun service, long work, long now) {
    Request request = requests.create();
    request.service = service.index;
    request.arrivedNanos = now;
    request.workNanos = work;
    request.calls = service.calls;
    request.abandoned = false;
    request.orphaned = false;
    return request;
  }

  /** A request gets its instance and sets out. */
  void send(ServiceRun service, Request request, int instance, long hopNanos) {
    long now = simulation.nowNanos();
    long hop = hopNanos;
    request.instance = instance;
    request.phase = RequestTable.OUTBOUND;
    InstanceLoad held = load.of(instance);
    load.connect(service, instance, held, now);
    if (service.throughGateway) {
      hop += gateways.passRequest(held.host, service.index, now);
    }
    simulation.post(events.delivered, hop, request.row);
  }

  private void hold(ServiceRun service, long work, long now) {
    if (holding.isFull(service)) {
      service.statistics.rejected(RejectReason.GATEWAY_FULL, now);
      return;
    }
    Request request = create(service, work, now);
    watchDeadline(service, request, now);
    holding.add(service, request);
  }

  private void disconnect(ServiceRun service, int instance, InstanceLoad held, long now) {
    load.disconnect(service, instance, held, now);
    if (service.holdsRequests && !held.closed) {
      holding.freed(service, instance);
    }
  }

  void onDelivered(int row) {
    Request request = requests.row(row);
    if (request.orphaned) {
      requests.release(request);
      return;
    }
    ServiceRun service = services[request.service];
    InstanceLoad held = load.of(request.instance);
    if (request.abandoned) {
      disconnect(service, request.instance, held, simulation.nowNanos());
      requests.release(request);
      return;
    }
    long now = simulation.nowNanos();
    if (now < held.pausedUntilNanos) {
      simulation.postAt(events.delivered, held.pausedUntilNanos, row);
      return;
    }
    request.deliveredNanos = now;
    held.delivered++;
    if (held.stranded) {
      request.phase = RequestTable.STRANDED;
      held.enqueue(request);
      return;
    }
    if (held.slow > 0) {
      held.slow--;
      request.workNanos = Math.round(request.workNanos * service.restoredFactor);
    }
    if (held.serving < service.concurrency) {
      serve(service, request, held, now);
    } else if (held.queued < service.queueCapacity) {
      request.phase = RequestTable.QUEUED;
      held.enqueue(request);
    } else {
      service.statistics.rejected(RejectReason.QUEUE_FULL, request.arrivedNanos);
      disconnect(service, request.instance, held, now);
      requests.release(request);
    }
  }

  private void serve(ServiceRun service, Request request, InstanceLoad held, long now) {
    held.serving++;
    request.phase = RequestTable.COMPUTING;
    service.statistics.waited(request.arrivedNanos, request.deliveredNanos, now);
    cpu.enter(request.instance, request.row, request.workNanos);
  }

  @Override
  public void onComputed(int row) {
    if (row < 0) {
      if (HostWork.isInstance(row)) {
        hostWork.onComputed(row);
      } else {
        jobs.onComputed(~row);
      }
      return;
    }
    Request request = requests.row(row);
    ServiceRun service = services[request.service];
    if (request.calls > 0) {
      request.phase = RequestTable.STORING;
      call(service, request);
    } else {
      respond(service, request);
    }
  }

  private void call(ServiceRun service, Request request) {
    request.calls--;
    long now = simulation.nowNanos();
    InstanceLoad held = load.of(request.instance);
    long begin = Math.max(now, held.storageFreeNanos);
    held.storageFreeNanos = begin + service.storageSpacingNanos;
    simulation.postAt(events.stored, begin + service.nextStorageNanos(), request.row);
  }

  void onStored(int row) {
    Request request = requests.row(row);
    if (request.orphaned) {
      requests.release(request);
      return;
    }
    ServiceRun service = services[request.service];
    long pausedUntil = load.of(request.instance).pausedUntilNanos;
    if (simulation.nowNanos() < pausedUntil) {
      simulation.postAt(events.stored, pausedUntil, row);
    } else if (request.calls > 0) {
      call(service, request);
    } else {
      respond(service, request);
    }
  }

  private void respond(ServiceRun service, Request request) {
    int instance = request.instance;
    InstanceLoad held = load.of(instance);
    long now = simulation.nowNanos();
    long hop = service.nextResponseHopNanos();
    if (request.abandoned) {
      requests.release(request);
    } else {
      if (service.throughGateway) {
        hop += gateways.passResponse(held.host, service.index, now);
      }
      request.phase = RequestTable.RETURNING;
      simulation.post(events.returned, hop, request.row);
    }
    held.serving--;
    Request waiting = held.dequeue();
    if (waiting != null) {
      serve(service, waiting, held, now);
    }
    disconnect(service, instance, held, now);
  }

  void onReturned(int row) {
    Request request = requests.row(row);
    if (!request.abandoned) {
      ServiceRun service = services[request.service];
      service.statistics.completed(
          request.arrivedNanos, simulation.nowNanos(), service.responseBytes);
    }
    requests.release(request);
  }

  private void watchDeadline(ServiceRun service, Request request, long now) {
    long timeout = service.model.timeoutNanos();
    if (timeout == ServiceModel.NO_TIMEOUT) {
      return;
    }
    if (service.deadlines.isEmpty()) {
      simulation.postAt(events.deadline, now + timeout, service.index);
    }
    service.deadlines.add(now + timeout, request, requests);
  }

  void onDeadline(int serviceIndex) {
    ServiceRun service = services[serviceIndex];
    long now = simulation.nowNanos();
    while (!service.deadlines.isEmpty()) {
      Request request = requests.row(service.deadlines.firstRow());
      boolean same = request.generation() == service.deadlines.firstGeneration();
      long at = service.deadlines.firstDeadlineNanos();
      if (same && at > now) {
        simulation.postAt(events.deadline, at, serviceIndex);
        return;
      }
      service.deadlines.removeFirst();
      if (same) {
        giveUp(service, request);
      }
    }
  }

  private void giveUp(ServiceRun service, Request request) {
    if (request.abandoned) {
      return;
    }
    long now = simulation.nowNanos();
    request.abandoned = true;
    service.statistics.timedOut(request.arrivedNanos, now);
    boolean queued = request.phase == RequestTable.QUEUED;
    if (request.phase == RequestTable.HELD) {
      holding.remove(service, request);
      requests.release(request);
    } else if (queued) {
      service.statistics.waited(request.arrivedNanos, request.deliveredNanos, now);
    }
    if (queued || request.phase == RequestTable.STRANDED) {
      InstanceLoad held = load.of(request.instance);
      held.unlink(request);
      requests.release(request);
      disconnect(service, request.instance, held, now);
    }
  }

  private void terminate(Request request, boolean lost) {
    if (!request.abandoned) {
      request.abandoned = true;
      ServiceStatistics statistics = services[request.service].statistics;
      if (lost) {
        statistics.lost(request.arrivedNanos);
      } else {
        statistics.rejected(RejectReason.INSTANCE_TERMINATED, request.arrivedNanos);
      }
    }
    switch (request.phase) {
      case RequestTable.QUEUED, RequestTable.COMPUTING, RequestTable.STRANDED ->
          requests.release(request);
      case RequestTable.OUTBOUND, RequestTable.STORING -> request.orphaned = true;
      default -> throw new SimulationFault("request " + request.row + " is in no phase");
    }
  }
}
