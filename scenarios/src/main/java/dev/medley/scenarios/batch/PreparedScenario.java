package dev.medley.scenarios.batch;

import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.experiment.Scenario;
import java.util.List;

/**
 * A scenario that is ready to run.
 *
 * @param scenario everything resolved
 * @param model what the engine runs
 * @param text the resolved scenario as YAML; running it again gives the same bytes
 * @param sha256 of the resolved scenario, hexadecimal
 * @param identity hash of everything that decides the results: resolved scenario, catalog, content
 *     of the files it names, the program itself; hexadecimal
 * @param notices what was dropped from the file on the way, one line each
 */
public record PreparedScenario(
    Scenario scenario,
    ClusterModel model,
    String text,
    String sha256,
    String identity,
    List<String> notices) {}
