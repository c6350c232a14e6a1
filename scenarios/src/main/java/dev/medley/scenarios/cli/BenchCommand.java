package dev.medley.scenarios.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code medley bench}, which the launcher starts without us: the benchmarks and their peers are in
 * a jar of their own. Only whoever started this jar by itself comes here.
 */
@Command(
    name = "bench",
    description =
        "Measure the kernel against its peers and judge its goals; needs a clone of the sources.")
final class BenchCommand implements Callable<Integer> {
  private final Console console;

  @Unmatched private final List<String> arguments = new ArrayList<>();

  BenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.say(
        "the benchmarks are not in this jar; in a clone of the sources: "
            + String.join(" ", "./medley bench", String.join(" ", arguments)).strip());
    return ExitCode.USAGE;
  }
}
