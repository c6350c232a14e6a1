package dev.medley.benchmarks;

import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.instance.InstanceSpec;
import dev.medley.cluster.scheduling.Placement;
import dev.medley.cluster.scheduling.SchedulingPipeline;
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
 * One placement on a half-filled cluster: the standard pipeline finds the best host, an instance is
 * reserved on it, and what was reserved longest ago is given back.
 *
 * <p>Claim: its cost grows with the logarithm of the number of hosts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SchedulingPass {
  private static final int INSTANCES_PER_HOST = 64;

  /** The number of hosts. */
  @Param({"10", "1000", "100000"})
  int hosts;

  private HostTable table;
  private InstanceSpec instance;
  private Placement placement;
  private int[] placed;
  private int oldest;

  /** Fills half of the cluster, evenly. */
  @Setup(Level.Trial)
  public void fill() {
    var model = SmallCluster.model(hosts);
    table = new HostTable(model.hosts());
    instance = model.services().get(0).instance();
    placement = new Placement(SchedulingPipeline.standard(), table);
    placed = new int[hosts * INSTANCES_PER_HOST];
    for (int i = 0; i < placed.length; i++) {
      placed[i] = i % hosts;
      table.reserve(placed[i], instance);
    }
  }

  /** One placement. */
  @Benchmark
  public int place() {
    int host = placement.place(instance);
    table.reserve(host, instance);
    table.release(placed[oldest], instance);
    placed[oldest] = host;
    oldest = (oldest + 1) % placed.length;
    return host;
  }
}
