package dev.medley.benchmarks.ssj;

import dev.medley.benchmarks.Contestant;
import dev.medley.benchmarks.Delays;
import dev.medley.benchmarks.Setting;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.simevents.eventlist.EventList;

/** An event list of SSJ on its own, with reused events. */
final class ListHold implements Contestant {
  private final Delays delays;
  private final EventList list;
  private long digest;

  ListHold(Setting setting, EventList list) {
    this.delays = setting.delays();
    this.list = list;
    Simulator simulator = new Simulator(list);
    long[] fillNanos = delays.fillNanos(setting.size());
    for (int i = 0; i < setting.size(); i++) {
      new Held(simulator, i).addAt(fillNanos[i]);
    }
  }

  /** An event that only stands in a list. */
  private final class Held extends Event {
    private final int subject;

    Held(Simulator simulator, int subject) {
      super(simulator);
      this.subject = subject;
    }

    void addAt(double atNanos) {
      eventTime = atNanos;
      list.add(this);
    }

    @Override
    public void actions() {
      throw new IllegalStateException("a held event is never executed");
    }
  }

  @Override
  public void fire(int events) {
    for (int i = 0; i < events; i++) {
      Held event = (Held) list.removeFirst();
      long atNanos = (long) event.time();
      digest = Contestant.fold(digest, atNanos, event.subject);
      event.addAt(atNanos + delays.nextNanos());
    }
  }

  @Override
  public long digest() {
    return digest;
  }
}
