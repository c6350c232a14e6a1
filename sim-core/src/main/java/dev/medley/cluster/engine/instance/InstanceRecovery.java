package dev.medley.cluster.engine.instance;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.FailureCause;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.instance.RestartPolicy;
import dev.medley.kernel.Calendar;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import java.util.Arrays;
import java.util.List;

/**
 * What becomes of instances whose process or whose host is gone: they start again in place, wait
 * for their host, or are evicted and replaced.
 *
 * <p>A host that is down keeps what is reserved on it, since its instances start again with it.
 * Cost: O(instances on the host) per change of a host, O(requests under way) per instance that held
 * some.
 */
public final class InstanceRecovery {
  private final Simulation simulation;
  private final InstanceLifecycle lifecycle;
  private final InstanceTable table;
  private final HostTable hosts;
  private final List<ServiceRun> services;
  private final StartProcess starts;
  private final InstanceLists residents;
  private final BackOff backOff = new BackOff();
  private final EventType backOffEnded;
  private long[] backOffTicket = new long[0];

  /** Nothing has failed; registers its event type, after all others. */
  InstanceRecovery(
      Simulation simulation,
      InstanceLifecycle lifecycle,
      HostTable hosts,
      List<ServiceRun> services,
      StartProcess starts,
      InstanceLists residents) {
    this.simulation = simulation;
    this.lifecycle = lifecycle;
    this.table = lifecycle.table();
    this.hosts = hosts;
    this.services = services;
    this.starts = starts;
    this.residents = residents;
    this.backOffEnded = simulation.register("back-off-ended", this::restart);
  }

  /**
   * The process of a placed instance ends: it starts again in place, at once or after a back-off,
   * or it has failed, as its restart policy says. What it held is lost.
   *
   * @throws SimulationFault when it has no process
   */
  public void crash(int instance, FailureCause cause) {
    ServiceRun service = serviceOf(instance);
    InstanceState state = table.state(instance);
    long now = simulation.nowNanos();
    if (state == InstanceState.DRAINING
        || state == InstanceState.MIGRATING
        || state == InstanceState.STOPPING
        || service.model.instance().lifeCycle().restartPolicy() == RestartPolicy.NEVER) {
      lifecycle.fail(instance);
      service.statistics.failed(cause, now);
      if (service.model.instance().lifeCycle().isReplaced()) {
        lifecycle.replaceMissing(service);
      }
      return;
    }
    long ran = state == InstanceState.READY ? now - table.changedNanos(instance) : 0;
    switch (state) {
      case STARTING, RESTARTING -> starts.cancel(instance);
      case READY -> {
        service.statistics.ready.add(now, -1);
        data().drain(instance, service.index);
        data().lose(instance);
        lifecycle.setBack(instance);
      }
      default ->
          throw new SimulationFault("instance " + instance + " is " + state + ": it cannot crash");
    }
    service.statistics.failed(cause, now);
    lifecycle.processEnded(instance);
    long wait = backOff.afterCrash(instance, ran);
    if (wait == 0) {
      restart(instance);
    } else {
      table.moveTo(instance, InstanceState.BACKING_OFF, now);
      noteTicket(instance, simulation.schedule(backOffEnded, wait, instance));
    }
  }

  /** A host goes down with all that is on it; nobody has noticed. */
  public void hostDown(int host) {
    hosts.setDown(host, true);
    lifecycle.targetDown(host);
    int instance = residents.first(host);
    while (instance != InstanceLists.NONE) {
      int next = residents.next(instance);
      strand(instance);
      instance = next;
    }
  }

  /** The control plane has noticed: no more requests go there, those sent there are lost. */
  public void hostNotReady(int host) {
    for (int instance = residents.first(host);
        instance != InstanceLists.NONE;
        instance = residents.next(instance)) {
      forget(instance);
    }
  }

  /** What waits for a host is given up and replaced elsewhere, where somebody replaces it. */
  public void evict(int host) {
    int instance = residents.first(host);
    while (instance != InstanceLists.NONE) {
      int next = residents.next(instance);
      ServiceRun service = serviceOf(instance);
      if (service.model.instance().lifeCycle().isReplaced()) {
        lifecycle.retire(instance);
        service.statistics.evicted(simulation.nowNanos());
      }
      instance = next;
    }
    for (ServiceRun service : services) {
      if (service.model.instance().lifeCycle().isReplaced()) {
        lifecycle.replaceMissing(service);
      }
    }
  }

  /** A host is up again: what is still there starts again, and it has room for others. */
  public void hostUp(int host) {
    hosts.setDown(host, false);
    for (int instance = residents.first(host);
        instance != InstanceLists.NONE;
        instance = residents.next(instance)) {
      forget(instance);
      restart(instance);
    }
    lifecycle.retryPending();
  }

  /** An instance on an unreachable host gets no more requests. */
  void forget(int instance) {
    if (data().isStranded(instance)) {
      data().drain(instance, table.service(instance));
      data().lose(instance);
      lifecycle.setBack(instance);
    }
  }

  /** An instance that backs off will not be started again. */
  void cancelBackOff(int instance) {
    simulation.cancel(backOffTicket[instance]);
  }

  private void strand(int instance) {
    if (lifecycle.isWarm(instance)) {
      lifecycle.fail(instance);
      return;
    }
    ServiceRun service = serviceOf(instance);
    long now = simulation.nowNanos();
    switch (table.state(instance)) {
      case STARTING, RESTARTING -> starts.cancel(instance);
      case READY -> {
        service.statistics.ready.add(now, -1);
        data().strand(instance, service.index);
      }
      case BACKING_OFF -> cancelBackOff(instance);
      case MIGRATING, DRAINING, STOPPING -> {
        // it was leaving its host
        lifecycle.fail(instance);
        return;
      }
      case PENDING, STOPPED, FAILED, UNREACHABLE ->
          throw new SimulationFault(
              "instance "
                  + instance
                  + " is "
                  + table.state(instance)
                  + " on a host that goes down");
    }
    table.moveTo(instance, InstanceState.UNREACHABLE, now);
    lifecycle.processEnded(instance);
    service.statistics.failed(FailureCause.HOST, now);
  }

  private void restart(int instance) {
    long now = simulation.nowNanos();
    table.moveTo(instance, InstanceState.RESTARTING, now);
    serviceOf(instance).statistics.restarted(now);
    starts.restart(instance);
  }

  private void noteTicket(int instance, long ticket) {
    if (instance >= backOffTicket.length) {
      int old = backOffTicket.length;
      backOffTicket = Arrays.copyOf(backOffTicket, Math.max(instance + 1, Math.max(64, 2 * old)));
      Arrays.fill(backOffTicket, old, backOffTicket.length, Calendar.NO_TICKET);
    }
    backOffTicket[instance] = ticket;
  }

  private RequestFlow data() {
    return lifecycle.data();
  }

  private ServiceRun serviceOf(int instance) {
    return services.get(table.service(instance));
  }
}
