package dev.medley.cluster.engine.control;

import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.instance.InstanceListener;
import dev.medley.cluster.engine.instance.InstanceLists;
import dev.medley.cluster.engine.instance.Migrations;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.DrainStatistics;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.Maintenance;
import dev.medley.cluster.instance.DisruptionBudget;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.instance.MigrationSpec;
import dev.medley.kernel.Calendar;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Empties hosts for maintenance and gives them back: cordon, evict or migrate, work, uncordon.
 *
 * <p>Evictions follow {@code kubectl drain} and the Eviction API: every instance of the host is
 * asked to leave at once; one that is not ready yet always may, a ready one only while its service
 * keeps what its disruption budget says; who is refused is asked again after 5 s. An evicted
 * instance has its grace period, and its service creates another at once.
 *
 * <p>Cost: O(instances) each time that the instances of a host are asked to leave.
 */
public final class Drains implements InstanceListener {
  private static final long RETRY_NANOS = 5_000_000_000L;
  private static final int NO_WINDOW = -1;

  private final Simulation simulation;
  private final ClusterModel model;
  private final List<ServiceRun> services;
  private final InstanceLifecycle lifecycle;
  private final Migrations migrations;
  private final DrainStatistics statistics;
  private final EventType began;
  private final EventType retried;
  private final EventType checked;
  private final EventType gaveUp;
  private final EventType ended;

  /** The window for which a host is being drained, or {@link #NO_WINDOW}. */
  private final int[] windowOf;

  private final long[] beganNanos;
  private final long[] retryTicket;
  private final long[] giveUpTicket;
  private final List<int[]> hostsOf = new ArrayList<>();
  private final int[] next;

  /** Nothing is drained yet. */
  public Drains(
      Simulation simulation,
      ClusterModel model,
      List<ServiceRun> services,
      InstanceLifecycle lifecycle,
      Migrations migrations) {
    this.simulation = simulation;
    this.model = model;
    this.services = services;
    this.lifecycle = lifecycle;
    this.migrations = migrations;
    this.statistics = new DrainStatistics(services.size(), model.warmupNanos());
    int n = model.hosts().size();
    boolean any = !model.maintenance().isEmpty();
    this.windowOf = new int[any ? n : 0];
    Arrays.fill(windowOf, NO_WINDOW);
    this.beganNanos = new long[windowOf.length];
    this.retryTicket = new long[windowOf.length];
    this.giveUpTicket = new long[windowOf.length];
    this.next = new int[model.maintenance().size()];
    model.maintenance().forEach(window -> hostsOf.add(hosts(window)));
    this.began = simulation.register("maintenance-began", this::onBegan);
    this.retried = simulation.register("drain-retried", this::onRetried);
    this.checked = simulation.register("drain-checked", this::onChecked);
    this.gaveUp = simulation.register("drain-given-up", this::onGaveUp);
    this.ended = simulation.register("maintenance-ended", this::onEnded);
    if (any) {
      lifecycle.listen(this);
    }
  }

  /** Schedules the beginning of every maintenance. */
  public void start() {
    for (int w = 0; w < model.maintenance().size(); w++) {
      long at = model.maintenance().get(w).at().toNanos();
      simulation.postAt(began, at, w);
    }
  }

  /** What is measured. */
  public DrainStatistics statistics() {
    return statistics;
  }

  /** The hosts of a window, in order. */
  private int[] hosts(Maintenance window) {
    List<Integer> found = new ArrayList<>();
    int most = window.count() == null ? Integer.MAX_VALUE : window.count();
    int inGroup = 0;
    for (int h = 0; h < model.hosts().size(); h++) {
      if (model.hosts().get(h).groupName().equals(window.hosts())) {
        if (inGroup >= window.first() && found.size() < most) {
          found.add(h);
        }
        inGroup++;
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  private void onBegan(int window) {
    for (int i = 0; i < model.maintenance().get(window).atOnce(); i++) {
      drainNext(window);
    }
  }

  /** The next host of a window that nobody drains or works on. */
  private void drainNext(int window) {
    int[] hosts = hostsOf.get(window);
    while (next[window] < hosts.length) {
      int host = hosts[next[window]++];
      if (windowOf[host] == NO_WINDOW) {
        drain(window, host);
        return;
      }
    }
  }

  private void drain(int window, int host) {
    windowOf[host] = window;
    beganNanos[host] = simulation.nowNanos();
    lifecycle.cordon(host, true);
    Duration timeout = model.maintenance().get(window).timeout();
    giveUpTicket[host] =
        timeout == null ? Calendar.NO_TICKET : simulation.schedule(gaveUp, timeout.toNanos(), host);
    askToLeave(host);
  }

  private void onRetried(int host) {
    retryTicket[host] = Calendar.NO_TICKET;
    askToLeave(host);
  }

  private void askToLeave(int host) {
    lifecycle.emptyPools(host);
    for (ServiceRun service : services) {
      for (int instance : on(host, service)) {
        askToLeave(service, instance);
      }
    }
    migrations.beginWaiting();
    if (lifecycle.instancesOn(host) == 0) {
      isEmpty(host);
    } else {
      retryTicket[host] = simulation.schedule(retried, RETRY_NANOS, host);
    }
  }

  /** What of a service is on a host, oldest first; a copy, since evictions change the lists. */
  private List<Integer> on(int host, ServiceRun service) {
    List<Integer> found = new ArrayList<>();
    InstanceLists living = lifecycle.living();
    for (int instance = living.first(service.index);
        instance != InstanceLists.NONE;
        instance = living.next(instance)) {
      if (lifecycle.table().host(instance) == host) {
        found.add(instance);
      }
    }
    return found;
  }

  private void askToLeave(ServiceRun service, int instance) {
    InstanceState state = lifecycle.table().state(instance);
    if (state == InstanceState.STARTING
        || state == InstanceState.RESTARTING
        || state == InstanceState.BACKING_OFF) {
      evict(service, instance);
    } else if (state == InstanceState.READY) {
      MigrationSpec migration = service.model.migration();
      boolean moves =
          migration != null
              && (migration.afterFailure() == MigrationSpec.AfterFailure.RETRY
                  || migrations.failures(instance) == 0);
      if (moves) {
        migrations.request(instance);
      } else if (mayLose(service)) {
        evict(service, instance);
      } else {
        statistics.refused(service.index, simulation.nowNanos());
      }
    }
  }

  /** Whether a service keeps what its budget says when one more ready instance leaves. */
  private static boolean mayLose(ServiceRun service) {
    DisruptionBudget budget = service.model.disruption();
    return budget == null || service.endpoints.size() > budget.desiredHealthy(service.replicas);
  }

  private void evict(ServiceRun service, int instance) {
    statistics.evicted(service.index, simulation.nowNanos());
    lifecycle.retire(instance);
    lifecycle.replaceMissing(service);
  }

  @Override
  public void onReleased(int host) {
    if (windowOf[host] != NO_WINDOW
        && retryTicket[host] != Calendar.NO_TICKET
        && lifecycle.instancesOn(host) == 0) {
      isEmpty(host);
    }
  }

  /** What follows may evict from the next host, and whoever told us is not done yet. */
  private void isEmpty(int host) {
    simulation.cancel(retryTicket[host]);
    simulation.cancel(giveUpTicket[host]);
    retryTicket[host] = Calendar.NO_TICKET;
    simulation.post(checked, 0, host);
  }

  /** A host is empty: the work on it begins. */
  private void onChecked(int host) {
    int window = windowOf[host];
    statistics.drained(beganNanos[host], simulation.nowNanos());
    Duration work = model.maintenance().get(window).duration();
    if (work == null) {
      drainNext(window);
    } else {
      simulation.post(ended, work.toNanos(), host);
    }
  }

  private void onEnded(int host) {
    giveBack(host);
  }

  /** What could not leave in time stays, and the host is used again. */
  private void onGaveUp(int host) {
    simulation.cancel(retryTicket[host]);
    migrations.withdraw(host);
    statistics.gaveUp(beganNanos[host]);
    giveBack(host);
  }

  private void giveBack(int host) {
    int window = windowOf[host];
    windowOf[host] = NO_WINDOW;
    retryTicket[host] = Calendar.NO_TICKET;
    lifecycle.cordon(host, false);
    migrations.beginWaiting();
    drainNext(window);
  }
}
