package dev.medley.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Activation, warm pools, snapshots, readiness and the scheduler, as a scenario file says them. */
class ProvisioningFilesTest {
  private static final String RESTORING =
      """
      apiVersion: medley/v1
      runtime:
        name: restoring
        summary: A micro-VM that is restored from a snapshot
        nominal:
          isolation: { value: 2, source: a test }
          cpuLoss: { value: 0, source: a test }
          memoryOverhead: { value: 5MB, source: a test }
          density: { value: 500, source: a test }
          start:
            - { stage: boot, when: snapshot-absent, law: { constant: 2s }, source: a test }
            - stage: restore
              when: snapshot-present
              law: { log-normal: { mu: -3.556, sigma: 0.275 } }
              source: "Firecracker, snapshot restore: p50 28.6 ms, p90 40.6 ms"
            - { stage: guest, law: { constant: 5ms }, source: a test }
          shutdown: { law: { constant: 0s }, source: a test }
          network: { latency: { constant: 10us }, throughput: 8Gb/s, source: a test }
          storage: { latency: { constant: 100us }, iops: 50000, source: a test }
      """;

  private static final String SCENARIO =
      """
      apiVersion: medley/v1
      name: fn
      duration: 4h
      replications: 2
      seed: 5
      hosts: [ { name: bench, count: 1, type: lesson-host } ]
      control: { scheduler: { cycle: { constant: 4ms }, bind: { constant: 10ms } } }
      services:
        fn:
          runtime: restoring
          replicas: { initial: 0, min: 0, max: 50 }
          resources: { requests: { cpu: "1", memory: 128Mi } }
          demand: { cpu: { constant: 100ms } }
          activation: { queue: 100 }
          autoscaler: { type: keep-alive, keepAlive: 60s }
          snapshot: { creation: 5s }
          readiness: { period: 1s, initialDelay: 0s }
      workload:
        fn: { arrivals: { rate: 1/min } }
      """;

  @TempDir Path folder;

  private CommandLineRun command(String name, String scenario, String... more) throws IOException {
    Path runtimes = Files.createDirectories(folder.resolve("runtimes"));
    Files.writeString(runtimes.resolve("restoring.yaml"), RESTORING);
    Path file = Files.writeString(folder.resolve("fn.yaml"), scenario);
    String[] arguments = new String[more.length + 4];
    arguments[0] = name;
    arguments[1] = file.toString();
    arguments[2] = "--runtimes";
    arguments[3] = runtimes.toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return CommandLineRun.of(arguments);
  }

  private static double mean(JsonNode summary, String metric) {
    for (JsonNode node : summary.get("metrics")) {
      if (node.get("name").asString().equals(metric)) {
        return node.get("mean").asDouble();
      }
    }
    throw new AssertionError("no " + metric);
  }

  @Test
  void aFileWithAllOfItRunsAndTheStagesSumToTheStart() throws IOException {
    Path out = folder.resolve("out");
    CommandLineRun ran = command("run", SCENARIO, "--out", out.toString());

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    JsonNode summary = new JsonMapper().readTree(out.resolve("summary.json"));
    String stage = "instance.start.stage{service=fn,stage=";
    assertThat(mean(summary, stage + "bind}.mean")).isBetween(0.01 - 1e-9, 0.01 + 1e-9);
    assertThat(mean(summary, stage + "boot}.max")).isBetween(2 - 1e-9, 2 + 1e-9);
    assertThat(mean(summary, stage + "restore}.p50")).isBetween(0.026, 0.031);
    assertThat(mean(summary, stage + "restore}.p90")).isBetween(0.036, 0.046);
    assertThat(mean(summary, stage + "queue}.p50")).isBetween(0.0039, 0.0041);
    assertThat(mean(summary, "request.cold.ratio")).isBetween(0.25, 0.5);
    assertThat(ran.out()).contains("cold wait mean");
    assertThat(out.resolve("report.html"))
        .content()
        .contains("Where start-up time went")
        .contains("queue")
        .contains("bind")
        .contains("readiness");
  }

  @Test
  void aComparisonTellsWhoHasFewerColdCalls() throws IOException {
    CommandLineRun compared =
        command(
            "compare",
            SCENARIO,
            "--vary",
            "services.fn.autoscaler.keepAlive=10s,10m",
            "--out",
            folder.resolve("compared").toString());

    assertThat(compared.code()).as(compared.err()).isEqualTo(ExitCode.OK);
    assertThat(compared.out()).contains("request.cold.ratio{").contains("lower, better");
  }

  @Test
  void aWarmPoolThatHasGoneAllTheWayLeavesNoCallWaiting() throws IOException {
    Path out = folder.resolve("out");
    CommandLineRun ran =
        command(
            "run",
            SCENARIO.replace("snapshot:", "warmPool: { size: 3, upTo: guest }\n    snapshot:"),
            "--out",
            out.toString());

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    JsonNode summary = new JsonMapper().readTree(out.resolve("summary.json"));
    assertThat(mean(summary, "request.cold.wait.max")).isZero();
    assertThat(mean(summary, "warm.pool.misses{runtime=restoring,service=fn}")).isZero();
    assertThat(mean(summary, "warm.pool.hits{runtime=restoring,service=fn}")).isPositive();
  }

  @Test
  void whatDoesNotFitIsSaidAllAtOnceAndWhere() throws IOException {
    CommandLineRun wrong =
        command(
            "validate",
            SCENARIO
                    .replace("activation: { queue: 100 }", "balancer: most-recent")
                    .replace("snapshot: {", "warmPool: { size: 2, upTo: boots }\n    snapshot: {")
                    .replace("runtime: restoring", "runtime: wasmtime")
                + "expect:\n  - { metric: request.cold.ratio, value: 0.5 }\n");

    assertThat(wrong.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(wrong.out() + wrong.err())
        .contains("services.fn.balancer: most-recent chooses among instances with a free slot")
        .contains("services.fn.autoscaler: it needs requests that wait for an instance")
        .contains("services.fn.warmPool.upTo: the start path of wasmtime has no stage 'boots'")
        .contains("services.fn.snapshot: wasmtime has no stage that restores")
        .contains("expect[0].metric: request.cold.ratio: no service has activation");
  }

  @Test
  void valuesOutsideTheirRangesAreRefused() throws IOException {
    CommandLineRun wrong =
        command(
            "validate",
            SCENARIO
                .replace("queue: 100", "queue: 0")
                .replace("keepAlive: 60s", "keepAlive: -1s")
                .replace("creation: 5s", "creation: 5s, slowdown: -0.5, requests: -1")
                .replace("period: 1s", "period: 0s")
                .replace("snapshot: {", "warmPool: { size: 0, upTo: boot }\n    snapshot: {"));

    assertThat(wrong.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(wrong.out() + wrong.err())
        .contains("services.fn.activation.queue: must be >= 1")
        .contains("services.fn.autoscaler.keepAlive")
        .contains("services.fn.snapshot.slowdown: must be >= 0")
        .contains("services.fn.snapshot.requests: must be >= 0")
        .contains("services.fn.readiness.period: must be >= 0.001")
        .contains("services.fn.warmPool.size: must be >= 1");
  }

  @Test
  void metricsOfAPoolThatNobodyHasAreRefused() throws IOException {
    CommandLineRun wrong =
        command("validate", SCENARIO + "expect:\n  - { metric: warm.pool.hits, value: 1 }\n");

    assertThat(wrong.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(wrong.out() + wrong.err()).contains("no service has a warm pool");
  }
}
