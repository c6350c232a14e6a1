package dev.medley.cluster.scaling;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The autoscalers that are on the class path. */
public final class Autoscalers {
  private Autoscalers() {}

  /**
   * Every provider, sorted by name.
   *
   * @throws InvalidConfiguration when two providers claim one name, naming both classes
   */
  public static List<AutoscalerProvider> all() {
    List<AutoscalerProvider> found = new ArrayList<>();
    ServiceLoader.load(AutoscalerProvider.class).forEach(found::add);
    return sorted(found);
  }

  static List<AutoscalerProvider> sorted(List<AutoscalerProvider> found) {
    List<AutoscalerProvider> providers = new ArrayList<>(found);
    // The class name as the second key: the message must not depend on the class path's order.
    providers.sort(
        Comparator.comparing(AutoscalerProvider::name)
            .thenComparing(provider -> provider.getClass().getName()));
    List<Problem> problems = new ArrayList<>();
    for (int i = 1; i < providers.size(); i++) {
      AutoscalerProvider first = providers.get(i - 1);
      AutoscalerProvider second = providers.get(i);
      if (first.name().equals(second.name())) {
        problems.add(
            new Problem(
                "autoscaler",
                "the name "
                    + second.name()
                    + " is claimed by both "
                    + first.getClass().getName()
                    + " and "
                    + second.getClass().getName()));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
    return List.copyOf(providers);
  }
}
