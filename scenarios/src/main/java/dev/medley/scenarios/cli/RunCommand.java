package dev.medley.scenarios.cli;

import dev.medley.check.InvalidConfiguration;
import dev.medley.experiment.CheckResult;
import dev.medley.scenarios.batch.EventTrace;
import dev.medley.scenarios.batch.Precision;
import dev.medley.scenarios.batch.PreparedScenario;
import dev.medley.scenarios.batch.Runner;
import dev.medley.scenarios.report.SummaryTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code medley run}: replications of one scenario. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Run replications of a scenario and report figures with confidence intervals.")
final class RunCommand implements Callable<Integer> {
  private static final int DEFAULT_MOST = 1000;

  private final Console console;

  @Parameters(paramLabel = "FILE|NAME", description = "A scenario file, or a name of the library.")
  private String scenario = "";

  @Mixin private ScenarioOptions change = new ScenarioOptions();

  @Option(
      names = "--precision",
      paramLabel = "METRIC:PERCENT",
      description =
          "Stop when the interval's half width is small enough, e.g. request.latency.p99:5%%.")
  private @Nullable String precision;

  @Option(
      names = "--max-replications",
      paramLabel = "N",
      description = "Most replications under --precision; default: " + DEFAULT_MOST + ".")
  private @Nullable Integer maxReplications;

  @Option(
      names = "--trace-events",
      paramLabel = "FILE",
      description =
          "Write the events of replication 0 as CSV (time in seconds, event, subject, payload);"
              + " compressed if the name ends in .gz. About 40 bytes per event.")
  private @Nullable Path trace;

  @Option(
      names = "--trace-limit",
      paramLabel = "N",
      description = "Most events in that file, the first ones; default: ${DEFAULT-VALUE}.")
  private long traceLimit = 1_000_000;

  @Option(names = "--dry-run", description = "Check everything, print the resolved scenario.")
  private boolean dry;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ExecutionOptions execution = new ExecutionOptions();

  RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (maxReplications != null && precision == null) {
      throw new ParameterException(
          spec.commandLine(), "--max-replications needs --precision; or use --replications");
    }
    if (traceLimit < 1) {
      throw new InvalidConfiguration("--trace-limit", "must be >= 1 (was " + traceLimit + ")");
    }
    int most = maxReplications == null ? DEFAULT_MOST : maxReplications;
    Precision rule = precision == null ? null : Precision.parse(precision, most);
    PreparedScenario prepared = change.load(change.loader(), scenario, List.of());
    if (rule != null) {
      rule.check(prepared.model());
    }
    if (dry) {
      prepared.notices().forEach(notice -> execution.tell(console, notice));
      console.out().print(prepared.text());
      return ExitCode.OK;
    }
    Runner runner = new Runner(execution.settings(console, rule, most));
    execution.tell(
        console,
        Intent.words(
            prepared.scenario(),
            rule == null
                ? Intent.replications(prepared.scenario().replications())
                : "up to " + Intent.replications(most),
            execution.jobs()));
    prepared.notices().forEach(notice -> execution.tell(console, notice));
    if (trace != null) {
      EventTrace.Extent extent = EventTrace.write(trace, prepared, 0, traceLimit);
      execution.tell(
          console,
          (extent.written() < extent.events() ? "the first " : "")
              + extent.written()
              + " of "
              + extent.events()
              + " events of replication 0 in "
              + trace);
    }
    Runner.Finished finished;
    try (InterruptNotice notice = new InterruptNotice(runner, console)) {
      finished = runner.run(prepared);
    }
    console
        .out()
        .print(
            SummaryTable.render(
                finished.summary(), execution.format(), execution.colored(console)));
    execution.tell(
        console,
        (finished.reused() ? "complete already, nothing was run: " : "results in ")
            + finished.directory()
            + " (open report.html)");
    if (rule != null && !finished.precise()) {
      console.say(
          "precision not reached after "
              + Intent.replications(finished.summary().replications())
              + ": "
              + rule.shortfall(finished.reached()));
      return ExitCode.PRECISION_NOT_REACHED;
    }
    boolean holds =
        Stream.concat(finished.summary().slo().stream(), finished.summary().expectations().stream())
            .allMatch(CheckResult::holds);
    return holds ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }
}
