package dev.medley.benchmarks.contestants;

import dev.medley.benchmarks.Contestant;
import dev.medley.benchmarks.Delays;
import dev.medley.benchmarks.Setting;
import java.util.PriorityQueue;

/** A bare {@link PriorityQueue} of reused events: no clock, no dispatch, nothing to cancel. */
final class PriorityQueueHold implements Contestant {
  private final Delays delays;
  private final int ranks;
  private final PriorityQueue<ReusedEvent> queue;
  private long nextOrder;
  private long digest;

  /** Subject i has rank i mod {@code ranks}, a power of two. */
  PriorityQueueHold(Setting setting, int ranks) {
    this.delays = setting.delays();
    this.ranks = ranks;
    this.queue = new PriorityQueue<>(setting.size());
    long[] fillNanos = delays.fillNanos(setting.size());
    for (int i = 0; i < setting.size(); i++) {
      ReusedEvent event = new ReusedEvent();
      event.subject = i;
      event.atNanos = fillNanos[i];
      add(event);
    }
  }

  private void add(ReusedEvent event) {
    event.order = (long) (event.subject & ranks - 1) << 56 | nextOrder++;
    queue.add(event);
  }

  @Override
  public void fire(int events) {
    for (int i = 0; i < events; i++) {
      ReusedEvent event = queue.remove();
      digest = Contestant.fold(digest, event.atNanos, event.subject);
      event.atNanos += delays.nextNanos();
      add(event);
    }
  }

  @Override
  public long digest() {
    return digest;
  }
}
