package dev.medley.scenarios.cli;

import dev.medley.scenarios.batch.PreparedScenario;
import dev.medley.scenarios.batch.ScenarioLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that change a scenario before it runs. */
final class ScenarioOptions {
  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Set a field of the scenario, e.g. hosts[0].count=8; repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--seed", paramLabel = "N", description = "Root of all randomness.")
  private @Nullable Long seed;

  @Option(names = "--replications", paramLabel = "N", description = "Independent repetitions.")
  private @Nullable Integer replications;

  @Option(names = "--confidence", paramLabel = "0.95", description = "Level of the intervals.")
  private @Nullable String confidence;

  @Option(
      names = "--runtimes",
      paramLabel = "DIR",
      description =
          "Folder of YAML files with further runtimes, host types and offload cards; repeatable.")
  private List<Path> runtimes = new ArrayList<>();

  ScenarioLoader loader() {
    return ScenarioLoader.standard(runtimes);
  }

  PreparedScenario load(ScenarioLoader loader, String fileOrName, List<String> more) {
    List<String> all = new ArrayList<>(settings);
    if (seed != null) {
      all.add("seed=" + seed);
    }
    if (replications != null) {
      all.add("replications=" + replications);
    }
    if (confidence != null) {
      all.add("confidence=" + confidence);
    }
    all.addAll(more);
    return loader.load(fileOrName, all);
  }
}
