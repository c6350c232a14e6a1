package dev.medley.scenarios.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/** The scenarios of the library, run as a user runs them. */
class LibraryTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final double EXPECTED_DIGITS = 1e-5;

  @TempDir Path folder;
  private int runs;

  @Test
  void theFirstLessonExpectsWhatTheMM1FormulasSay() {
    double lambda = 8;
    double mu = 10;
    double rho = lambda / mu;

    lesson(
        "lesson-1-mm1",
        Map.of(
            "request.wait.mean", rho / (mu - lambda),
            "request.latency.mean", 1 / (mu - lambda),
            "request.latency.p95", -StrictMath.log(0.05) / (mu - lambda)));
  }

  @Test
  void theSecondLessonExpectsWhatErlangsFormulaSays() {
    double lambda = 64;
    double mu = 10;
    int servers = 8;
    double load = lambda / mu;
    // Erlang B by its recursion, then C = B / (1 - rho (1 - B))
    double blocked = 1;
    for (int n = 1; n <= servers; n++) {
      blocked = load * blocked / (n + load * blocked);
    }
    double waits = blocked / (1 - load / servers * (1 - blocked));
    double wait = waits / (servers * mu - lambda);

    lesson(
        "lesson-2-mmc", Map.of("request.wait.mean", wait, "request.latency.mean", wait + 1 / mu));
  }

  @Test
  void theThirdLessonExpectsWhatPollaczekAndKhinchineSay() {
    double wait = pollaczekKhinchine(8, 0.1, 0);

    lesson("lesson-3-md1", Map.of("request.wait.mean", wait, "request.latency.mean", wait + 0.1));
  }

  @Test
  void theFourthLessonExpectsWhatPollaczekAndKhinchineSay() {
    lesson("lesson-4-mg1-lognormal", Map.of("request.wait.mean", pollaczekKhinchine(7, 0.1, 2)));
  }

  /** Mean wait lambda E[S^2] / (2 (1 - rho)), with E[S^2] = S^2 (1 + cv^2). */
  private static double pollaczekKhinchine(double lambda, double service, double cv) {
    double second = service * service * (1 + cv * cv);
    return lambda * second / (2 * (1 - lambda * service));
  }

  @Test
  void theFunctionsAreAsOftenColdAsTheirKeepAliveSays() {
    Map<String, Double> theory = new LinkedHashMap<>();
    theory.put("request.cold.ratio{service=brief}", cold(60, 0.73));
    theory.put("request.cold.ratio{service=patient}", cold(600, 0.73));
    theory.put("request.cold.ratio{service=pooled}", cold(60, 0.4));

    lesson("functions", theory);
  }

  /** Cold by all calls of 299 quiet hours and 100 busy ones, each part in its steady state. */
  private static double cold(double keepAlive, double start) {
    double served = 0.1 / (1 - 0.05) + 50e-6;
    double cold = 0;
    double calls = 0;
    for (double[] part : new double[][] {{0.1 / 60, 299}, {2.0 / 60, 100}}) {
      double waiting = part[0] * start;
      double perStart = waiting + StrictMath.exp(part[0] * (keepAlive + served));
      calls += part[0] * part[1];
      cold += part[0] * part[1] * (1 + waiting) / perStart;
    }
    return cold / calls;
  }

  /** As shipped: every interval covers the theory, and is narrow enough to mean something. */
  private void lesson(String name, Map<String, Double> theory) {
    JsonNode summary = run(name).summary();
    Map<String, Double> expected = new LinkedHashMap<>();
    for (JsonNode check : summary.get("expectations")) {
      String metric = check.get("name").asString().split(" = ", -1)[0];
      expected.put(metric, check.get("limit").asDouble());
      assertThat(check.get("holds").asBoolean()).as(check.toString()).isTrue();
      assertThat(check.get("halfWidth").asDouble())
          .as(check.toString())
          .isLessThan(0.05 * check.get("limit").asDouble());
      assertThat(check.get("because").asString()).isNotEmpty();
    }
    assertThat(expected.keySet()).isEqualTo(theory.keySet());
    theory.forEach(
        (metric, value) ->
            assertThat(expected.get(metric))
                .as(metric)
                .isCloseTo(value, within(EXPECTED_DIGITS * value)));
  }

  @Test
  void theFlashCrowdServesAMillionRequestsOnThreeRuntimes() {
    Ran crowd = run("flash-crowd", "--replications", "1");

    assertThat(crowd.code()).isEqualTo(ExitCode.OK);
    assertThat(crowd.mean("request.count")).isGreaterThan(1e6);
    for (String labels :
        List.of(
            "{runtime=container,service=web}",
            "{runtime=vm,service=legacy}",
            "{runtime=wasmtime,service=filter}")) {
      double count = crowd.mean("request.count" + labels);
      double ended =
          crowd.mean("request.completed" + labels)
              + crowd.mean("request.rejected" + labels)
              + crowd.mean("request.timeout" + labels);
      assertThat(crowd.mean("request.completed" + labels)).as(labels).isGreaterThan(1e5);
      // what was under way at the start of the measured time ends in it, what is at the end does
      // not
      assertThat(Math.abs(count - ended)).as(labels).isLessThan(500);
      assertThat(crowd.mean("scale.events" + labels)).as(labels).isPositive();
    }
  }

  /**
   * Ten times the hosts, instances and load in a tenth of the time: the same requests and effort.
   */
  @Test
  void theGrowthScenarioIsTheSameAtEverySize() {
    Ran small = grown(10, "100", "60s");
    Ran large = grown(1000, "10000", "600ms");

    for (Ran ran : List.of(small, large)) {
      assertThat(ran.code()).isEqualTo(ExitCode.OK);
      assertThat(ran.mean("request.count")).isCloseTo(6000, within(400.0));
      assertThat(ran.mean("events.per.request")).isBetween(3.9, 4.2);
    }
  }

  private Ran grown(int hosts, String rate, String duration) {
    return run(
        "growth",
        "--set",
        "hosts[0].count=" + hosts,
        "--set",
        "services.web.replicas.initial=" + 10 * hosts,
        "--set",
        "workload.web.arrivals.rate=" + rate + "/s",
        "--set",
        "duration=" + duration);
  }

  @Test
  void theVirtualMachinesComputeForMonths() throws IOException {
    Ran months =
        run(
            "hundred-thousand-vms",
            "--set",
            "hosts[0].count=50",
            "--set",
            "services.vms.replicas.initial=100",
            "--set",
            "workload.vms.jobs.count=200",
            "--set",
            "duration=5560h");

    // two rounds of 10^7 s
    assertThat(months.code()).isEqualTo(ExitCode.CHECK_FAILED);
    String labels = "{runtime=vm,service=vms}";
    assertThat(months.mean("job.completed" + labels)).isEqualTo(200);
    assertThat(months.mean("job.makespan" + labels)).isEqualTo(2e7);
    assertThat(months.mean("job.wait" + labels + ".mean")).isEqualTo(5e6);
    assertThat(months.mean("job.duration" + labels + ".p99")).isCloseTo(2e7, within(2e4));
    assertThat(months.mean("instance.cpu.utilization" + labels))
        .isCloseTo(2e7 / (5560 * 3600), within(1e-9));
  }

  @Test
  void theWorldCupReplaysExactlyTheCountsOfItsFile() throws IOException {
    Path counts = folder.resolve("day.csv");
    Files.writeString(
        counts,
        "period,count\n1998-06-30 00:00:00,900\n1998-06-30 00:01:00,0\n1998-06-30 00:02:00,1200\n");

    Ran day =
        run("world-cup", "--set", "workload.web.arrivals.counts=" + counts, "--set", "duration=3m");

    assertThat(day.mean("request.count")).isEqualTo(2100);
    assertThat(day.err()).doesNotContain("covers");
    CommandLineRun whole =
        CommandLineRun.of(
            "validate", "world-cup", "--set", "workload.web.arrivals.counts=" + counts);
    assertThat(whole.code()).isEqualTo(ExitCode.OK);
    assertThat(whole.out())
        .contains("arrivals.counts: the file covers 180 s of 86400 s; no requests after that");
    assertThat(day.mean("request.rejected")).isZero();
    assertThat(day.mean("events.per.request")).isGreaterThanOrEqualTo(5);
  }

  @Test
  void theBusiestMinutesOfTheRealDayLoadTheHosts() throws IOException {
    String data = System.getenv("MEDLEY_DATA");
    assumeTrue(data != null, "MEDLEY_DATA is not set: the real day is not run");
    List<String> lines = Files.readAllLines(Path.of(data, "traces", "worldcup98-1998-06-30.csv"));
    int busiest = 0;
    for (int i = 1; i < lines.size(); i++) {
      busiest = count(lines.get(i)) > count(lines.get(Math.max(1, busiest))) ? i : busiest;
    }
    int from = Math.max(1, Math.min(busiest - 1, lines.size() - 3));
    List<String> slice = new ArrayList<>(List.of(lines.get(0)));
    slice.addAll(lines.subList(from, from + 3));
    Path counts = Files.write(folder.resolve("slice.csv"), slice);
    String set = "workload.web.arrivals.counts=" + counts;

    Ran full = run("world-cup", "--set", set, "--set", "duration=3m");
    Ran less = run("world-cup", "--set", set, "--set", "duration=3m", "--set", "hosts[0].count=8");

    long sum = slice.stream().skip(1).mapToLong(LibraryTest::count).sum();
    assertThat(full.mean("request.count")).isEqualTo(sum);
    assertThat(full.mean("host.cpu.utilization.max")).isBetween(0.6, 0.8);
    assertThat(less.mean("request.latency.p99"))
        .isGreaterThan(1.2 * full.mean("request.latency.p99"));
  }

  private static long count(String line) {
    return Long.parseLong(line.substring(line.indexOf(',') + 1));
  }

  @Test
  void fewerHostsAreMoreBusy() {
    Ran many = crowd();
    Ran few = crowd("hosts[0].count=1", "hosts[1].count=1");

    assertThat(few.mean("host.cpu.utilization")).isGreaterThan(many.mean("host.cpu.utilization"));
    assertThat(few.mean("cost.total")).isLessThan(many.mean("cost.total"));
  }

  @Test
  void anotherRuntimeCarriesTheService() {
    Ran vm = crowd("services.web.runtime=vm");

    assertThat(vm.mean("request.completed{runtime=vm,service=web}")).isPositive();
    assertThat(vm.figures().keySet()).noneMatch(name -> name.contains("runtime=container"));
  }

  @Test
  void withoutItsCardAHostPaysForTheNetwork() {
    Ran with = crowd();
    Ran without = crowd("hosts[1].offload=null");

    assertThat(without.mean("host.cpu.utilization{group=carded}"))
        .isGreaterThan(with.mean("host.cpu.utilization{group=carded}"));
    assertThat(without.mean("request.latency{runtime=container,service=web}.p50"))
        .isGreaterThan(with.mean("request.latency{runtime=container,service=web}.p50"));
  }

  @Test
  void anUnsignedBitstreamIsRefusedAndWorksLikeNoCard() {
    Ran unsigned = crowd("hosts[1].bitstream={name: home-made, protocol: rest, signed: false}");
    Ran without = crowd("hosts[1].offload=null");

    assertThat(unsigned.out().resolve("report.html"))
        .content(UTF_8)
        .contains("refused bitstream")
        .contains("traffic stays on the CPU");
    assertThat(unsigned.mean("request.latency{runtime=container,service=web}.p50"))
        .isEqualTo(without.mean("request.latency{runtime=container,service=web}.p50"));
  }

  /** Ten minutes of the flash crowd, before the crowd. */
  private Ran crowd(String... settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--replications", "1", "--set", "duration=6m", "--set", "warmup=1m"));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    return run("flash-crowd", arguments.toArray(String[]::new));
  }

  @Test
  void aRuntimeWrittenInAFolderRunsWithItsOwnStartLaw() throws IOException {
    Path runtimes = Files.createDirectory(folder.resolve("runtimes"));
    Files.writeString(
        runtimes.resolve("unikernel.yaml"),
        """
        apiVersion: medley/v1
        runtime:
          name: unikernel
          summary: A test's own runtime
          nominal:
            isolation: { value: 2, source: a test }
            cpuLoss: { value: 0.02, source: a test }
            memoryOverhead: { value: 5MB, source: a test }
            density: { value: 500, source: a test }
            start:
              - { stage: link, law: { constant: 1500ms }, source: a test }
              - { stage: boot, law: { uniform: { min: 2s, max: 4s } }, source: a test }
            shutdown: { law: { constant: 0s }, source: a test }
            network: { latency: { constant: 10us }, throughput: 8Gb/s, source: a test }
            storage: { latency: { constant: 100us }, iops: 50000, source: a test }
        """);
    Path scenario = folder.resolve("rising.yaml");
    Files.writeString(
        scenario,
        """
        apiVersion: medley/v1
        name: rising
        duration: 20m
        replications: 2
        hosts: [ { name: plain, count: 4, type: general-64c-256g } ]
        services:
          web:
            runtime: unikernel
            replicas: { initial: 2, min: 2, max: 60 }
            resources:
              requests: { cpu: 500m, memory: 64Mi }
              limits: { cpu: "1", memory: 64Mi }
            demand: { cpu: { exponential: { mean: 20ms } } }
            autoscaler: { type: hpa, metric: cpu, target: 0.6 }
        workload:
          web: { arrivals: { rates: [ { at: 0s, rate: 20/s }, { at: 5m, rate: 400/s } ] } }
        """);

    Ran ran = run(scenario.toString(), "--runtimes", runtimes.toString());
    String start = "instance.start{runtime=unikernel,service=web}";

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    // 1.5 s and 2 to 4 s on top; histograms keep three digits
    assertThat(ran.mean(start + ".mean")).isBetween(3.5, 5.5);
    assertThat(ran.mean(start + ".p50")).isBetween(3.5, 5.5);
    assertThat(ran.mean(start + ".max")).isBetween(4.5, 5.51);
    assertThat(CommandLineRun.of("validate", scenario.toString()).out())
        .contains("services.web.runtime", "unikernel");
    CommandLineRun listed = CommandLineRun.of("runtimes", "--runtimes", runtimes.toString());
    assertThat(listed.out())
        .contains("unikernel", "A test's own runtime", "boot p50 3s, p99 3.98s");
  }

  @Test
  void brokenRuntimeFilesAreToldWithTheirPlaces() throws IOException {
    Path runtimes = Files.createDirectory(folder.resolve("runtimes"));
    String good = CommandLineRun.of("runtimes", "show", "process").out();
    Files.writeString(runtimes.resolve("a.yaml"), good.replace("name: process", "name: one"));
    Files.writeString(runtimes.resolve("b.yaml"), good.replace("name: process", "name: one"));
    Files.writeString(runtimes.resolve("c.yaml"), good.replace("165us", "-165us"));
    Files.writeString(runtimes.resolve("d.yaml"), good.replace("iops:", "ipos:"));
    Files.writeString(runtimes.resolve("e.yaml"), "runtime: [");

    CommandLineRun listed =
        CommandLineRun.of(
            "runtimes", "--runtimes", runtimes.toString(), "--runtimes", folder + "/nope");

    assertThat(listed.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(listed.out()).isEmpty();
    assertThat(listed.err())
        .contains("b.yaml", "'one' is in a.yaml too")
        .containsPattern("c\\.yaml:\\d+:\\d+: .*mean")
        .containsPattern("d\\.yaml:\\d+:\\d+: .*ipos.*iops")
        .containsPattern("e\\.yaml:\\d+:\\d+")
        .contains("nope: is not a folder");
  }

  private Ran run(String scenario, String... more) {
    Path out = folder.resolve("out" + runs++);
    List<String> arguments =
        new ArrayList<>(List.of("run", scenario, "--out", out.toString(), "--format", "json"));
    arguments.addAll(Arrays.asList(more));
    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(run.out()).as(run.err()).isNotEmpty();
    JsonNode summary = JSON.readTree(run.out());
    Map<String, Double> figures = new LinkedHashMap<>();
    for (JsonNode metric : summary.get("metrics")) {
      JsonNode mean = metric.get("mean");
      figures.put(metric.get("name").asString(), mean.isNull() ? Double.NaN : mean.asDouble());
    }
    return new Ran(run.code(), run.err(), out, summary, figures);
  }

  private record Ran(
      int code, String err, Path out, JsonNode summary, Map<String, Double> figures) {
    double mean(String name) {
      assertThat(figures).containsKey(name);
      return figures.get(name);
    }
  }
}
