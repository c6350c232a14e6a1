package dev.medley.scenarios.cli;

import dev.medley.experiment.RuntimeAdvice;
import dev.medley.scenarios.batch.PreparedScenario;
import dev.medley.scenarios.batch.ScenarioLoader;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code medley runtimes choose}: which runtimes can run the services of a scenario. */
@Command(
    name = "choose",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "For every service of a scenario: what runtime: auto chooses and why, which runtimes are",
      "admissible by its needs, its size and the hosts, and what speaks against each of the others."
    })
final class RuntimesChooseCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE|NAME", description = "A file, or a name of the library.")
  private String scenario = "";

  @Mixin private ScenarioOptions change = new ScenarioOptions();

  RuntimesChooseCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ScenarioLoader loader = change.loader();
    PreparedScenario prepared = change.load(loader, scenario, List.of());
    RuntimeAdvice.of(prepared.scenario(), loader.catalog(), prepared.model()).forEach(this::print);
    return ExitCode.OK;
  }

  private void print(RuntimeAdvice advice) {
    console.out().println("service " + advice.service() + " (runtime: " + advice.stated() + ")");
    console
        .out()
        .println(
            "  auto: "
                + (advice.chosen() == null
                    ? "finds no admissible runtime: "
                    : "chooses " + advice.chosen() + ": ")
                + advice.reason());
    console.out().println("  admissible: " + String.join(", ", advice.admissible()));
    if (!advice.refused().isEmpty()) {
      console.out().println("  refused:");
      Listing.print(console.out(), advice.refused());
    }
  }
}
