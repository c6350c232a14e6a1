package dev.medley.benchmarks;

import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.experiment.Outcome;
import dev.medley.experiment.Replication;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A replication from end to end: ten minutes of a small flash crowd, some 165,000 requests, with
 * its statistics, as {@code medley run} computes it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class WholeReplication {
  private static final int HOSTS = 4;

  private ClusterModel model;

  /** Assembles the scenario. */
  @Setup(Level.Trial)
  public void assemble() {
    model = SmallCluster.model(HOSTS);
  }

  /** One replication. */
  @Benchmark
  public Outcome replication() {
    return Replication.run(model, 1, 0);
  }
}
