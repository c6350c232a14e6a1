package dev.medley.scenarios.cli;

import dev.medley.scenarios.batch.ScenarioLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code medley scenarios show}: one scenario of the library, as it is written. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Print a scenario of the library with its comments: what it teaches, which numbers to expect",
      "and what to vary. Saved to a file it is the start of a scenario of your own."
    })
final class ScenarioShowCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "NAME", description = "A name that medley scenarios lists.")
  private String name = "";

  ScenarioShowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.out().print(ScenarioLoader.text(name));
    return ExitCode.OK;
  }
}
