package dev.medley.cluster.engine.control;

import dev.medley.cluster.engine.instance.MemoryPressure;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Records the memory in use on each group of hosts over time, on the model's grid.
 *
 * <p>Steps end before anything else happens at that instant. Cost: O(hosts) per step.
 */
public final class MemoryRecorder {
  private static final int BEFORE_ALL = 0;

  private final Simulation simulation;
  private final ClusterModel model;
  private final MemoryPressure memory;
  private final EventType stepEnded;
  private final int[][] hosts;
  private final double[][] utilization;
  private final double[] lastByteNanos;
  private int step;

  /** Prepares empty records. */
  public MemoryRecorder(Simulation simulation, ClusterModel model, MemoryPressure memory) {
    this.simulation = simulation;
    this.model = model;
    this.memory = memory;
    this.stepEnded = simulation.register("memory-recorded", BEFORE_ALL, this::onStepEnded);
    int groups = model.groups().size();
    hosts = new int[groups][];
    utilization = new double[groups][model.steps()];
    lastByteNanos = new double[groups];
    for (int g = 0; g < groups; g++) {
      int group = g;
      hosts[g] =
          IntStream.range(0, model.hosts().size())
              .filter(host -> model.hosts().get(host).group() == group)
              .toArray();
      Arrays.fill(utilization[g], Double.NaN);
    }
  }

  /** Schedules the first step's end. */
  public void start() {
    if (step < model.steps()) {
      simulation.postAt(stepEnded, end(step), 0);
    }
  }

  private long end(int ofStep) {
    return Math.min(model.durationNanos(), (ofStep + 1) * model.stepNanos());
  }

  private void onStepEnded(int ignored) {
    double length = end(step) - step * model.stepNanos();
    for (int g = 0; g < hosts.length; g++) {
      double byteNanos = memory.usedByteNanos(hosts[g]);
      double used = byteNanos - lastByteNanos[g];
      utilization[g][step] = used / (memory.capacityBytes(hosts[g]) * length);
      lastByteNanos[g] = byteNanos;
    }
    step++;
    start();
  }

  /** Hands every column over, in a fixed order. */
  public void columns(StepRecorder.ColumnVisitor visitor) {
    for (int g = 0; g < hosts.length; g++) {
      visitor.column(
          "host.memory.utilization{group=" + model.groups().get(g) + "}", "ratio", utilization[g]);
    }
  }
}
