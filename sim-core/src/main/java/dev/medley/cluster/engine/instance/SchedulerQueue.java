package dev.medley.cluster.engine.instance;

import dev.medley.cluster.engine.state.Scheduler;
import dev.medley.distribution.Draws;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.StreamTree;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * The scheduler as a server: instances wait for it in order, a placement is tried when its cycle
 * ends.
 *
 * <p>Oracle: M/G/1. O(1) per placement.
 */
final class SchedulerQueue {
  private final Simulation simulation;
  private final Draws cycle;
  private final IntConsumer placing;
  private final EventType cycleEnded;
  private final BitSet present = new BitSet();
  private int[] ring = new int[64];
  private int first;
  private int count;

  /**
   * Nobody waits.
   *
   * @param placing is told of every instance whose cycle has ended
   */
  SchedulerQueue(
      Simulation simulation, Scheduler scheduler, StreamTree streams, IntConsumer placing) {
    this.simulation = simulation;
    this.cycle = new Draws(scheduler.cycle(), streams.stream("control/scheduler/cycle"));
    this.placing = placing;
    this.cycleEnded = simulation.register("scheduling-cycle-ended", this::onCycleEnded);
  }

  /** An instance waits for its placement, unless it does so already. */
  void add(int instance) {
    if (present.get(instance)) {
      return;
    }
    present.set(instance);
    if (count == ring.length) {
      int[] larger = Arrays.copyOf(ring, 2 * count);
      for (int i = 0; i < count; i++) {
        larger[i] = ring[(first + i) % count];
      }
      ring = larger;
      first = 0;
    }
    ring[(first + count++) % ring.length] = instance;
    if (count == 1) {
      simulation.post(cycleEnded, cycle.nextNanos(), 0);
    }
  }

  private void onCycleEnded(int ignored) {
    int instance = ring[first];
    first = (first + 1) % ring.length;
    count--;
    present.clear(instance);
    if (count > 0) {
      simulation.post(cycleEnded, cycle.nextNanos(), 0);
    }
    placing.accept(instance);
  }
}
