package dev.medley.cluster.engine.instance;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.image.ImageMoves;
import dev.medley.cluster.engine.image.ImageReport;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.IdleListener;
import dev.medley.cluster.engine.state.ReadyListener;
import dev.medley.cluster.engine.state.ReplicaController;
import dev.medley.cluster.engine.state.Scheduler;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.instance.Snapshot;
import dev.medley.cluster.runtime.HostUse;
import dev.medley.cluster.scheduling.Placement;
import dev.medley.cluster.scheduling.SchedulingPipeline;
import dev.medley.distribution.Sampler;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import dev.medley.stat.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Creates, places, starts, drains and stops instances.
 *
 * <p>An instance that no host admits waits with its reason and is tried again, in order of
 * creation, whenever a host gets something back.
 */
public final class InstanceLifecycle implements IdleListener {
  private final Simulation simulation;
  private final List<ServiceRun> services;
  private final InstanceTable table;
  private final HostTable hosts;
  private final Placement placement;
  private final StartProcess starts;
  private final HostClaims claims;
  private final StartLoops loops;
  private final List<Sampler> shutdown = new ArrayList<>();
  private final List<RandomStream> shutdownStreams = new ArrayList<>();
  private final AddressTable addresses;
  private final InstanceLists living;
  private final Transitions transitions;
  private final InstanceLists pending;

  /** What is on each host. */
  private final InstanceLists residents;

  private final TreeMap<Integer, String> firstRefusals = new TreeMap<>();
  private final int[] created;
  private final int[] replicas;
  private final EventType graceEnded;
  private final EventType stopped;
  private final @Nullable SchedulerQueue scheduler;
  private final WarmPools pools;
  private final List<InstanceListener> listeners = new ArrayList<>();

  /** Where instances that migrate hold room besides their own host. */
  private final TreeMap<Integer, Integer> migrationTargets = new TreeMap<>();

  private @Nullable RequestFlow flow;
  private InstanceObserver observer = InstanceObserver.NONE;
  private @Nullable InstanceRecovery recovery;
  private @Nullable ReadyListener readyListener;

  /** Prepares a replication without instances. */
  public InstanceLifecycle(
      Simulation simulation, ClusterModel model, List<ServiceRun> services, StreamTree streams) {
    this.simulation = simulation;
    this.services = services;
    this.table =
        new InstanceTable(
            services.stream().map(service -> service.model.instance().lifeCycle().kind()).toList());
    this.hosts = new HostTable(model.hosts());
    this.addresses = new AddressTable(hosts);
    this.residents = new InstanceLists(model.hosts().size());
    this.placement = new Placement(SchedulingPipeline.standard(), hosts);
    this.created = new int[services.size()];
    this.replicas = new int[services.size()];
    this.living = new InstanceLists(services.size());
    this.pending = new InstanceLists(services.size());
    for (ServiceRun service : services) {
      StreamTree own = streams.child("service/" + service.model.name());
      shutdown.add(service.model.instance().runtime().shutdown().law().sampler());
      shutdownStreams.add(own.stream("shutdown"));
    }
    this.claims = new HostClaims(simulation, services, hosts.size(), this::onClaimEnded);
    this.loops = new StartLoops(simulation, services, this::create, this::retire);
    this.starts =
        new StartProcess(
            simulation,
            table,
            hosts,
            services,
            streams,
            claims,
            model.warmupNanos(),
            model.images(),
            model.control().scheduler(),
            this::onStarted,
            this::onPaused);
    this.transitions = starts.transitions();
    this.graceEnded = simulation.register("grace-period-ended", this::beginStopping);
    this.stopped = simulation.register("instance-stopped", this::onStopped);
    Scheduler takesTime = model.control().scheduler();
    this.scheduler =
        takesTime == null
            ? null
            : new SchedulerQueue(simulation, takesTime, streams, this::onScheduled);
    this.pools = new WarmPools(hosts, table, services, model.warmupNanos());
  }

  /** Connects the data plane; once, before the run. */
  public void connect(RequestFlow requestFlow) {
    this.flow = requestFlow;
    claims.connect(requestFlow.hostWork());
  }

  /** Sets who hears of the turns in instances' lives; at most once, before the run. */
  void observe(InstanceObserver by) {
    observer = by;
  }

  /** What must hold of instances and hosts at any time. */
  public InstanceInvariants invariants() {
    return new InstanceInvariants(
        services,
        table,
        hosts,
        placement,
        addresses,
        living,
        pending,
        transitions,
        replicas,
        pools,
        migrationTargets,
        scheduler != null,
        this::isEndpoint);
  }

  /** What becomes of instances that fail; once, when all other event types are registered. */
  public InstanceRecovery recovery() {
    InstanceRecovery made = recovery;
    if (made == null) {
      made = new InstanceRecovery(simulation, this, hosts, services, starts, residents);
      recovery = made;
    }
    return made;
  }

  /** Tells somebody of every instance that becomes ready; once, before the run. */
  public void listen(ReadyListener listener) {
    this.readyListener = listener;
  }

  /** Tells a listener of what happens to instances; before the run. */
  public void listen(InstanceListener listener) {
    listeners.add(listener);
  }

  /** Creates the initial replicas: ready at once, or started, where a host admits them. */
  public void createInitial() {
    for (ServiceRun service : services) {
      for (int i = 0; i < service.model.initialReplicas(); i++) {
        int instance = row(service, service.revision);
        int host = placement.place(service.model.instance());
        if (host == Placement.UNSCHEDULABLE) {
          wait(instance);
        } else {
          place(instance, host);
          if (service.model.instance().image().preloaded()) {
            starts.skip(instance);
            becomeReady(instance);
          } else {
            starts.begin(instance);
          }
        }
      }
    }
    fillPools(true);
  }

  /** Schedules the starts of services whose workload they are. */
  public void start() {
    loops.start();
  }

  /** Asks for one more instance of a service. */
  public void create(ServiceRun service) {
    int warm = pools.take(service, now());
    if (warm != InstanceLists.NONE) {
      adopt(warm, service);
      fillPools(false);
      return;
    }
    create(service, service.revision);
  }

  /** Asks for one more instance of a version of a service. */
  public void create(ServiceRun service, int revision) {
    int instance = row(service, revision);
    if (scheduler != null) {
      scheduler.add(instance);
    } else if (!tryPlace(instance)) {
      wait(instance);
    }
  }

  /** The scheduler has come to an instance, which may have been given up meanwhile. */
  private void onScheduled(int instance) {
    if (table.state(instance) != InstanceState.PENDING) {
      scheduleOldest(table.service(instance)); // it may have stood for all that wait for room
      return;
    }
    boolean again = pending.contains(instance);
    if (tryPlace(instance)) {
      if (again) {
        noLongerPending(instance);
        scheduleOldest(table.service(instance));
      }
    } else if (!again) {
      wait(instance);
    }
  }

  /** The oldest instance of a service that found no host goes to the scheduler again. */
  private void scheduleOldest(int service) {
    int oldest = pending.first(service);
    if (oldest != InstanceLists.NONE) {
      Objects.requireNonNull(scheduler).add(oldest);
    }
  }

  /** An instance of a warm pool becomes a replica and goes the rest of its way. */
  private void adopt(int instance, ServiceRun service) {
    hosts.reserveCpu(table.host(instance), service.model.instance());
    table.askedFor(instance, now());
    service.statistics.instances.add(now(), 1);
    living.append(service.index, instance);
    replicas[service.index]++;
    observer.onCreated(instance);
    observer.onPlaced(instance);
    starts.resume(instance);
  }

  /** Places as many instances in warm pools as they lack and hosts admit. */
  private void fillPools(boolean atOnce) {
    for (ServiceRun service : pools.services()) {
      for (int lacks = pools.missing(service); lacks > 0; lacks--) {
        int host = placement.place(service.model.instance());
        if (host == Placement.UNSCHEDULABLE) {
          break;
        }
        int instance = table.create(service.index, created[service.index]++, now());
        starts.created(instance);
        hosts.reserveMemory(host, service.model.instance());
        table.place(instance, host);
        addresses.take(instance, host);
        residents.append(host, instance);
        table.moveTo(instance, InstanceState.STARTING, now());
        pools.enter(instance, now());
        int last = starts.path(service.index).stage(pools.upTo(service));
        if (atOnce) {
          starts.skipUpTo(instance, last);
        } else {
          starts.beginUpTo(instance, last);
        }
      }
    }
  }

  private void onPaused(int instance) {
    pools.waits(instance);
  }

  /** Takes an instance out of service: gives it up, or drains and stops it. */
  public void retire(int instance) {
    ServiceRun service = serviceOf(instance);
    long now = simulation.nowNanos();
    noLongerReplica(service, instance);
    switch (table.state(instance)) {
      case PENDING -> {
        if (pending.contains(instance)) {
          noLongerPending(instance);
        }
        transitions.end(instance);
        table.moveTo(instance, InstanceState.STOPPED, now);
        living.remove(service.index, instance);
        loops.gone(instance, service.index);
      }
      case STARTING, RESTARTING -> {
        starts.cancel(instance);
        table.moveTo(instance, InstanceState.STOPPING, now);
        onStopped(instance);
      }
      case BACKING_OFF -> {
        recovery().cancelBackOff(instance);
        table.moveTo(instance, InstanceState.STOPPING, now);
        onStopped(instance);
      }
      case UNREACHABLE -> {
        recovery().forget(instance);
        table.moveTo(instance, InstanceState.STOPPED, now);
        leave(instance);
      }
      case READY -> {
        table.moveTo(instance, InstanceState.DRAINING, now);
        service.statistics.ready.add(now, -1);
        if (data().drain(instance, service.index) == 0) {
          beginStopping(instance);
        } else {
          transitions.begin(instance);
          transitions.ticket(
              instance,
              simulation.schedule(
                  graceEnded, service.model.instance().gracePeriodNanos(), instance));
        }
      }
      case MIGRATING ->
          throw new SimulationFault("instance " + instance + " is terminated while it migrates");
      case DRAINING, STOPPING, STOPPED, FAILED -> {
        // already on its way out
      }
    }
  }

  /**
   * A placed instance is gone at once: it crashed, was killed, or its host died. What it held is
   * lost, its host's resources are free. Nobody takes its place: see {@link #replaceMissing}.
   *
   * @throws SimulationFault when it is not on a host
   */
  public void fail(int instance) {
    if (pools.contains(instance)) {
      failWarm(instance);
      return;
    }
    ServiceRun service = serviceOf(instance);
    InstanceState state = table.state(instance);
    noLongerReplica(service, instance);
    if (state == InstanceState.MIGRATING) {
      listeners.forEach(listener -> listener.onFailsWhileMigrating(instance));
    }
    switch (state) {
      case STARTING, RESTARTING -> starts.cancel(instance);
      case BACKING_OFF -> recovery().cancelBackOff(instance);
      case UNREACHABLE -> recovery().forget(instance);
      case READY, MIGRATING -> {
        service.statistics.ready.add(now(), -1);
        data().drain(instance, service.index);
        data().lose(instance);
      }
      case DRAINING -> {
        simulation.cancel(transitions.ticket(instance));
        transitions.end(instance);
        data().lose(instance);
      }
      case PENDING, STOPPING, STOPPED, FAILED -> {
        // holds no requests; what has no such transition is refused below
      }
    }
    claims.abandon(instance);
    table.moveTo(instance, InstanceState.FAILED, now());
    leave(instance);
    service.statistics.availability.failed(now());
  }

  private void failWarm(int instance) {
    if (pools.lose(instance, now())) {
      transitions.end(instance);
    } else {
      starts.cancel(instance);
    }
    table.moveTo(instance, InstanceState.FAILED, now());
    int host = table.host(instance);
    hosts.releaseMemory(host, serviceOf(instance).model.instance());
    starts.left(instance);
    addresses.giveBack(instance, host);
    residents.remove(host, instance);
    retryPending();
  }

  /** What is on a host for a warm pool goes at once; pools are filled anew on other hosts. */
  public void emptyPools(int host) {
    int instance = residents.first(host);
    while (instance != InstanceLists.NONE) {
      int next = residents.next(instance);
      if (pools.contains(instance)) {
        failWarm(instance);
      }
      instance = next;
    }
  }

  /** Whether an instance is in a warm pool, or on its way there. */
  boolean isWarm(int instance) {
    return pools.contains(instance);
  }

  /** Tells listeners that an instance is noticed to serve no longer. */
  void setBack(int instance) {
    listeners.forEach(listener -> listener.onSetBack(instance));
  }

  /** Tells who watches that the process of a placed instance is gone. */
  void processEnded(int instance) {
    observer.onProcessEnded(instance);
  }

  /**
   * Reserves room for a copy of a serving instance on another host; from then on it migrates.
   *
   * @return the host, or {@link Placement#UNSCHEDULABLE} when none admits it: nothing has changed
   */
  int beginMigration(int instance) {
    InstanceSpec spec = serviceOf(instance).model.instance();
    int source = table.host(instance);
    boolean wasCordoned = hosts.isCordoned(source);
    hosts.cordon(source, true);
    int target = placement.place(spec);
    hosts.cordon(source, wasCordoned);
    if (target != Placement.UNSCHEDULABLE) {
      hosts.reserve(target, spec);
      migrationTargets.put(instance, target);
      table.moveTo(instance, InstanceState.MIGRATING, now());
    }
    return target;
  }

  /** A migrating instance serves on its target from now on; its source has its room back. */
  void endMigration(int instance, int target) {
    int source = table.host(instance);
    migrationTargets.remove(instance);
    observer.onLeft(instance);
    starts.left(instance);
    addresses.giveBack(instance, source);
    residents.remove(source, instance);
    table.move(instance, target);
    addresses.take(instance, target);
    residents.append(target, instance);
    starts.arrivedBy(instance);
    observer.onPlaced(instance);
    table.moveTo(instance, InstanceState.READY, now());
    hosts.release(source, serviceOf(instance).model.instance());
    released(source);
    listeners.forEach(listener -> listener.onServes(instance));
  }

  /** A migrating instance stays where it is; the target has its room back. */
  void cancelMigration(int instance, int target) {
    table.moveTo(instance, InstanceState.READY, now());
    abandonMigration(instance, target);
    listeners.forEach(listener -> listener.onServes(instance));
  }

  /** The target of a migration whose instance has failed has its room back. */
  void abandonMigration(int instance, int target) {
    migrationTargets.remove(instance);
    hosts.release(target, serviceOf(instance).model.instance());
    released(target);
  }

  /** A host is down: migrations to it fail. */
  void targetDown(int host) {
    listeners.forEach(listener -> listener.onHostDown(host));
  }

  /** Closes a host to new instances, or opens it to those that wait. */
  public void cordon(int host, boolean closed) {
    hosts.cordon(host, closed);
    if (!closed) {
      retryPending();
    }
  }

  /** Instances that hold a reservation on a host, targets of migrations included. */
  public int instancesOn(int host) {
    return hosts.instances(host);
  }

  /** Why no host admits an instance of a service at present. */
  public String refusal(ServiceRun service) {
    return placement.refusal(service.model.instance());
  }

  /** Creates as many instances as a service lacks: what a ReplicaSet's controller does. */
  public void replaceMissing(ServiceRun service) {
    ReplicaController controller = service.controller;
    if (controller != null) {
      controller.replaceMissing();
      return;
    }
    for (int i = replicas[service.index]; i < service.replicas; i++) {
      create(service);
    }
  }

  @Override
  public void onIdle(int instance) {
    if (table.state(instance) == InstanceState.DRAINING) {
      simulation.cancel(transitions.ticket(instance));
      beginStopping(instance);
    }
  }

  /** Instances that are not stopped, by service, oldest first. */
  public InstanceLists living() {
    return living;
  }

  /** All instances ever. */
  public InstanceTable table() {
    return table;
  }

  /** A cursor over the hosts. */
  public HostView hosts() {
    return hosts.view();
  }

  /** Why an instance of a service found no host the first time that happened, or empty. */
  public String firstRefusal(int service) {
    return firstRefusals.getOrDefault(service, "");
  }

  /** Instances of a service that wait for a host. */
  public int pendingCount(int service) {
    return pending.size(service);
  }

  /** Instances of a service that count as replicas: neither draining nor stopping. */
  public int replicaCount(int service) {
    return replicas[service];
  }

  /** Whether an instance is asked for, starts or serves. */
  public boolean isReplica(int instance) {
    return switch (table.state(instance)) {
      case PENDING, STARTING, READY, MIGRATING, BACKING_OFF, RESTARTING, UNREACHABLE -> true;
      case DRAINING, STOPPING, STOPPED, FAILED -> false;
    };
  }

  /** Whether the control plane believes that an instance serves. */
  public boolean seemsReady(int instance) {
    InstanceState state = table.state(instance);
    return state.serves() || (state == InstanceState.UNREACHABLE && data().isStranded(instance));
  }

  /** Whether the gateway may send a request to an instance now. */
  private boolean isEndpoint(int instance) {
    return seemsReady(instance) && !data().isWithheld(instance, table.service(instance));
  }

  /** Durations of the stages of a service's starts by name, from asked for to ready. */
  public Map<String, LatencyHistogram> stages(int service) {
    return starts.path(service).measured();
  }

  /** What is measured of images, or null when the model does not say how they get to nodes. */
  public @Nullable ImageReport images() {
    return starts.images();
  }

  /**
   * A registry sends with a share of its bandwidth from now on; 1 is all of it.
   *
   * @param name of a registry of the model
   */
  public void setRegistryShare(String name, double share) {
    ImageMoves moves = Objects.requireNonNull(starts.images());
    moves.setRegistryShare(moves.registryNames().indexOf(name), share);
  }

  /** What instances on their way occupy of their hosts. */
  HostClaims claims() {
    return claims;
  }

  private int row(ServiceRun service, int revision) {
    long now = simulation.nowNanos();
    int instance = table.create(service.index, created[service.index]++, now);
    table.revision(instance, revision);
    starts.created(instance);
    living.append(service.index, instance);
    replicas[service.index]++;
    observer.onCreated(instance);
    return instance;
  }

  private void noLongerReplica(ServiceRun service, int instance) {
    if (isReplica(instance)) {
      replicas[service.index]--;
      listeners.forEach(listener -> listener.onGone(instance));
    }
  }

  private void wait(int instance) {
    ServiceRun service = serviceOf(instance);
    pending.append(service.index, instance);
    service.statistics.unscheduled.add(now(), 1);
    if (!firstRefusals.containsKey(service.index)) {
      firstRefusals.put(service.index, placement.refusal(service.model.instance()));
    }
  }

  private void noLongerPending(int instance) {
    pending.remove(table.service(instance), instance);
    serviceOf(instance).statistics.unscheduled.add(now(), -1);
  }

  private boolean tryPlace(int instance) {
    int host = placement.place(serviceOf(instance).model.instance());
    if (host == Placement.UNSCHEDULABLE) {
      return false;
    }
    place(instance, host);
    starts.begin(instance);
    return true;
  }

  private void place(int instance, int host) {
    ServiceRun service = serviceOf(instance);
    hosts.reserve(host, service.model.instance());
    table.place(instance, host);
    addresses.take(instance, host);
    residents.append(host, instance);
    table.moveTo(instance, InstanceState.STARTING, now());
    service.statistics.instances.add(now(), 1);
    observer.onPlaced(instance);
  }

  private void onStarted(int instance, boolean restored) {
    ServiceRun service = serviceOf(instance);
    if (table.state(instance) == InstanceState.STARTING) {
      service.statistics.started(table.createdNanos(instance), now());
    }
    becomeReady(instance);
    Snapshot snapshot = service.model.provisioning().snapshot();
    if (restored && snapshot != null) {
      data().slowFirst(instance, snapshot.requests());
    }
    loops.ready(instance, service.index);
  }

  private void onClaimEnded(int instance) {
    if (table.state(instance) == InstanceState.STOPPING) {
      onStopped(instance);
    } else {
      starts.onStageDone(instance);
    }
  }

  private void becomeReady(int instance) {
    ServiceRun service = serviceOf(instance);
    long now = now();
    table.moveTo(instance, InstanceState.READY, now);
    service.statistics.ready.add(now, 1);
    data().open(instance, service.index, table.host(instance));
    observer.onReady(instance);
    if (readyListener != null) {
      readyListener.onReady(instance);
    }
    listeners.forEach(listener -> listener.onServes(instance));
  }

  private void beginStopping(int instance) {
    transitions.end(instance);
    table.moveTo(instance, InstanceState.STOPPING, now());
    data().close(instance);
    int service = table.service(instance);
    long duration = shutdown.get(service).nextNanos(shutdownStreams.get(service));
    HostUse use = services.get(service).model.instance().runtime().shutdown().uses();
    if (use == null) {
      simulation.post(stopped, duration, instance);
    } else {
      claims.begin(instance, table.host(instance), use, duration);
    }
  }

  private void onStopped(int instance) {
    if (table.state(instance) == InstanceState.FAILED) {
      return;
    }
    table.moveTo(instance, InstanceState.STOPPED, now());
    leave(instance);
  }

  private void leave(int instance) {
    ServiceRun service = serviceOf(instance);
    int host = table.host(instance);
    hosts.release(host, service.model.instance());
    starts.left(instance);
    addresses.giveBack(instance, host);
    residents.remove(host, instance);
    service.statistics.instances.add(now(), -1);
    living.remove(service.index, instance);
    observer.onLeft(instance);
    loops.gone(instance, service.index);
    released(host);
  }

  /** A host has got back the room of an instance, or of a migration's target. */
  private void released(int host) {
    listeners.forEach(listener -> listener.onReleased(host));
    retryPending();
  }

  /** One pass in order of creation; a service that found no host is not tried again in it. */
  void retryPending() {
    retryWaiting();
    fillPools(false);
  }

  private void retryWaiting() {
    if (pending.total() == 0) {
      return;
    }
    if (scheduler != null) {
      for (int service = 0; service < services.size(); service++) {
        scheduleOldest(service);
      }
      return;
    }
    PriorityQueue<Integer> oldest = new PriorityQueue<>();
    for (int service = 0; service < services.size(); service++) {
      addOldest(service, oldest);
    }
    while (!oldest.isEmpty()) {
      int instance = oldest.remove();
      if (tryPlace(instance)) {
        noLongerPending(instance);
        addOldest(table.service(instance), oldest);
      }
    }
  }

  private void addOldest(int service, PriorityQueue<Integer> to) {
    int instance = pending.first(service);
    if (instance != InstanceLists.NONE) {
      to.add(instance);
    }
  }

  private ServiceRun serviceOf(int instance) {
    return services.get(table.service(instance));
  }

  RequestFlow data() {
    return Objects.requireNonNull(flow);
  }

  private long now() {
    return simulation.nowNanos();
  }
}
