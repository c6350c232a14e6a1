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
 * The hold model: take the least of n pending events and put it back some delay later.
 *
 * <p>Claim: the kernel's calendar holds 10,000 events at least three times as fast as a {@link
 * PriorityQueue} whose events are reused. Only ratios within one run count.
 *
 * <p>Source of the model: W. R. Franta, K. Maly, "An efficient data structure for the simulation
 * event set", Communications of the ACM 20(8), 1977.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CalendarHold {
  /** The number of pending events. */
  @Param({"100", "10000", "1000000"})
  int pending;

  /** How far ahead an event goes back. */
  @Param("EXPONENTIAL")
  String law;

  private Delays delays;
  private final Due due = new Due();
  private Calendar calendar;
  private PriorityQueue<ReusedEvent> queue;
  private long nextOrder;

  /** Fills both with the same events. */
  @Setup(Level.Trial)
  public void fill() {
    delays = new Delays(Delays.Law.valueOf(law));
    calendar = new QuaternaryHeap();
    queue = new PriorityQueue<>(pending);
    for (int i = 0; i < pending; i++) {
      long atNanos = delays.nextNanos();
      calendar.schedule(atNanos, 0, 0, i, 0);
      ReusedEvent event = new ReusedEvent();
      event.atNanos = atNanos;
      event.order = nextOrder++;
      event.subject = i;
      queue.add(event);
    }
  }

  /** The kernel's reference calendar. */
  @Benchmark
  public long quaternaryHeap() {
    calendar.pollUntil(Long.MAX_VALUE, due);
    return calendar.schedule(
        due.atNanos() + delays.nextNanos(), 0, due.type(), due.subject(), due.payload());
  }

  /** The baseline. */
  @Benchmark
  public Object priorityQueue() {
    ReusedEvent event = queue.remove();
    event.atNanos += delays.nextNanos();
    event.order = nextOrder++;
    queue.add(event);
    return event;
  }
}
