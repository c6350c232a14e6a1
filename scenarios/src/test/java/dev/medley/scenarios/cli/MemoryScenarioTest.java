package dev.medley.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory that is used, addresses and checks, as a user sets them. */
class MemoryScenarioTest {
  @TempDir Path folder;
  private int runs;

  private CommandLineRun run(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "memory-leak",
                "--replications",
                "1",
                "--out",
                folder.resolve("out" + runs++).toString()));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private static double mean(CommandLineRun run, String metric) {
    for (String line : run.out().split("\n", -1)) {
      if (line.startsWith(metric + ",") || line.startsWith("\"" + metric + "\",")) {
        return Double.parseDouble(line.substring(line.indexOf(",", metric.length())).split(",")[3]);
      }
    }
    throw new AssertionError(metric + " in " + run.out() + run.err());
  }

  /** Lives of 3840 s and starts of 10 s: 10 deaths of each of four in 40,000 s. */
  @Test
  void theLibrarysLeakIsWhatItsCommentSays() {
    CommandLineRun run =
        CommandLineRun.of(
            "run", "memory-leak", "--check", "--out", folder.resolve("leak").toString());
    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .contains("all 5 expected values met")
        .containsPattern("killed at their limit +40 ± 0")
        .containsPattern("memory used +0\\.96\\d+ ± 0 % +1\\.5625 ± 0 %");
  }

  /** The comment's second command: deaths drift apart, and hardly anybody is without service. */
  @Test
  void leaksThatDifferTakeNobodyDown() {
    CommandLineRun run =
        run(
            "--set",
            "services.web.memory.leak.every={ log-normal: { mean: 5s, cv: 0.3 } }",
            "--format",
            "csv");
    assertThat(mean(run, "request.failed.ratio")).isLessThan(0.0005);
  }

  @Test
  void evictionComesBeforeTheKernel() {
    String[] pressed = {
      "--set",
      "services.web.resources.limits.memory=null",
      "--set",
      "hosts[0].type=general-16c-64g",
      "--set",
      "services.web.memory.leak.amount=64Mi",
      "--format",
      "csv"
    };
    List<String> evicting = new ArrayList<>(List.of(pressed));
    evicting.addAll(List.of("--set", "eviction={ available: 2Gi, period: 10s }"));
    CommandLineRun kernel = run(pressed);
    CommandLineRun agent = run(evicting.toArray(String[]::new));
    assertThat(mean(kernel, "instance.oom.kills.host{runtime=process,service=web}")).isPositive();
    assertThat(mean(kernel, "host.memory.utilization.max")).isCloseTo(1, within(1e-6));
    assertThat(mean(agent, "instance.oom.kills.host{runtime=process,service=web}")).isZero();
    assertThat(mean(agent, "instance.evictions{runtime=process,service=web}")).isPositive();
    // 4 x 64 MiB every 5 s: within 10 s at most 512 MiB beyond the threshold
    assertThat(mean(agent, "host.memory.utilization.max")).isBetween(62.0 / 64, 62.5 / 64 + 1e-9);
  }

  @Test
  void sharedPagesAreToldBesideTheReportedPair() {
    CommandLineRun run =
        CommandLineRun.of(
            "validate",
            "memory-leak",
            "--set",
            "services.web.memory.library=128Mi",
            "--set",
            "services.web.memory.shared=0.5");
    // 256 GiB / 256 MiB = 1024; / (128 + 64) MiB = 1365
    assertThat(run.out().replaceAll("\\s+", " "))
        .contains("the memory of a host of bench holds 1365 instances, 1024 without shared pages")
        .contains(
            "730 -> 1940 for f = 0 -> 0.1, which the formula cannot give: at most 1.11 times");
  }

  @Test
  void addressesAreAReasonToWait() {
    CommandLineRun run = run("--set", "hosts[0].addresses=3");
    assertThat(run.out().replaceAll("\\s+", " "))
        .contains("1 of 4 initial replicas found no host (1 host: addresses exhausted)");
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsPlace() {
    CommandLineRun run =
        CommandLineRun.of(
            "validate",
            "memory-leak",
            "--set",
            "services.web.memory.use=2Gi",
            "--set",
            "eviction={ available: 200Gi, reclaim: 56Gi }");
    assertThat(run.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.out())
        .contains("must be <= resources.limits.memory 1Gi (was 2Gi)")
        .contains("must be < the memory of every host (were 256Gi, bench has 256Gi)");
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    refuses("services.web.memory.library=1Gi", "must be <= use 256Mi (was 1Gi)");
    refuses("services.web.memory.shared=1.5", "must be >= 0 and <= 1");
    refuses("services.web.memory.leak.amount=0", "must be >= 1");
    refuses("services.web.memory.leak.amuont=1", "amount");
    refuses("eviction={ period: 0s }", "must be >= 0.01");
    refuses("hosts[0].addresses=0", "must be >= 1");
  }

  private static void refuses(String set, String... words) {
    CommandLineRun run = CommandLineRun.of("validate", "memory-leak", "--set", set);
    assertThat(run.code()).as(set).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.out()).contains(words);
  }

  @Test
  void figuresOfMemoryNeedServicesThatSayWhatTheyUse() {
    CommandLineRun run =
        CommandLineRun.of("validate", "lesson-1-mm1", "--set", "slo=[\"instance.oom.kills < 1\"]");
    assertThat(run.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.out()).contains("no service says what memory it uses");
  }

  @Test
  void checkingChangesNoResultAndRunsAgain() {
    String out = folder.resolve("again").toString();
    String[] plain = {
      "run", "lesson-1-mm1", "--replications", "1", "--out", out, "--format", "csv"
    };
    CommandLineRun first = CommandLineRun.of(plain);
    List<String> checked = new ArrayList<>(List.of(plain));
    checked.addAll(List.of("--check-every", "1000"));
    CommandLineRun second = CommandLineRun.of(checked.toArray(String[]::new));
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(second.err()).doesNotContain("complete already");
    assertThat(CommandLineRun.of(plain).err()).contains("complete already");
    checked.set(checked.size() - 1, "0");
    CommandLineRun refused = CommandLineRun.of(checked.toArray(String[]::new));
    assertThat(refused.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(refused.err()).contains("--check-every", "must be >= 1 (was 0)");
  }

  @Test
  void aFaultComesWithTheCommandThatReplaysIt() {
    assertThat(Main.replay(List.of("run", "flash-crowd", "--set", "seed=7")))
        .isEqualTo("medley run flash-crowd --set seed=7 --check-every 1");
    assertThat(Main.replay(List.of("run", "a b.yaml", "--set", "x={ a: 'b' }", "--check-every=5")))
        .isEqualTo("medley run 'a b.yaml' --set 'x={ a: '\\''b'\\'' }' --check-every=5");
    assertThat(Main.replay(List.of("runtimes"))).isEqualTo("medley runtimes");
  }
}
