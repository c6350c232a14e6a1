package dev.medley.benchmarks.contestants;

import dev.medley.benchmarks.Contestant;
import dev.medley.benchmarks.Delays;
import dev.medley.benchmarks.Setting;
import dev.medley.kernel.Calendar;
import dev.medley.kernel.Due;

/** A calendar of the kernel on its own, without tickets or with one for each event. */
final class CalendarHolder implements Contestant {
  private final Delays delays;
  private final Calendar calendar;
  private final Due due = new Due();
  private final boolean tickets;
  private final int kind = Calendar.kind(0, 0);
  private long digest;

  CalendarHolder(Setting setting, Calendar calendar, boolean tickets) {
    this.tickets = tickets;
    this.delays = setting.delays();
    this.calendar = calendar;
    long[] fillNanos = delays.fillNanos(setting.size());
    for (int i = 0; i < setting.size(); i++) {
      add(fillNanos[i], i);
    }
  }

  private void add(long atNanos, int subject) {
    if (tickets) {
      calendar.schedule(atNanos, kind, subject, 0);
    } else {
      calendar.post(atNanos, kind, subject);
    }
  }

  @Override
  public void fire(int events) {
    for (int i = 0; i < events; i++) {
      calendar.pollUntil(Long.MAX_VALUE, due);
      digest = Contestant.fold(digest, due.atNanos(), due.subject());
      add(due.atNanos() + delays.nextNanos(), due.subject());
    }
  }

  @Override
  public long digest() {
    return digest;
  }
}
