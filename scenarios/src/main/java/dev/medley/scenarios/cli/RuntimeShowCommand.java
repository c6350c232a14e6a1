package dev.medley.scenarios.cli;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Nearest;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.offload.OffloadCard;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.runtime.RuntimeDefinition;
import dev.medley.experiment.Catalog;
import dev.medley.experiment.Scenario;
import dev.medley.scenarios.batch.ScenarioLoader;
import dev.medley.scenarios.report.RuntimeTable;
import dev.medley.scenarios.yaml.CatalogFile;
import dev.medley.scenarios.yaml.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code medley runtimes show}: one runtime, host type or offload card in full. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Print a runtime, host type or offload card with all its numbers, units and sources, as the",
      "YAML file that defines it: the start of a file for --runtimes DIR. Of a runtime, comments say",
      "first how it starts, what it cannot do, and where its two profiles disagree."
    })
final class RuntimeShowCommand implements Callable<Integer> {
  private static final ImageSpec IMAGE = new ImageSpec(Bytes.parse("100MB"), true);

  private final Console console;

  @ParentCommand private RuntimesCommand parent;

  @Parameters(paramLabel = "NAME", description = "A name that medley runtimes lists.")
  private String name = "";

  @Option(
      names = "--runtimes",
      paramLabel = "DIR",
      description = "Folder of YAML files with further ones; repeatable.")
  private List<Path> folders = new ArrayList<>();

  RuntimeShowCommand(Console console) {
    this.console = console;
    this.parent = new RuntimesCommand(console);
  }

  @Override
  public Integer call() {
    Catalog catalog = parent.catalog(folders);
    RuntimeDefinition runtime = catalog.runtimes().get(name);
    HostType hostType = catalog.hostTypes().get(name);
    OffloadCard card = catalog.cards().get(name);
    List<CatalogFile> files = new ArrayList<>();
    if (runtime != null) {
      if (!runtime.layers().isEmpty()) {
        comment(
            "made of "
                + String.join(" > ", runtime.layers())
                + "; show each of them for its numbers and sources");
      }
      StartWords.lines(runtime).forEach(this::comment);
      LimitWords.lines(runtime, catalog.runtimes()).forEach(this::comment);
      disagreement(runtime, RuntimesCompareCommand.hostType(catalog, RuntimesCompareCommand.HOST));
      files.add(new CatalogFile(Scenario.VERSION, runtime.asWritten(), null, null));
    }
    if (hostType != null) {
      files.add(new CatalogFile(Scenario.VERSION, null, hostType, null));
    }
    if (card != null) {
      files.add(new CatalogFile(Scenario.VERSION, null, null, card));
    }
    if (files.isEmpty()) {
      throw unknown(catalog);
    }
    for (int f = 0; f < files.size(); f++) {
      console.out().print(f == 0 ? "" : "---\n");
      console.out().print(Writer.text(ScenarioLoader.binder(), files.get(f)));
    }
    return ExitCode.OK;
  }

  private void disagreement(RuntimeDefinition runtime, HostType host) {
    List<String> lines = RuntimeTable.disagreement(runtime, host, IMAGE);
    if (!lines.isEmpty()) {
      comment(
          "nominal against empirical, on an empty " + host.name() + ", image of " + IMAGE.size());
      lines.forEach(this::comment);
    }
  }

  private void comment(String line) {
    console.out().println(("# " + line).stripTrailing());
  }

  private InvalidConfiguration unknown(Catalog catalog) {
    List<String> all = new ArrayList<>(catalog.runtimes().keySet());
    all.addAll(catalog.hostTypes().keySet());
    all.addAll(catalog.cards().keySet());
    return new InvalidConfiguration(
        name,
        "is no runtime, host type or offload card"
            + Nearest.question(name, all)
            + "; runtimes: "
            + String.join(", ", catalog.runtimes().keySet())
            + "; host types: "
            + String.join(", ", catalog.hostTypes().keySet())
            + "; offload cards: "
            + String.join(", ", catalog.cards().keySet()));
  }
}
