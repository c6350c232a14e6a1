package dev.medley.benchmarks.contestants;

import dev.medley.benchmarks.Contestant;
import dev.medley.benchmarks.Delays;
import dev.medley.benchmarks.Setting;
import dev.medley.benchmarks.Timeouts;
import dev.medley.kernel.Calendar;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;

/** Time-outs on our simulation: a ticket a subject. */
final class SimulationTimeouts implements Contestant {
  private final Delays delays;
  private final Simulation simulation;
  private final EventType done;
  private final EventType timedOut;
  private final long[] tickets;
  private int remaining;
  private long digest;

  SimulationTimeouts(Setting setting, Calendar calendar) {
    this.delays = setting.delays();
    this.simulation = new Simulation(calendar);
    this.done = simulation.register("done", this::onDone);
    this.timedOut = simulation.register("timed-out", this::onTimedOut);
    this.tickets = new long[setting.size()];
    long[] fillNanos = delays.fillNanos(setting.size());
    for (int i = 0; i < setting.size(); i++) {
      simulation.post(done, fillNanos[i], i);
      arm(i);
    }
  }

  private void arm(int subject) {
    tickets[subject] = simulation.schedule(timedOut, Timeouts.TIMEOUT_NANOS, subject);
  }

  private void onDone(int subject) {
    count(subject);
    simulation.cancel(tickets[subject]);
    simulation.post(done, delays.nextNanos(), subject);
    arm(subject);
  }

  private void onTimedOut(int subject) {
    count(subject);
    arm(subject);
  }

  private void count(int subject) {
    digest = Contestant.fold(digest, simulation.nowNanos(), subject);
    if (--remaining == 0) {
      simulation.stop();
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
