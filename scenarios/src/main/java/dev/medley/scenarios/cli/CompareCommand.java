package dev.medley.scenarios.cli;

import dev.medley.check.InvalidConfiguration;
import dev.medley.experiment.Scenario;
import dev.medley.scenarios.batch.PreparedScenario;
import dev.medley.scenarios.batch.Runner;
import dev.medley.scenarios.batch.ScenarioLoader;
import dev.medley.scenarios.batch.Variation;
import dev.medley.scenarios.report.ComparisonTable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code medley compare}: variants of one scenario on common random numbers. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compare variants of a scenario on the same arrivals, demands and start-up draws:",
      "paired differences with confidence intervals, ranking, probability of being best."
    })
final class CompareCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE|NAME", description = "A scenario file, or a name of the library.")
  private String scenario = "";

  @Option(
      names = "--vary",
      required = true,
      paramLabel = "PATH=A,B,...",
      description =
          "What differs, e.g. services.web.runtime=container,vm or, for all services,"
              + " autoscaler=hpa,smith.")
  private String vary = "";

  @Mixin private ScenarioOptions change = new ScenarioOptions();
  @Mixin private ExecutionOptions execution = new ExecutionOptions();

  CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Variation variation = Variation.parse(vary);
    ScenarioLoader loader = change.loader();
    Map<String, PreparedScenario> variants = new LinkedHashMap<>();
    for (String value : variation.values()) {
      PreparedScenario prepared = change.load(loader, scenario, List.of(variation.setting(value)));
      prepared.notices().forEach(notice -> execution.tell(console, value + ": " + notice));
      variants.put(value, prepared);
    }
    if (variants.size() < 2) {
      throw new InvalidConfiguration("--vary", "needs at least two values (was " + vary + ")");
    }
    Runner runner = new Runner(execution.settings(console, null, 0));
    Scenario first = variants.values().iterator().next().scenario();
    execution.tell(
        console,
        Intent.words(
            first,
            variants.size() + " variants, each " + Intent.replications(first.replications()),
            execution.jobs()));
    Runner.Compared compared;
    try (InterruptNotice notice = new InterruptNotice(runner, console)) {
      compared = runner.compare(variation.name(), variants);
    }
    console
        .out()
        .print(
            ComparisonTable.render(
                compared.comparison(), execution.format(), execution.colored(console)));
    execution.tell(
        console,
        (compared.reused() ? "complete already, nothing was run: " : "results in ")
            + compared.directory()
            + " (open report.html)");
    return ExitCode.OK;
  }
}
