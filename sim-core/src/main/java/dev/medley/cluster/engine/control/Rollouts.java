package dev.medley.cluster.engine.control;

import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.instance.InstanceListener;
import dev.medley.cluster.engine.instance.InstanceLists;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.engine.state.UpdateStatistics;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.instance.RollingUpdate;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Begins rolling updates, tells them when instances become available, and watches deadlines. */
public final class Rollouts implements InstanceListener {
  private final Simulation simulation;
  private final List<ServiceRun> services;
  private final InstanceLifecycle lifecycle;
  private final EventType began;
  private final EventType available;
  private final EventType deadlinePassed;
  private final @Nullable Rollout[] underWay;
  private final List<@Nullable UpdateStatistics> statistics = new ArrayList<>();
  private final long[] progressNanos;

  /** Nothing is updated yet. */
  public Rollouts(Simulation simulation, List<ServiceRun> services, InstanceLifecycle lifecycle) {
    this.simulation = simulation;
    this.services = services;
    this.lifecycle = lifecycle;
    this.underWay = new Rollout[services.size()];
    this.progressNanos = new long[services.size()];
    boolean any = false;
    for (ServiceRun service : services) {
      any |= service.model.update() != null;
      statistics.add(service.model.update() == null ? null : new UpdateStatistics());
    }
    this.began = simulation.register("update-began", this::onBegan);
    this.available = simulation.register("instance-available", this::onAvailable);
    this.deadlinePassed = simulation.register("update-deadline-passed", this::onDeadline);
    if (any) {
      lifecycle.listen(this);
    }
  }

  /** Schedules the beginning of every update. */
  public void start() {
    for (ServiceRun service : services) {
      RollingUpdate update = service.model.update();
      if (update != null) {
        simulation.postAt(began, update.at().toNanos(), service.index);
      }
    }
  }

  /** What is measured of a service's update, or null when it has none. */
  public @Nullable UpdateStatistics statistics(int service) {
    return statistics.get(service);
  }

  private void onBegan(int index) {
    ServiceRun service = services.get(index);
    UpdateStatistics measured = Objects.requireNonNull(statistics.get(index));
    measured.began(simulation.nowNanos());
    Rollout rollout = new Rollout(lifecycle, service, measured);
    underWay[index] = rollout;
    service.controller = rollout;
    InstanceLists living = lifecycle.living();
    for (int instance = living.first(index);
        instance != InstanceLists.NONE;
        instance = living.next(instance)) {
      if (table().state(instance).serves()) {
        await(rollout, instance);
      }
    }
    watch(index);
    goOn(index, rollout);
  }

  /** An instance that serves is available once it has done so for long enough. */
  private void await(Rollout rollout, int instance) {
    long minReady = update(table().service(instance)).minReady().toNanos();
    long left = table().changedNanos(instance) + minReady - simulation.nowNanos();
    if (left <= 0) {
      rollout.available(instance);
    } else {
      simulation.post(available, left, instance);
    }
  }

  @Override
  public void onServes(int instance) {
    Rollout rollout = underWay[table().service(instance)];
    if (rollout != null) {
      await(rollout, instance);
      goOn(table().service(instance), rollout);
    }
  }

  @Override
  public void onSetBack(int instance) {
    Rollout rollout = underWay[table().service(instance)];
    if (rollout != null) {
      rollout.unavailable(instance);
    }
  }

  private void onAvailable(int instance) {
    Rollout rollout = underWay[table().service(instance)];
    if (rollout != null && table().state(instance).serves() && !isTooYoung(instance)) {
      rollout.available(instance);
      goOn(table().service(instance), rollout);
    }
  }

  /** It was set back and is ready again: its time runs anew. */
  private boolean isTooYoung(int instance) {
    long minReady = update(table().service(instance)).minReady().toNanos();
    return table().state(instance) == InstanceState.READY
        && table().changedNanos(instance) + minReady > simulation.nowNanos();
  }

  @Override
  public void onGone(int instance) {
    Rollout rollout = underWay[table().service(instance)];
    if (rollout != null) {
      rollout.gone(instance);
    }
  }

  private void goOn(int index, Rollout rollout) {
    rollout.scaled();
    if (rollout.hasProgressed()) {
      progressNanos[index] = simulation.nowNanos();
    }
    if (underWay[index] == rollout && rollout.isDone()) {
      Objects.requireNonNull(statistics.get(index))
          .ended(simulation.nowNanos(), rollout.goesBack());
      underWay[index] = null;
      services.get(index).controller = null;
    }
  }

  private void watch(int index) {
    progressNanos[index] = simulation.nowNanos();
    simulation.post(deadlinePassed, update(index).progressDeadline().toNanos(), index);
  }

  private void onDeadline(int index) {
    Rollout rollout = underWay[index];
    if (rollout == null) {
      return;
    }
    long due = progressNanos[index] + update(index).progressDeadline().toNanos();
    if (due > simulation.nowNanos()) {
      simulation.postAt(deadlinePassed, due, index);
      return;
    }
    Objects.requireNonNull(statistics.get(index)).failed();
    if (update(index).rollBack() && !rollout.goesBack()) {
      rollout.rollBack();
      goOn(index, rollout);
    }
  }

  private RollingUpdate update(int index) {
    return Objects.requireNonNull(services.get(index).model.update());
  }

  private InstanceTable table() {
    return lifecycle.table();
  }
}
