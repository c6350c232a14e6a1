package dev.medley.scenarios.cli;

import dev.medley.experiment.Scenario;
import dev.medley.scenarios.batch.ScenarioLoader;
import dev.medley.scenarios.yaml.CatalogFile;
import dev.medley.scenarios.yaml.JsonSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code medley schema}: JSON Schema for editors. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Print the JSON Schema (draft-07) of scenario files, for completion in editors.")
final class SchemaCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--catalog",
      description = "The schema of runtime, host type and offload card files instead.")
  private boolean ofCatalog;

  SchemaCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Class<? extends Record> type = ofCatalog ? CatalogFile.class : Scenario.class;
    console.out().print(JsonSchema.text(ScenarioLoader.binder(), type));
    return ExitCode.OK;
  }
}
