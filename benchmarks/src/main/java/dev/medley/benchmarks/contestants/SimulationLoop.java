package dev.medley.benchmarks.contestants;

import dev.medley.benchmarks.Contestant;
import dev.medley.benchmarks.Delays;
import dev.medley.benchmarks.Setting;
import dev.medley.kernel.Calendar;
import dev.medley.kernel.EventHandler;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;

/**
 * Our run loop: eight types, acted on by one dispatcher or by eight handlers; without tickets or
 * with one for each event.
 */
final class SimulationLoop implements Contestant {
  /** How many types there are, a power of two. */
  static final int TYPES = 8;

  private final Delays delays;
  private final Simulation simulation;
  private final EventType[] types = new EventType[TYPES];
  private final long[] doneCounts = new long[TYPES];
  private final boolean tickets;
  private int remaining;
  private long digest;

  SimulationLoop(Setting setting, Calendar calendar, boolean dispatcher, boolean tickets) {
    this.tickets = tickets;
    this.delays = setting.delays();
    this.simulation = new Simulation(calendar);
    for (int i = 0; i < TYPES; i++) {
      types[i] =
          dispatcher
              ? simulation.register("done-" + i, i)
              : simulation.register("done-" + i, i, handler(i));
    }
    if (dispatcher) {
      simulation.dispatchTo(this::dispatch);
    }
    long[] fillNanos = delays.fillNanos(setting.size());
    for (int i = 0; i < setting.size(); i++) {
      add(i & TYPES - 1, fillNanos[i], i);
    }
  }

  /** Eight pieces of code, as eight methods of a model would be. */
  private EventHandler handler(int type) {
    return switch (type) {
      case 0 -> subject -> onDone(0, subject);
      case 1 -> subject -> onDone(1, subject);
      case 2 -> subject -> onDone(2, subject);
      case 3 -> subject -> onDone(3, subject);
      case 4 -> subject -> onDone(4, subject);
      case 5 -> subject -> onDone(5, subject);
      case 6 -> subject -> onDone(6, subject);
      default -> subject -> onDone(7, subject);
    };
  }

  private void dispatch(int type, int subject, long payload) {
    switch (type) {
      case 0 -> onDone(0, subject);
      case 1 -> onDone(1, subject);
      case 2 -> onDone(2, subject);
      case 3 -> onDone(3, subject);
      case 4 -> onDone(4, subject);
      case 5 -> onDone(5, subject);
      case 6 -> onDone(6, subject);
      default -> onDone(7, subject);
    }
  }

  private void onDone(int type, int subject) {
    doneCounts[type]++;
    digest = Contestant.fold(digest, simulation.nowNanos(), subject);
    if (--remaining == 0) {
      simulation.stop();
    }
    add(type, delays.nextNanos(), subject);
  }

  private void add(int type, long delayNanos, int subject) {
    if (tickets) {
      simulation.schedule(types[type], delayNanos, subject);
    } else {
      simulation.post(types[type], delayNanos, subject);
    }
  }

  @Override
  public void fire(int events) {
    remaining = events;
    simulation.runUntil(Long.MAX_VALUE);
  }

  @Override
  public long digest() {
    return digest;
  }
}
