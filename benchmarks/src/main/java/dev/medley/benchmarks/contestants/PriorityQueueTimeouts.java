package dev.medley.benchmarks.contestants;

import dev.medley.benchmarks.Contestant;
import dev.medley.benchmarks.Delays;
import dev.medley.benchmarks.Setting;
import dev.medley.benchmarks.Timeouts;
import java.util.ArrayDeque;
import java.util.PriorityQueue;

/**
 * Time-outs on a {@link PriorityQueue}: a cancelled one is marked and dropped when it comes up, and
 * then used again. The queue so holds a multiple of the living events.
 */
final class PriorityQueueTimeouts implements Contestant {
  private final Delays delays;
  private final PriorityQueue<ReusedEvent> queue = new PriorityQueue<>();
  private final ArrayDeque<ReusedEvent> spare = new ArrayDeque<>();
  private final ReusedEvent[] armed;
  private long nextOrder;
  private long digest;

  PriorityQueueTimeouts(Setting setting) {
    this.delays = setting.delays();
    this.armed = new ReusedEvent[setting.size()];
    long[] fillNanos = delays.fillNanos(setting.size());
    for (int i = 0; i < setting.size(); i++) {
      ReusedEvent event = new ReusedEvent();
      event.subject = i;
      add(event, fillNanos[i]);
      arm(i, 0);
    }
  }

  private void add(ReusedEvent event, long atNanos) {
    event.atNanos = atNanos;
    event.order = nextOrder++;
    queue.add(event);
  }

  private void arm(int subject, long nowNanos) {
    ReusedEvent event = spare.isEmpty() ? new ReusedEvent() : spare.pop();
    event.subject = subject;
    event.timeout = true;
    event.cancelled = false;
    armed[subject] = event;
    add(event, nowNanos + Timeouts.TIMEOUT_NANOS);
  }

  @Override
  public void fire(int events) {
    for (int i = 0; i < events; i++) {
      ReusedEvent event = queue.remove();
      while (event.cancelled) {
        spare.push(event);
        event = queue.remove();
      }
      long nowNanos = event.atNanos;
      int subject = event.subject;
      digest = Contestant.fold(digest, nowNanos, subject);
      if (event.timeout) {
        spare.push(event);
      } else {
        armed[subject].cancelled = true;
        add(event, nowNanos + delays.nextNanos());
      }
      arm(subject, nowNanos);
    }
  }

  @Override
  public long digest() {
    return digest;
  }
}
