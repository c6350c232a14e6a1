package dev.medley.scenarios.cli;

import dev.medley.cluster.scaling.AutoscalerProvider;
import dev.medley.cluster.scaling.Autoscalers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code medley scalers}: the autoscalers. */
@Command(
    name = "scalers",
    mixinStandardHelpOptions = true,
    description = "List the autoscalers with their sources.")
final class ScalersCommand implements Callable<Integer> {
  private final Console console;

  ScalersCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Map<String, String> lines = new LinkedHashMap<>();
    for (AutoscalerProvider provider : Autoscalers.all()) {
      lines.put(provider.name(), provider.summary());
    }
    Listing.print(console.out(), lines);
    return ExitCode.OK;
  }
}
