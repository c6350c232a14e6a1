package dev.medley.experiment;

import dev.medley.check.Nearest;
import dev.medley.check.Problem;
import dev.medley.cluster.engine.state.MigrationStatistics.Failure;
import dev.medley.cluster.instance.MigrationSpec;
import dev.medley.cluster.metric.MetricName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What must hold between planned operations and the rest of a scenario. */
final class OperationChecks {
  private OperationChecks() {}

  /** A migration copies something. */
  static Optional<Problem> of(String path, ServiceSpec spec) {
    MigrationSpec migration = spec.migration();
    return migration == null || migration.memoryBytes(spec.resources()) > 0
        ? Optional.empty()
        : Optional.of(
            new Problem(
                path + ".migration.memory",
                "is needed where the memory request is 0: there would be nothing to copy"));
  }

  /** A figure of operations needs a scenario that has such operations. */
  static Optional<Problem> of(String path, MetricName metric, Scenario scenario) {
    String family = metric.family().text();
    String service = metric.labels().get("service");
    Optional<Problem> problem = Optional.empty();
    if (family.startsWith("migration.")) {
      problem = needs(path, metric, scenario, service, "migration", one -> one.migration() != null);
    } else if (family.startsWith("update.")) {
      problem = needs(path, metric, scenario, service, "update", one -> one.update() != null);
    } else if ((family.startsWith("drain.") || family.startsWith("eviction."))
        && scenario.maintenance().isEmpty()) {
      problem = Optional.of(new Problem(path, metric + ": no host is drained; set maintenance"));
    }
    return problem.isPresent() ? problem : reason(path, metric);
  }

  private static Optional<Problem> needs(
      String path,
      MetricName metric,
      Scenario scenario,
      @Nullable String service,
      String field,
      Predicate<ServiceSpec> has) {
    boolean any =
        scenario.services().entrySet().stream()
            .filter(one -> service == null || one.getKey().equals(service))
            .anyMatch(one -> has.test(one.getValue()));
    boolean unknown = service != null && !scenario.services().containsKey(service);
    return any || unknown
        ? Optional.empty()
        : Optional.of(
            new Problem(
                path,
                metric
                    + (service == null ? ": no service has " : ": service " + service + " has no ")
                    + field));
  }

  private static Optional<Problem> reason(String path, MetricName metric) {
    String reason = metric.labels().get("reason");
    List<String> known = Arrays.stream(Failure.values()).map(Failure::text).toList();
    return reason == null || known.contains(reason)
        ? Optional.empty()
        : Optional.of(
            new Problem(
                path,
                metric + ": no reason is called '" + reason + "'" + Nearest.known(reason, known)));
  }
}
