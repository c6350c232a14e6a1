package dev.medley.scenarios.batch;

import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.experiment.Scenario;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A scenario that is ready to run. */
public final class PreparedScenario {
  private final Scenario scenario;
  private final ClusterModel model;
  private final String text;
  private final List<String> notices;
  private final Supplier<String> hash;
  private @Nullable String identity;

  /**
   * Gathers the parts.
   *
   * @param hash computes the identity; asked at most once, since it reads the program itself
   */
  PreparedScenario(
      Scenario scenario,
      ClusterModel model,
      String text,
      List<String> notices,
      Supplier<String> hash) {
    this.scenario = scenario;
    this.model = model;
    this.text = text;
    this.notices = List.copyOf(notices);
    this.hash = hash;
  }

  /** Everything resolved. */
  public Scenario scenario() {
    return scenario;
  }

  /** What the engine runs. */
  public ClusterModel model() {
    return model;
  }

  /** The resolved scenario as YAML; running it again gives the same bytes. */
  public String text() {
    return text;
  }

  /** What was dropped from the file on the way, one line each. */
  public List<String> notices() {
    return notices;
  }

  /** SHA-256 of the resolved scenario, hexadecimal. */
  String sha256() {
    return Digests.of(text);
  }

  /**
   * Hash of everything that decides the results: resolved scenario, catalog, content of the files
   * it names, the program itself; hexadecimal.
   */
  String identity() {
    String known = identity;
    if (known == null) {
      known = hash.get();
      identity = known;
    }
    return known;
  }
}
