package dev.medley.benchmarks.ssj;

import dev.medley.benchmarks.Contestant;
import dev.medley.benchmarks.Delays;
import dev.medley.benchmarks.Setting;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.simevents.eventlist.EventList;

/** SSJ's run loop: a class of events per type, dispatched by {@code actions()}, one per subject. */
final class SimulatorLoop implements Contestant {
  private final Delays delays;
  private final Simulator simulator;
  private final long[] doneCounts = new long[8];
  private int remaining;
  private long digest;

  SimulatorLoop(Setting setting, EventList list) {
    this.delays = setting.delays();
    this.simulator = new Simulator(list);
    long[] fillNanos = delays.fillNanos(setting.size());
    for (int i = 0; i < setting.size(); i++) {
      event(i).schedule(fillNanos[i]);
    }
  }

  private Event event(int subject) {
    return switch (subject & 7) {
      case 0 -> new Done0(subject);
      case 1 -> new Done1(subject);
      case 2 -> new Done2(subject);
      case 3 -> new Done3(subject);
      case 4 -> new Done4(subject);
      case 5 -> new Done5(subject);
      case 6 -> new Done6(subject);
      default -> new Done7(subject);
    };
  }

  private abstract class Done extends Event {
    final int subject;

    /** Lower priorities go first among events at one time. */
    Done(int type, int subject) {
      super(SimulatorLoop.this.simulator);
      this.subject = subject;
      setPriority(type);
    }

    final void onDone(int type) {
      doneCounts[type]++;
      digest = Contestant.fold(digest, (long) sim.time(), subject);
      if (--remaining == 0) {
        sim.stop();
      }
      schedule(delays.nextNanos());
    }
  }

  private final class Done0 extends Done {
    Done0(int subject) {
      super(0, subject);
    }

    @Override
    public void actions() {
      onDone(0);
    }
  }

  private final class Done1 extends Done {
    Done1(int subject) {
      super(1, subject);
    }

    @Override
    public void actions() {
      onDone(1);
    }
  }

  private final class Done2 extends Done {
    Done2(int subject) {
      super(2, subject);
    }

    @Override
    public void actions() {
      onDone(2);
    }
  }

  private final class Done3 extends Done {
    Done3(int subject) {
      super(3, subject);
    }

    @Override
    public void actions() {
      onDone(3);
    }
  }

  private final class Done4 extends Done {
    Done4(int subject) {
      super(4, subject);
    }

    @Override
    public void actions() {
      onDone(4);
    }
  }

  private final class Done5 extends Done {
    Done5(int subject) {
      super(5, subject);
    }

    @Override
    public void actions() {
      onDone(5);
    }
  }

  private final class Done6 extends Done {
    Done6(int subject) {
      super(6, subject);
    }

    @Override
    public void actions() {
      onDone(6);
    }
  }

  private final class Done7 extends Done {
    Done7(int subject) {
      super(7, subject);
    }

    @Override
    public void actions() {
      onDone(7);
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
