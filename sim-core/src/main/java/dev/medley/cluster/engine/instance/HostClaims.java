package dev.medley.cluster.engine.instance;

import dev.medley.cluster.engine.request.HostWork;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.runtime.HostUse;
import dev.medley.kernel.Calendar;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What instances on their way in or out occupy of their hosts: CPU, storage or a lock.
 *
 * <p>An instance has one claim at a time. It ends by itself, after its work or its time with the
 * lock, or is abandoned; either way what was occupied is free at that moment and the next in line
 * has it.
 */
final class HostClaims {
  private static final byte NONE = 0;
  private static final byte COMPUTES = 1;
  private static final byte STORES = 2;
  private static final byte WAITS = 3;
  private static final byte HOLDS = 4;

  private final Simulation simulation;
  private final HostLocks locks;
  private final IntConsumer over;
  private final @Nullable EventType holdEnded;
  private @Nullable HostWork work;
  private byte[] claim = new byte[0];
  private int[] lock = new int[0];
  private long[] holdNanos = new long[0];
  private long[] ticket = new long[0];

  /**
   * Nothing is occupied.
   *
   * @param over is told of every instance whose claim has ended by itself
   */
  HostClaims(Simulation simulation, List<ServiceRun> services, int hosts, IntConsumer over) {
    this.simulation = simulation;
    this.locks = new HostLocks(services, hosts);
    this.over = over;
    this.holdEnded =
        locks.any() ? simulation.register("host-lock-released", this::onHoldEnded) : null;
  }

  /** Connects the CPUs and storage devices; once, before the run. */
  void connect(HostWork hostWork) {
    this.work = hostWork;
    hostWork.connect(this::onWorkDone);
  }

  /**
   * An instance begins to occupy something of its host.
   *
   * @param nanos how long it would take alone
   */
  void begin(int instance, int host, HostUse use, long nanos) {
    if (instance >= claim.length) {
      grow(Math.max(instance + 1, Math.max(64, claim.length * 2)));
    }
    switch (use.kind()) {
      case CPU -> {
        claim[instance] = COMPUTES;
        Objects.requireNonNull(work).compute(instance, host, nanos);
      }
      case STORAGE -> {
        claim[instance] = STORES;
        Objects.requireNonNull(work).store(instance, host, nanos);
      }
      case LOCK -> {
        claim[instance] = WAITS;
        lock[instance] = locks.of(host, Objects.requireNonNull(use.name()));
        holdNanos[instance] = nanos;
        if (locks.acquire(lock[instance], instance)) {
          hold(instance);
        }
      }
    }
  }

  /** An instance gives back what it occupies or waits for; harmless when there is nothing. */
  void abandon(int instance) {
    if (instance >= claim.length) {
      return;
    }
    byte ended = claim[instance];
    claim[instance] = NONE;
    switch (ended) {
      case COMPUTES -> Objects.requireNonNull(work).stopComputing(instance);
      case STORES -> Objects.requireNonNull(work).stopStoring(instance);
      case WAITS -> locks.leave(lock[instance], instance);
      case HOLDS -> {
        simulation.cancel(ticket[instance]);
        release(lock[instance]);
      }
      default -> {
        // it occupies nothing
      }
    }
  }

  /** The locks. */
  HostLocks locks() {
    return locks;
  }

  private void hold(int instance) {
    claim[instance] = HOLDS;
    ticket[instance] =
        simulation.schedule(Objects.requireNonNull(holdEnded), holdNanos[instance], instance);
  }

  private void release(int ofLock) {
    int next = locks.release(ofLock);
    if (next != HostLocks.NOBODY) {
      hold(next);
    }
  }

  private void onHoldEnded(int instance) {
    claim[instance] = NONE;
    release(lock[instance]);
    over.accept(instance);
  }

  private void onWorkDone(int instance) {
    claim[instance] = NONE;
    over.accept(instance);
  }

  private void grow(int size) {
    int old = ticket.length;
    claim = Arrays.copyOf(claim, size);
    lock = Arrays.copyOf(lock, size);
    holdNanos = Arrays.copyOf(holdNanos, size);
    ticket = Arrays.copyOf(ticket, size);
    Arrays.fill(ticket, old, size, Calendar.NO_TICKET);
  }
}
