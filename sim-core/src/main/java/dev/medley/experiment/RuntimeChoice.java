package dev.medley.experiment;

import dev.medley.check.Decimals;
import dev.medley.check.Problem;
import dev.medley.cluster.runtime.Profile;
import dev.medley.cluster.runtime.RuntimeDefinition;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.distribution.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code runtime: auto}: the mission documents' rule, over runtimes that are admissible.
 *
 * <p>In this order: a security requirement above 8 asks for a virtual machine (kubevirt); a
 * performance-critical service with a start budget below 10 s for a secure container (kata); a
 * cloud native one for containerd; isolation above 0.8 with more than 100 starts per second for
 * WebAssembly (wasmtime) if the code can be ported, else for kata. The documents give the budget
 * without a unit; seconds are an assumption. Of the runtimes asked for, the first that is
 * admissible is chosen; a service for which nothing is asked gets containerd, which is an
 * assumption, too.
 */
final class RuntimeChoice {
  private static final double ISOLATED_ABOVE = 0.8;
  private static final double OFTEN_ABOVE_PER_SECOND = 100;
  private static final long SOON_BELOW_NANOS = 10_000_000_000L;

  private final Map<String, RuntimeDefinition> runtimes;
  private final Profile profile;
  private final RuntimeAdmission admission;

  /** Chooses among runtimes under a profile. */
  RuntimeChoice(
      Map<String, RuntimeDefinition> runtimes, Profile profile, RuntimeAdmission admission) {
    this.runtimes = runtimes;
    this.profile = profile;
    this.admission = admission;
  }

  /**
   * What was chosen.
   *
   * @param runtime its name, or null when nothing that is asked for is admissible
   * @param text why, or why not
   */
  record Answer(@Nullable String runtime, String text) {}

  /** A runtime that the rule asks for, and why. */
  private record Wish(String runtime, String reason) {}

  /** Chooses for a service. */
  Answer choose(String path, ServiceSpec spec) {
    StringBuilder passedOver = new StringBuilder();
    for (Wish wish : wishes(spec.needsOrNone())) {
      List<Problem> refusals = refusals(path, spec, wish.runtime());
      if (refusals.isEmpty()) {
        return new Answer(wish.runtime(), wish.reason() + passedOver);
      }
      passedOver
          .append("; not ")
          .append(wish.runtime())
          .append(" (")
          .append(wish.reason())
          .append("): ")
          .append(words(path, refusals));
    }
    return new Answer(null, passedOver.substring("; ".length()));
  }

  /** Why a runtime cannot run a service; empty when it can. */
  List<Problem> refusals(String path, ServiceSpec spec, String runtime) {
    RuntimeDefinition definition = runtimes.get(runtime);
    if (definition == null) {
      return List.of(new Problem(path + ".runtime", "there is no runtime '" + runtime + "'"));
    }
    RuntimeProfile numbers = definition.variant(profile).orElse(null);
    if (numbers == null) {
      return List.of(
          new Problem(
              path + ".runtime",
              runtime + " has no " + profile.name().toLowerCase(Locale.ROOT) + " profile"));
    }
    return admission.refusals(path, spec, runtime, RuntimeAdmission.adapted(numbers, spec));
  }

  /** Reasons in one line, paths as seen from the service. */
  static String words(String path, List<Problem> refusals) {
    StringBuilder text = new StringBuilder();
    for (Problem refusal : refusals) {
      text.append(text.isEmpty() ? "" : " and ")
          .append(refusal.path().substring(path.length() + 1))
          .append(' ')
          .append(refusal.message());
    }
    return text.toString();
  }

  private static List<Wish> wishes(ServiceNeeds needs) {
    List<Wish> wishes = new ArrayList<>();
    if (needs.security() > RuntimeAdmission.OWN_KERNEL_ABOVE) {
      wishes.add(
          new Wish(
              "kubevirt", "security requirement " + Decimals.shortest(needs.security()) + " > 8"));
    }
    Duration budget = needs.startBudget();
    if (needs.performanceCritical() && budget != null && budget.toNanos() < SOON_BELOW_NANOS) {
      wishes.add(
          new Wish(
              "kata",
              "performance-critical with a start budget of "
                  + Decimals.seconds(budget)
                  + " < 10s"));
    }
    if (needs.cloudNative()) {
      wishes.add(new Wish("containerd", "cloud native"));
    }
    Rate starts = needs.startRate();
    if (needs.isolation() > ISOLATED_ABOVE
        && starts != null
        && starts.perSecond() > OFTEN_ABOVE_PER_SECOND) {
      String reason =
          "isolation "
              + Decimals.shortest(needs.isolation())
              + " > 0.8 and "
              + starts
              + " starts > 100/s";
      boolean portable = Boolean.TRUE.equals(needs.portable());
      if (portable) {
        wishes.add(new Wish("wasmtime", reason + ", and the code can be ported"));
      }
      wishes.add(
          new Wish("kata", reason + (portable ? "" : ", but nobody says the code can be ported")));
    }
    if (wishes.isEmpty()) {
      wishes.add(new Wish("containerd", "its needs ask for nothing else"));
    }
    return wishes;
  }
}
