package dev.medley.kernel;

import static dev.medley.kernel.Calendar.kind;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After assembly and warm-up the kernel allocates not a byte, whatever is cancelled meanwhile. */
class SteadyStateAllocationTest {
  private static final int PENDING = 1000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource(names = ".*_OF_LAST_GENERATIONS", mode = EnumSource.Mode.MATCH_NONE)
  void aMillionEventsOnACalendarAllocateNothing(
      CalendarContractTest.Implementation implementation) {
    CalendarLoop loop = new CalendarLoop(implementation.create());
    loop.run(500_000);
    long before = allocatedBytes();
    loop.run(1_000_000);
    assertThat(allocatedBytes() - before).isZero();
    assertThat(loop.cancelledCount).isGreaterThan(1_000_000);
  }

  @Test
  void aMillionEventsInASimulationAllocateNothing() {
    Simulation simulation = new Simulation();
    Heartbeats heartbeats = new Heartbeats(simulation);
    heartbeats.start();
    simulation.digesting(true);
    simulation.runUntil(1_000_000_000L);
    long firedBefore = simulation.firedCount();
    long before = allocatedBytes();
    simulation.runUntil(4_000_000_000L);
    assertThat(allocatedBytes() - before).isZero();
    assertThat(simulation.firedCount() - firedBefore).isGreaterThan(1_000_000);
    assertThat(simulation.pendingCount()).isEqualTo(2 * PENDING);
  }

  private static long allocatedBytes() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** Every event schedules its successor and re-arms a far timeout that never fires. */
  private static final class CalendarLoop {
    private final Calendar calendar;
    private final Due due = new Due();
    private final SplitMix random = new SplitMix(3);
    private final long[] timeouts = new long[PENDING];
    private long cancelledCount;

    CalendarLoop(Calendar calendar) {
      this.calendar = calendar;
      for (int i = 0; i < PENDING; i++) {
        calendar.schedule(random.nextInt(1000), kind(0, 0), i, 0);
      }
    }

    void run(int events) {
      for (int i = 0; i < events; i++) {
        calendar.pollUntil(Long.MAX_VALUE, due);
        int subject = due.subject();
        if (calendar.cancel(timeouts[subject])) {
          cancelledCount++;
        }
        timeouts[subject] =
            calendar.schedule(due.atNanos() + 1_000_000_000_000L, kind(1, 1), subject, 0);
        calendar.post(due.atNanos() + random.nextInt(1000), kind(0, 0), subject);
      }
    }
  }

  /** The same through the simulation, with a handler of either kind. */
  private static final class Heartbeats {
    private final Simulation simulation;
    private final SplitMix random = new SplitMix(4);
    private final EventType beaten;
    private final EventType missed;
    private final long[] timeouts = new long[PENDING];

    Heartbeats(Simulation simulation) {
      this.simulation = simulation;
      this.beaten = simulation.register("heart-beaten", this::onBeaten);
      this.missed = simulation.register("beat-missed", this::onMissed);
    }

    void start() {
      for (int i = 0; i < PENDING; i++) {
        simulation.schedule(beaten, random.nextInt(2_000_000), i);
      }
    }

    private void onBeaten(int heart) {
      simulation.cancel(timeouts[heart]);
      timeouts[heart] = simulation.schedule(missed, 10_000_000_000L, heart, heart);
      simulation.post(beaten, 1 + random.nextInt(4_000_000), heart);
    }

    private void onMissed(int heart, long payload) {
      throw new AssertionError("heart " + heart + " of payload " + payload + " missed a beat");
    }
  }
}
