package dev.medley.experiment;

import dev.medley.check.Nearest;
import dev.medley.check.Problem;
import dev.medley.cluster.engine.state.FailureCause;
import dev.medley.cluster.engine.state.Failures;
import dev.medley.cluster.image.ImageDelivery;
import dev.medley.cluster.image.RegistrySpec;
import dev.medley.cluster.metric.MetricFamily;
import dev.medley.cluster.metric.MetricName;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the failures of a scenario name must be there. */
final class FailureChecks {
  private static final Set<MetricFamily> EMITTED_WITH_FAILURES =
      EnumSet.of(
          MetricFamily.HOST_FAILURES,
          MetricFamily.HOST_DOWN_TIME,
          MetricFamily.HOST_AVAILABILITY,
          MetricFamily.INSTANCE_FAILURES,
          MetricFamily.INSTANCE_RESTARTS,
          MetricFamily.INSTANCE_EVICTED,
          MetricFamily.SERVICE_AVAILABILITY,
          MetricFamily.SERVICE_COMPLETE,
          MetricFamily.SERVICE_RECOVERY);

  private final Scenario scenario;
  private final List<Problem> problems;
  private final Set<String> groups = new LinkedHashSet<>();
  private final Set<String> zones = new LinkedHashSet<>();

  private FailureChecks(Scenario scenario, List<Problem> problems) {
    this.scenario = scenario;
    this.problems = problems;
    for (HostGroup group : scenario.hosts()) {
      groups.add(group.name());
      String zone = group.zone();
      if (zone != null) {
        zones.add(zone);
      }
    }
  }

  /** Adds a problem for every host group, zone or service that is not there. */
  static void check(Scenario scenario, List<Problem> problems) {
    Failures failures = scenario.failures();
    if (failures != null) {
      new FailureChecks(scenario, problems).check(failures);
    }
  }

  /** Adds a problem for a metric that only scenarios with failures emit, or an unknown cause. */
  static void check(String path, MetricName metric, Scenario scenario, List<Problem> problems) {
    if (scenario.failures() == null && EMITTED_WITH_FAILURES.contains(metric.family())) {
      problems.add(new Problem(path, metric + ": nothing fails; set failures"));
    }
    String cause = metric.labels().get("cause");
    Set<String> causes = new LinkedHashSet<>();
    for (FailureCause known : FailureCause.values()) {
      causes.add(known.text());
    }
    if (cause != null && !causes.contains(cause)) {
      problems.add(
          new Problem(
              path,
              metric + ": no cause is called '" + cause + "'" + Nearest.known(cause, causes)));
    }
  }

  private void check(Failures failures) {
    for (int i = 0; i < failures.hosts().size(); i++) {
      Failures.HostCrashes entry = failures.hosts().get(i);
      checkTarget("failures.hosts[" + i + "]", entry.group(), entry.zone());
    }
    for (int i = 0; i < failures.outages().size(); i++) {
      Failures.ZoneOutages entry = failures.outages().get(i);
      String path = "failures.outages[" + i + "]";
      checkTarget(path, null, entry.zone());
      checkTime(path, entry.at());
    }
    for (int i = 0; i < failures.slow().size(); i++) {
      Failures.SlowHosts entry = failures.slow().get(i);
      checkTarget("failures.slow[" + i + "]", entry.group(), entry.zone());
    }
    for (int i = 0; i < failures.bursts().size(); i++) {
      Failures.Bursts entry = failures.bursts().get(i);
      String path = "failures.bursts[" + i + "]";
      checkTarget(path, entry.group(), entry.zone());
      checkTime(path, entry.at());
      int most = hosts(entry.group(), entry.zone());
      if (most > 0 && entry.hosts() > most) {
        problems.add(
            new Problem(
                path + ".hosts",
                "must be <= " + most + ", the hosts there are (was " + entry.hosts() + ")"));
      }
    }
    for (int i = 0; i < failures.registries().size(); i++) {
      checkTime("failures.registries[" + i + "]", failures.registries().get(i).at());
      checkRegistry("failures.registries[" + i + "].registry", failures.registries().get(i));
    }
    for (String service : failures.instances().keySet()) {
      if (!scenario.services().containsKey(service)) {
        problems.add(
            new Problem(
                "failures.instances." + service,
                "there is no service of this name"
                    + Nearest.known(service, scenario.services().keySet())));
      }
    }
  }

  private void checkRegistry(String path, Failures.SlowRegistries entry) {
    ImageDelivery images = scenario.images();
    if (images == null) {
      problems.add(new Problem(path, "there are no registries: set images.registries"));
      return;
    }
    RegistrySpec registry = images.registries().get(entry.registry());
    if (registry == null) {
      problems.add(
          new Problem(
              path,
              "no registry is called so"
                  + Nearest.known(entry.registry(), images.registries().keySet())));
    } else if (registry.bandwidth() == null) {
      problems.add(
          new Problem(
              path,
              "needs images.registries."
                  + entry.registry()
                  + ".bandwidth: a share of what has no limit would be no limit"));
    }
  }

  /** What happens once must happen before the end. */
  private void checkTime(String path, @Nullable Duration at) {
    if (at != null && at.compareTo(scenario.duration()) >= 0) {
      problems.add(
          new Problem(path + ".at", "must be < duration " + scenario.duration().toSeconds() + "s"));
    }
  }

  private void checkTarget(String path, @Nullable String group, @Nullable String zone) {
    if (group != null && !groups.contains(group)) {
      problems.add(
          new Problem(
              path + ".group", "no host group is called so" + Nearest.known(group, groups)));
    }
    if (zone != null && !zones.contains(zone)) {
      problems.add(
          new Problem(
              path + ".zone",
              zones.isEmpty()
                  ? "no host group has a zone"
                  : "no host group is in this zone" + Nearest.known(zone, zones)));
    }
  }

  private int hosts(@Nullable String group, @Nullable String zone) {
    int count = 0;
    for (HostGroup one : scenario.hosts()) {
      if ((group == null || group.equals(one.name()))
          && (zone == null || zone.equals(one.zone()))) {
        count += one.count();
      }
    }
    return count;
  }
}
