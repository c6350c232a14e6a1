package dev.medley.benchmarks.runner;

import dev.medley.benchmarks.Contest;
import dev.medley.benchmarks.Entrants;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Forks by JMH, with its profiler of allocation. */
final class JmhForks implements Forks {
  /** A heap that never grows; otherwise the JVM as it comes, as users of the peers run them. */
  static final List<String> JVM_OPTIONS = List.of("-Xms2g", "-Xmx2g", "-XX:-UsePerfData");

  private static final String ALLOCATION = "gc.alloc.rate.norm";

  JmhForks() {
    // Another run on this machine is no reason to refuse: both sides of a ratio meet it.
    System.setProperty("jmh.ignoreLock", "true");
  }

  @Override
  public Score measure(Point point, Timing timing) {
    if (ServiceLoader.load(Entrants.class).findFirst().isEmpty()) {
      throw new ForkFailure(
          "this jar was built without the peers; `./medley bench` builds one with them");
    }
    TimeValue length = TimeValue.milliseconds(timing.millis());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(
                "^"
                    + Contest.class.getPackageName().replace(".", "\\.")
                    + "\\."
                    + point.benchmark()
                    + "\\.")
            .forks(1)
            .jvmArgs(JVM_OPTIONS.toArray(new String[0]))
            .warmupIterations(timing.warmups())
            .warmupTime(length)
            .measurementIterations(timing.iterations())
            .measurementTime(length)
            .addProfiler(GCProfiler.class)
            .shouldDoGC(false)
            .shouldFailOnError(true);
    point.parameters().forEach((name, value) -> options.param(name, value));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream sink = new PrintStream(said, true, StandardCharsets.UTF_8);
    try {
      RunResult result =
          new Runner(
                  options.build(),
                  OutputFormatFactory.createFormatInstance(sink, VerboseMode.NORMAL))
              .runSingle();
      Result<?> bytes = result.getSecondaryResults().get(ALLOCATION);
      if (bytes == null) {
        throw new IllegalStateException("JMH gave no " + ALLOCATION);
      }
      return new Score(result.getPrimaryResult().getScore(), bytes.getScore());
    } catch (RunnerException e) {
      throw new ForkFailure(
          point + ": the fork failed\n" + said.toString(StandardCharsets.UTF_8).strip(), e);
    }
  }
}
