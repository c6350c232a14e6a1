package dev.medley.scenarios.cli;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Nearest;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.resource.Bytes;
import dev.medley.experiment.Catalog;
import dev.medley.scenarios.report.Color;
import dev.medley.scenarios.report.Format;
import dev.medley.scenarios.report.RuntimeTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code medley runtimes compare}: all runtimes side by side. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Print all runtimes under their profiles side by side: start (p50, p99), memory of idle",
      "instances, and how many of them one host holds. Computed from the profiles; nothing is run."
    })
final class RuntimesCompareCommand implements Callable<Integer> {
  /** A host that has every feature that a runtime of the catalog requires. */
  static final String HOST = "accelerated-64c-256g";

  private static final int MOST_INSTANCES = 1_000_000;

  private final Console console;

  @ParentCommand private RuntimesCommand parent;

  @Option(
      names = "--format",
      paramLabel = "table|json|csv|md",
      description = "What to print (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TABLE;

  @Option(
      names = "--host",
      paramLabel = "TYPE",
      description = "Host type that holds them (default: ${DEFAULT-VALUE}).")
  private String host = HOST;

  @Option(
      names = "--instances",
      paramLabel = "N",
      description = "Idle instances whose memory is told (default: ${DEFAULT-VALUE}).")
  private int instances = 100;

  @Option(
      names = "--image",
      paramLabel = "SIZE",
      description = "Size of the signed image (default: ${DEFAULT-VALUE}).")
  private String image = "100MB";

  @Option(
      names = "--runtimes",
      paramLabel = "DIR",
      description = "Folder of YAML files with further ones; repeatable.")
  private List<Path> folders = new ArrayList<>();

  RuntimesCompareCommand(Console console) {
    this.console = console;
    this.parent = new RuntimesCommand(console);
  }

  @Override
  public Integer call() {
    Catalog catalog = parent.catalog(folders);
    if (instances < 1 || instances > MOST_INSTANCES) {
      throw new InvalidConfiguration(
          "--instances", "must be >= 1 and <= " + MOST_INSTANCES + " (was " + instances + ")");
    }
    RuntimeTable table =
        new RuntimeTable(
            catalog.runtimes().values(), hostType(catalog, host), image(image), instances);
    console.out().print(table.render(format, console.colored(Color.AUTO)));
    return ExitCode.OK;
  }

  static HostType hostType(Catalog catalog, String name) {
    HostType type = catalog.hostTypes().get(name);
    if (type == null) {
      throw new InvalidConfiguration(
          "--host",
          "there is no host type '"
              + name
              + "'"
              + Nearest.known(name, catalog.hostTypes().keySet()));
    }
    return type;
  }

  private static ImageSpec image(String size) {
    try {
      return new ImageSpec(Bytes.parse(size), true);
    } catch (InvalidConfiguration e) {
      throw new InvalidConfiguration("--image", e.problems().get(0).message());
    } catch (IllegalArgumentException e) {
      throw new InvalidConfiguration("--image", String.valueOf(e.getMessage()));
    }
  }
}
