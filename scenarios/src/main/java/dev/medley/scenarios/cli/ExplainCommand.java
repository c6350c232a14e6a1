package dev.medley.scenarios.cli;

import dev.medley.experiment.Scenario;
import dev.medley.scenarios.batch.ScenarioLoader;
import dev.medley.scenarios.yaml.CatalogFile;
import dev.medley.scenarios.yaml.FieldDoc;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code medley explain}: what a field means. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Explain a field of a scenario file: meaning, type, range, unit, default.")
final class ExplainCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      description = "Dotted path, e.g. services.web.autoscaler or hosts[0].count.")
  private String path = "";

  @Option(
      names = "--catalog",
      description = "A field of a runtime, host type or offload card file instead.")
  private boolean ofCatalog;

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Class<? extends Record> type = ofCatalog ? CatalogFile.class : Scenario.class;
    console.out().print(FieldDoc.explain(ScenarioLoader.binder(), type, path).text());
    return ExitCode.OK;
  }
}
