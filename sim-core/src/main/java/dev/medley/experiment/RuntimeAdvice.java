package dev.medley.experiment;

import dev.medley.check.Problem;
import dev.medley.cluster.engine.state.ClusterModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which runtimes could run a service of a scenario, which not and why, and which one {@code auto}
 * takes.
 *
 * @param service name of the service
 * @param stated runtime in the scenario
 * @param chosen what auto takes, or null when nothing that its rule asks for is admissible
 * @param reason why
 * @param refused reasons against each runtime that cannot run it, one line each, by runtime
 * @param admissible the others
 */
public record RuntimeAdvice(
    String service,
    String stated,
    @Nullable String chosen,
    String reason,
    Map<String, String> refused,
    List<String> admissible) {

  /** Advice for every service of an assembled scenario. */
  public static List<RuntimeAdvice> of(Scenario scenario, Catalog catalog, ClusterModel model) {
    RuntimeAdmission admission =
        new RuntimeAdmission(model.hosts().stream().distinct().toList(), false);
    RuntimeChoice rule = new RuntimeChoice(catalog.runtimes(), scenario.profile(), admission);
    List<RuntimeAdvice> all = new ArrayList<>();
    scenario
        .services()
        .forEach(
            (name, spec) -> {
              String path = "services." + name;
              RuntimeChoice.Answer answer = rule.choose(path, spec);
              Map<String, String> refused = new LinkedHashMap<>();
              List<String> admissible = new ArrayList<>();
              for (String runtime : catalog.runtimes().keySet()) {
                List<Problem> refusals = rule.refusals(path, spec, runtime);
                if (refusals.isEmpty()) {
                  admissible.add(runtime);
                } else {
                  refused.put(runtime, RuntimeChoice.words(path, refusals));
                }
              }
              all.add(
                  new RuntimeAdvice(
                      name, spec.runtime(), answer.runtime(), answer.text(), refused, admissible));
            });
    return all;
  }
}
