package dev.medley.scenarios.cli;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Nearest;
import dev.medley.cluster.runtime.RuntimeDefinition;
import dev.medley.experiment.Catalog;
import dev.medley.scenarios.batch.ScenarioLoader;
import dev.medley.scenarios.yaml.CatalogFile;
import dev.medley.scenarios.yaml.Writer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code medley runtimes show}: one runtime in full. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Print a runtime with all its numbers, units and sources, as the YAML file that defines it:",
      "the start of a file for --runtimes DIR."
    })
final class RuntimeShowCommand implements Callable<Integer> {
  private final Console console;

  @ParentCommand private RuntimesCommand parent;

  @Parameters(paramLabel = "NAME", description = "A name that medley runtimes lists.")
  private String name = "";

  RuntimeShowCommand(Console console) {
    this.console = console;
    this.parent = new RuntimesCommand(console);
  }

  @Override
  public Integer call() {
    Catalog catalog = parent.catalog();
    RuntimeDefinition runtime = catalog.runtimes().get(name);
    if (runtime == null) {
      throw new InvalidConfiguration(
          name,
          "is no runtime"
              + Nearest.question(name, catalog.runtimes().keySet())
              + "; runtimes: "
              + String.join(", ", catalog.runtimes().keySet()));
    }
    StartWords.lines(runtime).forEach(line -> console.out().println("# " + line));
    CatalogFile file = new CatalogFile("medley/v1", runtime, null, null);
    console.out().print(Writer.text(ScenarioLoader.binder(), file));
    return ExitCode.OK;
  }
}
