package dev.medley.scenarios.cli;

import dev.medley.check.InvalidConfiguration;
import dev.medley.scenarios.batch.PreparedScenario;
import dev.medley.scenarios.batch.ScenarioLoader;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code medley validate}: every problem of every file at once. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Check scenario files: every problem at once, with file, line and column.",
      "A file that adds a runtime, a host type or an offload card is checked as such."
    })
final class ValidateCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "FILE|NAME",
      arity = "1..*",
      description = "Files, or names of the library.")
  private List<String> scenarios = List.of();

  @Mixin private ScenarioOptions change = new ScenarioOptions();

  ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ScenarioLoader loader = change.loader();
    boolean valid = true;
    for (String scenario : scenarios) {
      try {
        String part = loader.checkCatalogFile(scenario);
        if (part != null) {
          console.out().println(scenario + ": ok, " + part);
          continue;
        }
        PreparedScenario prepared = change.load(loader, scenario, List.of());
        console.out().println(scenario + ": ok");
        prepared.notices().forEach(notice -> console.out().println(scenario + ": " + notice));
        prepared
            .model()
            .notices()
            .forEach(notice -> console.out().println(scenario + ": " + notice));
      } catch (InvalidConfiguration e) {
        valid = false;
        e.problems().forEach(problem -> console.out().println(problem));
      }
    }
    return valid ? ExitCode.OK : ExitCode.INVALID_INPUT;
  }
}
