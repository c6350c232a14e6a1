package dev.medley.benchmarks.runner;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code medley bench}. */
@Command(
    name = "medley bench",
    description = {
      "Measures the kernel against its peers (SSJ, CloudSim Plus, PriorityQueue) and judges its"
          + " goals.",
      "",
      "Every figure is the median over rounds of a ratio to a baseline of the same round, so that"
          + " it means the same on every machine. All contestants fire the same events in the same"
          + " order; one that does not ends the run."
    },
    footer = {
      "",
      "Growth and B/event are upper bounds, all else are lower ones.",
      "",
      "Exit codes: 0 all goals met, 1 internal error, 2 usage, 4 I/O failure,",
      "99 a goal was missed, 130 interrupted (then nothing is written)."
    })
public final class Main implements Callable<Integer> {
  static final int OK = 0;
  static final int INTERNAL_ERROR = 1;
  static final int IO_FAILURE = 4;
  static final int GOAL_MISSED = 99;

  private static final String HOUSE = "medley.house";

  private final Forks forks;
  private final LongSupplier clockNanos;
  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = "--quick",
      description =
          "The goals alone, in less than three minutes; what misses 0.85 of its goal is measured"
              + " once more as far as that time allows, and then fails. Without it: every contest,"
              + " in twenty to thirty minutes, against the goals themselves.")
  private boolean quick;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Findings as JSON; default: results/bench/<date>-<quick|full>.json in the current folder.")
  private @Nullable Path file;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean help;

  Main(Forks forks, LongSupplier clockNanos, PrintStream out, PrintStream err) {
    this.forks = forks;
    this.clockNanos = clockNanos;
    this.out = out;
    this.err = err;
  }

  /** Runs the benchmarks and ends the process with its exit code. */
  public static void main(String[] arguments) {
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    Interruption.watch();
    int code = new Main(new JmhForks(), System::nanoTime, out, err).run(arguments);
    Interruption.unwatch();
    out.flush();
    if (out.checkError() && code == OK) {
      err.println("medley: standard output could not be written");
      code = IO_FAILURE;
    }
    err.flush();
    System.exit(code);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  int run(String... arguments) {
    return new CommandLine(this)
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setAbbreviatedOptionsAllowed(false)
        .setExpandAtFiles(false)
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setExecutionExceptionHandler((failure, command, parsed) -> report(failure))
        .execute(arguments);
  }

  private int report(Exception failure) {
    if (Interruption.happened()) {
      return INTERNAL_ERROR;
    }
    if (failure instanceof UncheckedIOException io) {
      err.println("medley: " + io.getCause());
      return IO_FAILURE;
    }
    if (failure instanceof ForkFailure) {
      err.println("medley: " + failure.getMessage());
      return INTERNAL_ERROR;
    }
    err.println("medley: internal error, please report this");
    failure.printStackTrace(err);
    return INTERNAL_ERROR;
  }

  @Override
  public Integer call() {
    Instant started = Instant.now();
    String kind = quick ? "quick" : "full";
    Path target = file == null ? ResultFile.standard(kind, started) : file;
    ResultFile.claim(target);
    Machine machine = Machine.here(Path.of(System.getProperty(HOUSE, ".")));
    Bench bench = new Bench(forks, clockNanos, new ProgressLine(clockNanos, err));
    Bench.Findings findings = quick ? bench.quick(Criteria.all()) : bench.full(Criteria.all());
    if (quick) {
      findings.verdicts().forEach(verdict -> out.println(verdict.line(findings.tolerance())));
    } else {
      out.print(FullTable.of(findings));
    }
    out.flush();
    ResultFile.write(target, ResultFile.json(kind, started, machine, findings));
    err.println("medley: findings in " + target);
    return findings.passed() ? OK : GOAL_MISSED;
  }
}
