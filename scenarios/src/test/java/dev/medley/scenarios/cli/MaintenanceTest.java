package dev.medley.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Maintenance, migrations, disruption budgets and updates as a user writes and runs them. */
class MaintenanceTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String DB = "{runtime=vm,service=db}";
  private static final String WEB = "{runtime=container,service=web}";

  @TempDir Path folder;

  private Map<String, Double> figures(int code, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "maintenance",
                "--replications",
                "1",
                "--set",
                "workload.db.arrivals.rate=4/s",
                "--set",
                "workload.web.arrivals.rate=10/s",
                "--out",
                folder.resolve("out").toString(),
                "--format",
                "json"));
    arguments.addAll(Arrays.asList(more));
    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isEqualTo(code);
    Map<String, Double> figures = new LinkedHashMap<>();
    for (JsonNode metric : JSON.readTree(run.out()).get("metrics")) {
      JsonNode mean = metric.get("mean");
      figures.put(metric.get("name").asString(), mean.isNull() ? Double.NaN : mean.asDouble());
    }
    return figures;
  }

  @Test
  void aFleetIsMaintainedWithoutAFailedRequest() {
    Map<String, Double> fleet = figures(ExitCode.OK);
    assertThat(fleet).containsEntry("drain.count", 20.0).containsEntry("drain.given.up", 0.0);
    assertThat(fleet).containsEntry("request.failed.ratio", 0.0);
    // every machine once, and two twice: those of the second host go to the first, and later again
    assertThat(fleet.get("migration.count" + DB)).isBetween(40.0, 60.0);
    assertThat(fleet.get("migration.downtime" + DB + ".max")).isLessThanOrEqualTo(0.3);
    assertThat(fleet.get("migration.duration" + DB + ".mean")).isBetween(64.0, 110.0);
    assertThat(fleet.get("migration.bytes" + DB) / fleet.get("migration.count" + DB))
        .isBetween(4.0 * (1L << 30), 7.0 * (1L << 30));
    assertThat(fleet.get("eviction.count" + WEB)).isGreaterThanOrEqualTo(100);
    assertThat(fleet).containsEntry("update.completed" + WEB, 1.0);
    assertThat(fleet.get("update.instances.max" + WEB)).isLessThanOrEqualTo(125);
    assertThat(fleet.get("update.available.min" + WEB)).isGreaterThanOrEqualTo(75);
  }

  @Test
  void whatWritesFasterThanTheNetworkDoesNotLeave() {
    Map<String, Double> stuck =
        figures(ExitCode.OK, "--set", "services.db.migration.dirtyRate={ mean: 100MiB/s, cv: 0 }");
    assertThat(stuck).containsEntry("migration.count" + DB, 0.0);
    assertThat(stuck.get("migration.failed{reason=no progress,service=db}")).isGreaterThan(10);
    assertThat(stuck.get("drain.given.up")).isGreaterThan(2);
  }

  @Test
  void theTableTellsWhatBecameOfThePlan() {
    CommandLineRun run =
        CommandLineRun.of(
            "run",
            "maintenance",
            "--replications",
            "1",
            "--set",
            "duration=40m",
            "--set",
            "services.web.update=null",
            "--set",
            "services.db.migration.dirtyRate={ mean: 100MiB/s, cv: 0 }",
            "--out",
            folder.resolve("table").toString());

    assertThat(run.out())
        .containsPattern("hosts drained +0\\n")
        .containsPattern("drains given up +1\\n")
        .containsPattern("migrations failed: no progress, db +[1-9]");
  }

  @Test
  void aWorkingSetIsAllThatMattersToTheDowntime() {
    Map<String, Double> small =
        figures(
            ExitCode.OK,
            "--set",
            "services.db.migration={ dirtyRate: { mean: 100MiB/s }, workingSet: 16MiB }");
    assertThat(small.get("migration.downtime" + DB + ".max")).isCloseTo(0.25, within(1e-9));
    assertThat(small).containsEntry("migration.rounds" + DB, 1.0);
    assertThat(small.get("migration.duration" + DB + ".max")).isCloseTo(64.25, within(0.1));
  }

  @Test
  void wrongSettingsAreToldAllAtOnceWithTheirPlaces() throws IOException {
    Path scenario = folder.resolve("wrong.yaml");
    Files.writeString(
        scenario,
        """
        apiVersion: medley/v1
        name: wrong
        duration: 20m
        hosts: [ { name: plain, count: 4, type: general-64c-256g } ]
        services:
          web:
            runtime: container
            replicas: { initial: 2 }
            resources: { requests: { cpu: 500m, memory: 64Mi } }
            demand: { cpu: { exponential: { mean: 20ms } } }
            migration:
              dirtyRate: { mean: 1MiB/s, cv: -1 }
              bandwidth: 0MiB/s
              downtime: 0s
              maxRounds: 0
              progressTimeout: 0s
            disruption: { minAvailable: 1, maxUnavailable: 1 }
            update: { at: 5m, surge: 0, unavailable: 0%, minReady: 20m }
          other:
            runtime: container
            replicas: { initial: 2 }
            resources: { requests: { cpu: 500m, memory: 64Mi } }
            demand: { cpu: { exponential: { mean: 20ms } } }
            disruption: { minAvailable: half }
            update: { at: 5m, unavailable: 101% }
        workload: {}
        maintenance:
          - { hosts: plain, at: -5m, count: 0, atOnce: 0 }
        migrations: { parallel: 0, outbound: 0 }
        """);
    CommandLineRun run = CommandLineRun.of("validate", scenario.toString());
    assertThat(run.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.out() + run.err())
        .contains("services.web.migration.dirtyRate.cv: must be >= 0 and <= 100 (was -1)")
        .contains("services.web.migration.bandwidth: must be >= 8")
        .contains("services.web.migration.downtime: must be >= 0.001")
        .contains("services.web.migration.maxRounds: must be >= 1")
        .contains("services.web.migration.progressTimeout: must be >= 0.001")
        .contains("services.web.disruption: must have either minAvailable or maxUnavailable")
        .contains("services.web.update.unavailable: must not be 0 when surge is 0")
        .contains("services.web.update.minReady: must be < progressDeadline 600s")
        .contains("services.other.disruption.minAvailable: must be a whole number such as 3")
        .contains("services.other.update.unavailable: must be <= 100% (was 101%)")
        .contains("maintenance[0].at: must be >= 0")
        .contains("maintenance[0].count: must be >= 1")
        .contains("maintenance[0].atOnce: must be >= 1")
        .contains("migrations.parallel: must be >= 1")
        .contains("migrations.outbound: must be >= 1");
  }

  @Test
  void whatAnUpdateWouldIgnoreIsRefused() {
    CommandLineRun run =
        CommandLineRun.of(
            "run",
            "maintenance",
            "--dry-run",
            "--set",
            "services.web.update.image={layers: [{size: 1MB}], registry: hub}");
    assertThat(run.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.err())
        .contains("services.web.update.image.layers: an update knows no layers: give the size")
        .contains("services.web.update.image.registry: an update knows no registry");
  }

  @Test
  void whatDoesNotFitTheRestOfTheScenarioIsTold() throws IOException {
    Path scenario = folder.resolve("unfit.yaml");
    String text =
        """
        apiVersion: medley/v1
        name: unfit
        duration: 20m
        hosts: [ { name: plain, count: 4, type: general-64c-256g } ]
        services:
          web:
            runtime: container
            replicas: { initial: 2 }
            resources: { requests: { cpu: 500m, memory: 0Mi } }
            demand: { cpu: { exponential: { mean: 20ms } } }
            migration: { dirtyRate: { mean: 1MiB/s } }
            update: { at: AT }
          still:
            runtime: container
            replicas: { initial: 2 }
            resources: { requests: { cpu: 500m, memory: 64Mi } }
            demand: { cpu: { exponential: { mean: 20ms } } }
        workload: {}
        MAINTENANCE
        slo:
          - "migration.downtime{service=still}.max < 1s"
          - "migration.failed{reason=tired} < 1"
          - "update.duration{service=still} < 10s"
          - "eviction.count < 1"
        """;
    Files.writeString(
        scenario,
        text.replace("AT", "20m")
            .replace(
                "MAINTENANCE",
                "maintenance: [ { hosts: plane, at: 1m }, { hosts: plain, at: 30m, first: 2,"
                    + " count: 3 }, { hosts: plain, at: 1m, first: 4 } ]"));
    CommandLineRun first = CommandLineRun.of("validate", scenario.toString());
    assertThat(first.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(first.out() + first.err())
        .contains("services.web.update.at: must be < duration 1200s")
        .contains("maintenance[0].hosts: there is no host group of this name; known: plain")
        .contains("maintenance[1].at: must be < duration 1200s")
        .contains("maintenance[1].count: group plain has 4 hosts", "(were 2 + 3)")
        .contains("maintenance[2].first: group plain has 4 hosts", "(were 4 + 1)");
    Files.writeString(scenario, text.replace("AT", "2m").replace("MAINTENANCE", ""));
    CommandLineRun second = CommandLineRun.of("validate", scenario.toString());
    assertThat(second.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(second.out() + second.err())
        .contains("services.web.migration.memory: is needed where the memory request is 0")
        .contains("slo[0]: migration.downtime{service=still}.max: service still has no migration")
        .contains("slo[1]: migration.failed{reason=tired}: no reason is called 'tired'")
        .contains("slo[2]: update.duration{service=still}: service still has no update")
        .contains("slo[3]: eviction.count: no host is drained; set maintenance");
  }
}
