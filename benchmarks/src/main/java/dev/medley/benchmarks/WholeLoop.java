package dev.medley.benchmarks;

import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole kernel at work: n subjects, each always about to do one of eight things, at random.
 *
 * <p>Claim: the loop with clock, dispatch and tickets takes less than half of the time that a bare
 * {@link PriorityQueue} of reused events takes without any of these. Only ratios within one run
 * count.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class WholeLoop {
  private static final int EVENTS = 1000;
  private static final int TYPES = 8;

  /** The number of pending events. */
  @Param({"100", "10000", "1000000"})
  int pending;

  /** How far ahead an event schedules its successor. */
  @Param("EXPONENTIAL")
  String law;

  private Delays delays;
  private Simulation simulation;
  private final EventType[] types = new EventType[TYPES];
  private Simulation switching;
  private final EventType[] switchedTypes = new EventType[TYPES];
  private final long[] doneCounts = new long[TYPES];
  private int remaining;
  private PriorityQueue<ReusedEvent> queue;
  private long nextOrder;

  /** Assembles the model and fills the baseline with the same events. */
  @Setup(Level.Trial)
  public void assemble() {
    delays = new Delays(Delays.Law.valueOf(law));
    simulation = new Simulation();
    types[0] = simulation.register("done-0", subject -> onDone(0, subject));
    types[1] = simulation.register("done-1", subject -> onDone(1, subject));
    types[2] = simulation.register("done-2", subject -> onDone(2, subject));
    types[3] = simulation.register("done-3", subject -> onDone(3, subject));
    types[4] = simulation.register("done-4", subject -> onDone(4, subject));
    types[5] = simulation.register("done-5", subject -> onDone(5, subject));
    types[6] = simulation.register("done-6", subject -> onDone(6, subject));
    types[7] = simulation.register("done-7", subject -> onDone(7, subject));
    switching = new Simulation();
    for (int i = 0; i < TYPES; i++) {
      switchedTypes[i] = switching.register("switched-" + i, Simulation.DEFAULT_RANK);
    }
    switching.dispatchTo(this::fire);
    queue = new PriorityQueue<>(pending);
    for (int i = 0; i < pending; i++) {
      long delayNanos = delays.nextNanos();
      simulation.schedule(types[i & TYPES - 1], delayNanos, i);
      switching.schedule(switchedTypes[i & TYPES - 1], delayNanos, i);
      ReusedEvent event = new ReusedEvent();
      event.atNanos = delayNanos;
      event.order = nextOrder++;
      event.subject = i;
      queue.add(event);
    }
  }

  private void onDone(int what, int subject) {
    doneCounts[what]++;
    if (--remaining == 0) {
      simulation.stop();
    }
    long delayNanos = delays.nextNanos();
    simulation.schedule(types[(int) delayNanos & TYPES - 1], delayNanos, subject);
  }

  private void fire(int type, int subject, long payload) {
    switch (type) {
      case 0 -> onSwitched(0, subject);
      case 1 -> onSwitched(1, subject);
      case 2 -> onSwitched(2, subject);
      case 3 -> onSwitched(3, subject);
      case 4 -> onSwitched(4, subject);
      case 5 -> onSwitched(5, subject);
      case 6 -> onSwitched(6, subject);
      default -> onSwitched(7, subject);
    }
  }

  private void onSwitched(int what, int subject) {
    doneCounts[what]++;
    if (--remaining == 0) {
      switching.stop();
    }
    long delayNanos = delays.nextNanos();
    switching.schedule(switchedTypes[(int) delayNanos & TYPES - 1], delayNanos, subject);
  }

  /** The kernel with one switch over the eight types. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long simulationWithDispatcher() {
    remaining = EVENTS;
    switching.runUntil(Long.MAX_VALUE);
    return switching.nowNanos();
  }

  /** The kernel: clock, calendar, dispatch to eight handlers. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long simulation() {
    remaining = EVENTS;
    simulation.runUntil(Long.MAX_VALUE);
    return simulation.nowNanos();
  }

  /** The baseline: no clock, no dispatch, no tickets. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long priorityQueue() {
    long nowNanos = 0;
    for (int i = 0; i < EVENTS; i++) {
      ReusedEvent event = queue.remove();
      nowNanos = event.atNanos;
      event.atNanos += delays.nextNanos();
      event.order = nextOrder++;
      queue.add(event);
    }
    return nowNanos;
  }
}
