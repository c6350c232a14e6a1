package dev.medley.benchmarks;

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
 * One contestant at a contest, in nanoseconds per event.
 *
 * <p>Every fork sees one contestant only (and the reference that checks it), so that the compiler
 * knows each library's calls as well as in a program that uses it alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class ContestBenchmark {
  private static final int EVENTS = 1000;
  private static final int SETTLING_EVENTS = 1_000_000;

  private final Contest contest;

  /** Whose turn it is; peers take part in a jar built with them. */
  @Param({"Medley", "PriorityQueue"})
  String contestant;

  private Contestant admitted;

  ContestBenchmark(Contest contest) {
    this.contest = contest;
  }

  abstract Setting setting();

  /**
   * Fills the contestant, checks it, lets it settle and sweeps up what all that left behind.
   *
   * <p>Settling is counted in events, not in time: the cost of some lists doubles within a
   * generation of a million events, and the compiler needs a second for the loop of CloudSim Plus
   * when a thirtieth will do for ours. A baseline that is still warming up would flatter us.
   */
  @Setup(Level.Trial)
  public void admit() {
    admitted = Referee.admit(contest, contestant, setting());
    admitted.fire(SETTLING_EVENTS);
    System.gc();
  }

  /** An event. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long event() {
    admitted.fire(EVENTS);
    return admitted.digest();
  }
}
