package dev.medley.benchmarks.contestants;

import dev.medley.benchmarks.Contestant;
import dev.medley.benchmarks.Delays;
import dev.medley.benchmarks.Setting;
import dev.medley.kernel.Calendar;
import dev.medley.kernel.Due;

/** A calendar of the kernel on its own. */
final class CalendarHolder implements Contestant {
  private final Delays delays;
  private final Calendar calendar;
  private final Due due = new Due();
  private final int kind = Calendar.kind(0, 0);
  private long digest;

  CalendarHolder(Setting setting, Calendar calendar) {
    this.delays = setting.delays();
    this.calendar = calendar;
    long[] fillNanos = delays.fillNanos(setting.size());
    for (int i = 0; i < setting.size(); i++) {
      calendar.post(fillNanos[i], kind, i);
    }
  }

  @Override
  public void fire(int events) {
    for (int i = 0; i < events; i++) {
      calendar.pollUntil(Long.MAX_VALUE, due);
      digest = Contestant.fold(digest, due.atNanos(), due.subject());
      calendar.post(due.atNanos() + delays.nextNanos(), kind, due.subject());
    }
  }

  @Override
  public long digest() {
    return digest;
  }
}
