package dev.medley.scenarios.cli;

import dev.medley.cluster.runtime.RuntimeDefinition;
import dev.medley.experiment.Catalog;
import dev.medley.scenarios.batch.ScenarioLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code medley runtimes}: what scenarios can name. */
@Command(
    name = "runtimes",
    subcommands = {
      RuntimeShowCommand.class,
      RuntimesCompareCommand.class,
      RuntimesChooseCommand.class
    },
    mixinStandardHelpOptions = true,
    description = "List the runtimes, host types and offload cards that scenarios can name.")
final class RuntimesCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--runtimes",
      paramLabel = "DIR",
      description = "Folder of YAML files with further ones; repeatable.")
  private List<Path> folders = new ArrayList<>();

  RuntimesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Catalog catalog = catalog(List.of());
    Map<String, String> lines = new LinkedHashMap<>();
    List<RuntimeDefinition> byName = new ArrayList<>(catalog.runtimes().values());
    byName.sort(Comparator.comparing(RuntimeDefinition::name));
    for (RuntimeDefinition runtime : byName) {
      lines.put(
          runtime.name(), runtime.summary() + "\n" + String.join("\n", StartWords.lines(runtime)));
    }
    console.out().println("runtimes (times from placement to ready)");
    Listing.print(console.out(), lines);
    lines.clear();
    catalog.hostTypes().values().forEach(type -> lines.put(type.name(), type.summary()));
    console.out().println("host types");
    Listing.print(console.out(), lines);
    lines.clear();
    catalog.cards().values().forEach(card -> lines.put(card.name(), card.summary()));
    console.out().println("offload cards");
    Listing.print(console.out(), lines);
    return ExitCode.OK;
  }

  /** What is packed with the program, and in the folders named before and after a subcommand. */
  Catalog catalog(List<Path> further) {
    List<Path> all = new ArrayList<>(folders);
    all.addAll(further);
    return ScenarioLoader.standard(all).catalog();
  }
}
