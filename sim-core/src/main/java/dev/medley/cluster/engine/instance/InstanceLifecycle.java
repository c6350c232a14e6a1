package dev.medley.cluster.engine.instance;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.IdleListener;
import dev.medley.cluster.engine.state.ReplicaController;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.instance.InstanceSpec;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.instance.InstanceTable;
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
  private final InstanceTable table = new InstanceTable();
  private final HostTable hosts;
  private final Placement placement;
  private final StartProcess starts;
  private final List<Sampler> shutdown = new ArrayList<>();
  private final List<RandomStream> shutdownStreams = new ArrayList<>();
  private final InstanceLists living;
  private final Transitions transitions;
  private final InstanceLists pending;
  private final TreeMap<Integer, String> firstRefusals = new TreeMap<>();
  private final int[] created;
  private final int[] replicas;
  private final EventType graceEnded;
  private final EventType stopped;
  private final List<InstanceListener> listeners = new ArrayList<>();
  private @Nullable RequestFlow flow;

  /** Prepares a replication without instances. */
  public InstanceLifecycle(
      Simulation simulation, ClusterModel model, List<ServiceRun> services, StreamTree streams) {
    this.simulation = simulation;
    this.services = services;
    this.hosts = new HostTable(model.hosts());
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
    this.starts =
        new StartProcess(
            simulation, table, hosts, services, streams, model.warmupNanos(), this::onStarted);
    this.transitions = starts.transitions();
    this.graceEnded = simulation.register("grace-period-ended", this::beginStopping);
    this.stopped = simulation.register("instance-stopped", this::onStopped);
  }

  /** Connects the data plane; once, before the run. */
  public void connect(RequestFlow requestFlow) {
    this.flow = requestFlow;
  }

  /** Tells a listener of what happens to instances; before the run. */
  public void listen(InstanceListener listener) {
    listeners.add(listener);
  }

  /** Creates the initial replicas: ready at once where a host admits them, else pending. */
  public void createInitial() {
    for (ServiceRun service : services) {
      for (int i = 0; i < service.model.initialReplicas(); i++) {
        int instance = row(service, service.revision);
        int host = placement.place(service.model.instance());
        if (host == Placement.UNSCHEDULABLE) {
          wait(instance);
        } else {
          place(instance, host);
          starts.skip(instance);
          becomeReady(instance);
        }
      }
    }
  }

  /** Asks for one more instance of a service. */
  public void create(ServiceRun service) {
    create(service, service.revision);
  }

  /** Asks for one more instance of a version of a service. */
  public void create(ServiceRun service, int revision) {
    int instance = row(service, revision);
    if (!tryPlace(instance)) {
      wait(instance);
    }
  }

  /** Takes an instance out of service: gives it up, or drains and stops it. */
  public void retire(int instance) {
    ServiceRun service = serviceOf(instance);
    long now = simulation.nowNanos();
    noLongerReplica(service, instance);
    switch (table.state(instance)) {
      case PENDING -> {
        noLongerPending(instance);
        transitions.end(instance);
        table.moveTo(instance, InstanceState.STOPPED, now);
        living.remove(service.index, instance);
      }
      case STARTING -> {
        starts.cancel(instance);
        table.moveTo(instance, InstanceState.STOPPING, now);
        onStopped(instance);
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
    ServiceRun service = serviceOf(instance);
    InstanceState state = table.state(instance);
    noLongerReplica(service, instance);
    if (state == InstanceState.MIGRATING) {
      listeners.forEach(listener -> listener.onFailsWhileMigrating(instance));
    }
    switch (state) {
      case STARTING -> starts.cancel(instance);
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
        // holds nothing; what has no such transition is refused below
      }
    }
    table.moveTo(instance, InstanceState.FAILED, now());
    leave(instance);
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
      table.moveTo(instance, InstanceState.MIGRATING, now());
    }
    return target;
  }

  /** A migrating instance serves on its target from now on; its source has its room back. */
  void endMigration(int instance, int target) {
    ServiceRun service = serviceOf(instance);
    int source = table.host(instance);
    table.move(instance, target);
    table.moveTo(instance, InstanceState.READY, now());
    release(source, service);
    listeners.forEach(listener -> listener.onServes(instance));
  }

  /** A migrating instance stays where it is; the target has its room back. */
  void cancelMigration(int instance, int target) {
    table.moveTo(instance, InstanceState.READY, now());
    release(target, serviceOf(instance));
    listeners.forEach(listener -> listener.onServes(instance));
  }

  /** The target of a migration whose instance has failed has its room back. */
  void abandonMigration(int instance, int target) {
    release(target, serviceOf(instance));
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
      case PENDING, STARTING, READY, MIGRATING -> true;
      case DRAINING, STOPPING, STOPPED, FAILED -> false;
    };
  }

  /** Names of the stages of a service's start path. */
  public List<String> stageNames(int service) {
    List<String> names = new ArrayList<>();
    StartPath path = starts.path(service);
    for (int i = 0; i < path.size(); i++) {
      names.add(path.name(i));
    }
    return names;
  }

  /** Durations of a stage of a service's start path. */
  public LatencyHistogram stageHistogram(int service, int stage) {
    return starts.path(service).histogram(stage);
  }

  private int row(ServiceRun service, int revision) {
    long now = simulation.nowNanos();
    int instance = table.create(service.index, created[service.index]++, now);
    table.revision(instance, revision);
    starts.created(instance);
    living.append(service.index, instance);
    replicas[service.index]++;
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
    table.moveTo(instance, InstanceState.STARTING, now());
    service.statistics.instances.add(now(), 1);
  }

  private void onStarted(int instance) {
    serviceOf(instance).statistics.started(table.createdNanos(instance), now());
    becomeReady(instance);
  }

  private void becomeReady(int instance) {
    ServiceRun service = serviceOf(instance);
    long now = now();
    table.moveTo(instance, InstanceState.READY, now);
    service.statistics.ready.add(now, 1);
    data().open(instance, service.index, table.host(instance));
    listeners.forEach(listener -> listener.onServes(instance));
  }

  private void beginStopping(int instance) {
    transitions.end(instance);
    table.moveTo(instance, InstanceState.STOPPING, now());
    data().close(instance);
    int service = table.service(instance);
    long duration = shutdown.get(service).nextNanos(shutdownStreams.get(service));
    simulation.post(stopped, duration, instance);
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
    service.statistics.instances.add(now(), -1);
    living.remove(service.index, instance);
    release(table.host(instance), service);
  }

  private void release(int host, ServiceRun service) {
    hosts.release(host, service.model.instance());
    listeners.forEach(listener -> listener.onReleased(host));
    retryPending();
  }

  /** One pass in order of creation; a service that found no host is not tried again in it. */
  private void retryPending() {
    if (pending.total() == 0) {
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

  private RequestFlow data() {
    return Objects.requireNonNull(flow);
  }

  private long now() {
    return simulation.nowNanos();
  }
}
