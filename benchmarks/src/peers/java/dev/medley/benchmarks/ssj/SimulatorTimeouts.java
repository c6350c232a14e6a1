package dev.medley.benchmarks.ssj;

import dev.medley.benchmarks.Contestant;
import dev.medley.benchmarks.Delays;
import dev.medley.benchmarks.Setting;
import dev.medley.benchmarks.Timeouts;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.simevents.eventlist.EventList;

/** Time-outs on SSJ: cancelled and armed anew by {@code Event.reschedule}. */
final class SimulatorTimeouts implements Contestant {
  private final Delays delays;
  private final Simulator simulator;
  private int remaining;
  private long digest;

  SimulatorTimeouts(Setting setting, EventList list) {
    this.delays = setting.delays();
    this.simulator = new Simulator(list);
    long[] fillNanos = delays.fillNanos(setting.size());
    for (int i = 0; i < setting.size(); i++) {
      TimedOut timedOut = new TimedOut(i);
      new Done(timedOut).schedule(fillNanos[i]);
      timedOut.schedule(Timeouts.TIMEOUT_NANOS);
    }
  }

  private final class TimedOut extends Event {
    private final int subject;

    TimedOut(int subject) {
      super(SimulatorTimeouts.this.simulator);
      this.subject = subject;
    }

    @Override
    public void actions() {
      count(subject);
      schedule(Timeouts.TIMEOUT_NANOS);
    }
  }

  private final class Done extends Event {
    private final TimedOut timedOut;

    Done(TimedOut timedOut) {
      super(SimulatorTimeouts.this.simulator);
      this.timedOut = timedOut;
    }

    @Override
    public void actions() {
      count(timedOut.subject);
      schedule(delays.nextNanos());
      timedOut.reschedule(Timeouts.TIMEOUT_NANOS);
    }
  }

  private void count(int subject) {
    digest = Contestant.fold(digest, (long) simulator.time(), subject);
    if (--remaining == 0) {
      simulator.stop();
    }
  }

  @Override
  public void fire(int events) {
    remaining = events;
    simulator.start();
  }

  @Override
  public long digest() {
    return digest;
  }
}
