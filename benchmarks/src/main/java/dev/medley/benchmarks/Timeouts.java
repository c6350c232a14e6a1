package dev.medley.benchmarks;

import dev.medley.kernel.Calendar;
import dev.medley.kernel.Due;
import dev.medley.kernel.QuaternaryHeap;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Timeouts that almost never happen: every event cancels its subject's timeout and arms a new one.
 *
 * <p>A timeout lies {@value #TIMEOUT_MEANS} mean delays ahead. The baseline marks cancelled events
 * and drops them when they come up, as users of {@link PriorityQueue} do: its queue holds a
 * multiple of the live events. Only ratios within one run count.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class Timeouts {
  private static final int TIMEOUT_MEANS = 20;
  private static final long TIMEOUT_NANOS = TIMEOUT_MEANS * 1_000_000L;

  /** The number of subjects: each has one event and one timeout pending. */
  @Param("10000")
  int subjects;

  private Delays delays;
  private final Due due = new Due();
  private Calendar calendar;
  private long[] tickets;
  private PriorityQueue<ReusedEvent> queue;
  private ReusedEvent[] armed;
  private long nextOrder;

  /** Fills both with the same events. */
  @Setup(Level.Trial)
  public void fill() {
    delays = new Delays(Delays.Law.EXPONENTIAL);
    calendar = new QuaternaryHeap();
    tickets = new long[subjects];
    queue = new PriorityQueue<>();
    armed = new ReusedEvent[subjects];
    for (int i = 0; i < subjects; i++) {
      long atNanos = delays.nextNanos();
      calendar.schedule(atNanos, 0, 0, i, 0);
      tickets[i] = calendar.schedule(TIMEOUT_NANOS, 0, 1, i, 0);
      add(new ReusedEvent(), atNanos, 0, i);
      add(armed[i] = new ReusedEvent(), TIMEOUT_NANOS, 1, i);
    }
  }

  /** The kernel's reference calendar. */
  @Benchmark
  public long quaternaryHeap() {
    calendar.pollUntil(Long.MAX_VALUE, due);
    int subject = due.subject();
    if (due.type() == 0) {
      calendar.cancel(tickets[subject]);
      calendar.schedule(due.atNanos() + delays.nextNanos(), 0, 0, subject, 0);
    }
    return tickets[subject] = calendar.schedule(due.atNanos() + TIMEOUT_NANOS, 0, 1, subject, 0);
  }

  /** The baseline: cancelled events stay until they come up. */
  @Benchmark
  public Object priorityQueue() {
    ReusedEvent event = queue.remove();
    while (event.cancelled) {
      event = queue.remove();
    }
    int subject = event.subject;
    long nowNanos = event.atNanos;
    if (event.type == 0) {
      armed[subject].cancelled = true;
      add(event, nowNanos + delays.nextNanos(), 0, subject);
    }
    armed[subject] = new ReusedEvent();
    add(armed[subject], nowNanos + TIMEOUT_NANOS, 1, subject);
    return event;
  }

  private void add(ReusedEvent event, long atNanos, int type, int subject) {
    event.atNanos = atNanos;
    event.order = nextOrder++;
    event.type = type;
    event.subject = subject;
    queue.add(event);
  }
}
