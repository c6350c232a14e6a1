package dev.medley.cluster.engine.instance;

import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.IdleListener;
import dev.medley.cluster.engine.state.ReadyListener;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.host.HostView;
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
  private final InstanceTable table;
  private final HostTable hosts;
  private final Placement placement;
  private final StartProcess starts;
  private final List<Sampler> shutdown = new ArrayList<>();
  private final List<RandomStream> shutdownStreams = new ArrayList<>();
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
  private @Nullable RequestFlow flow;
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

  /** Creates the initial replicas: ready at once where a host admits them, else pending. */
  public void createInitial() {
    for (ServiceRun service : services) {
      for (int i = 0; i < service.model.initialReplicas(); i++) {
        int instance = row(service);
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
    int instance = row(service);
    if (!tryPlace(instance)) {
      wait(instance);
    }
  }

  /** Takes an instance out of service: gives it up, or drains and stops it. */
  public void retire(int instance) {
    ServiceRun service = serviceOf(instance);
    long now = simulation.nowNanos();
    if (isReplica(instance)) {
      replicas[service.index]--;
    }
    switch (table.state(instance)) {
      case PENDING -> {
        noLongerPending(instance);
        transitions.end(instance);
        table.moveTo(instance, InstanceState.STOPPED, now);
        living.remove(service.index, instance);
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
    if (isReplica(instance)) {
      replicas[service.index]--;
    }
    switch (state) {
      case STARTING, RESTARTING -> starts.cancel(instance);
      case BACKING_OFF -> recovery().cancelBackOff(instance);
      case UNREACHABLE -> recovery().forget(instance);
      case READY -> {
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
    service.statistics.availability.failed(now());
  }

  /** Creates as many instances as a service lacks: what a ReplicaSet's controller does. */
  public void replaceMissing(ServiceRun service) {
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
      case PENDING, STARTING, READY, BACKING_OFF, RESTARTING, UNREACHABLE -> true;
      case DRAINING, STOPPING, STOPPED, FAILED -> false;
    };
  }

  /** Whether the control plane believes that an instance serves. */
  public boolean seemsReady(int instance) {
    InstanceState state = table.state(instance);
    return state == InstanceState.READY
        || (state == InstanceState.UNREACHABLE && data().isStranded(instance));
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

  private int row(ServiceRun service) {
    long now = simulation.nowNanos();
    int instance = table.create(service.index, created[service.index]++, now);
    starts.created(instance);
    living.append(service.index, instance);
    replicas[service.index]++;
    return instance;
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
    residents.append(host, instance);
    table.moveTo(instance, InstanceState.STARTING, now());
    service.statistics.instances.add(now(), 1);
  }

  private void onStarted(int instance) {
    if (table.state(instance) == InstanceState.STARTING) {
      serviceOf(instance).statistics.started(table.createdNanos(instance), now());
    }
    becomeReady(instance);
  }

  private void becomeReady(int instance) {
    ServiceRun service = serviceOf(instance);
    long now = now();
    table.moveTo(instance, InstanceState.READY, now);
    service.statistics.ready.add(now, 1);
    data().open(instance, service.index, table.host(instance));
    if (readyListener != null) {
      readyListener.onReady(instance);
    }
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
    hosts.release(table.host(instance), service.model.instance());
    residents.remove(table.host(instance), instance);
    service.statistics.instances.add(now(), -1);
    living.remove(service.index, instance);
    retryPending();
  }

  /** One pass in order of creation; a service that found no host is not tried again in it. */
  void retryPending() {
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

  RequestFlow data() {
    return Objects.requireNonNull(flow);
  }

  private long now() {
    return simulation.nowNanos();
  }
}
