package dev.medley.scenarios.cli;

import dev.medley.scenarios.batch.ScenarioLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code medley scenarios}: the library. */
@Command(
    name = "scenarios",
    subcommands = ScenarioShowCommand.class,
    mixinStandardHelpOptions = true,
    description = "List the scenarios of the library.")
final class ScenariosCommand implements Callable<Integer> {
  private final Console console;

  ScenariosCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Listing.print(console.out(), ScenarioLoader.library());
    return ExitCode.OK;
  }
}
