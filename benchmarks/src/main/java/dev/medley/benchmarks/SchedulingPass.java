package dev.medley.benchmarks;

import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.instance.InstanceSpec;
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
 * One placement: the standard pipeline looks at every host of a half-filled cluster, reserves on
 * the best one, and gives back what was reserved longest ago.
 *
 * <p>Its cost is proportional to hosts: a figure to know before a cluster of 100,000.
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
  private SchedulingPipeline pipeline;
  private int[] placed;
  private int oldest;

  /** Fills half of the cluster, evenly. */
  @Setup(Level.Trial)
  public void fill() {
    var model = SmallCluster.model(hosts);
    table = new HostTable(model.hosts());
    instance = model.services().get(0).instance();
    pipeline = SchedulingPipeline.standard();
    placed = new int[hosts * INSTANCES_PER_HOST];
    for (int i = 0; i < placed.length; i++) {
      placed[i] = i % hosts;
      table.reserve(placed[i], instance);
    }
  }

  /** One placement. */
  @Benchmark
  public int place() {
    int host = pipeline.place(instance, table);
    table.reserve(host, instance);
    table.release(placed[oldest], instance);
    placed[oldest] = host;
    oldest = (oldest + 1) % placed.length;
    return host;
  }
}
