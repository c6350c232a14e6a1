package dev.medley.benchmarks.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code medley bench} as its users meet it, on forks that only say what they were told. */
class MainTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final Point LARGE_LOOP = Bricks.LARGE;

  @TempDir Path folder;

  record Run(int code, String out, String err) {}

  private static Run run(Forks forks, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new Main(
                forks,
                System::nanoTime,
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8))
            .run(arguments);
    return new Run(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Everybody needs 1000 ns, we need 10, and 40 with a million events pending. */
  private static Bricks winning() {
    Bricks forks = new Bricks(1000);
    for (Criterion criterion : Criteria.all()) {
      forks.with(criterion.subject(), 10);
    }
    return forks.with(LARGE_LOOP, 40);
  }

  @Test
  void theQuickFormPrintsALinePerCriterionAndWritesItsFindings() throws IOException {
    Path file = folder.resolve("new").resolve("findings.json");

    Run run = run(winning(), "--quick", "--out", file.toString());

    assertThat(run.code()).isEqualTo(Main.OK);
    assertThat(run.out().lines())
        .hasSize(Criteria.all().size())
        .allMatch(line -> line.matches(".+: \\d+\\.\\d \\(goal [0-9.]+\\) ok"))
        .contains("whole-loop 1e4 exp vs PriorityQueue: 100.0 (goal 2.5) ok");
    assertThat(run.err()).contains("medley: fork 1 of ").contains("findings in " + file);
    JsonNode root = JsonMapper.shared().readTree(Files.readString(file));
    assertThat(root.get("kind").asString()).isEqualTo("quick");
    assertThat(root.get("passed").asBoolean()).isTrue();
    assertThat(Instant.parse(root.get("date").asString())).isBefore(Instant.now());
    assertThat(root.get("seeds").get("delays").asInt()).isEqualTo(42);
    for (String fact : List.of("cpu", "system", "jvm")) {
      assertThat(root.get("machine").get(fact).asString()).as(fact).isNotBlank();
    }
    assertThat(root.get("machine").get("processors").asInt()).isPositive();
    assertThat(root.get("machine").get("memoryBytes").asLong()).isGreaterThan(1L << 20);
    assertThat(root.get("machine").get("forkOptions").size()).isPositive();
    assertThat(root.get("criteria").size()).isEqualTo(Criteria.all().size());
    JsonNode growth = root.get("criteria").get(12);
    assertThat(growth.get("bound").asString()).isEqualTo("at most");
    assertThat(growth.get("median").asDouble()).isEqualTo(4);
    assertThat(growth.get("moonshotReached").asBoolean()).isFalse();
    assertThat(root.get("measurements").get(0).get("nanos").size()).isEqualTo(3);
    try (Stream<Path> left = Files.list(file.resolveSibling("."))) {
      assertThat(left.map(path -> String.valueOf(path.getFileName())))
          .containsExactly("findings.json");
    }
  }

  @Test
  void aMissedGoalIsCode99() {
    Bricks forks = winning().with(Bricks.QUEUE, 20);

    Run run = run(forks, "--quick", "--out", folder.resolve("f.json").toString());

    assertThat(run.code()).isEqualTo(Main.GOAL_MISSED);
    assertThat(run.out()).contains("whole-loop 1e4 exp vs PriorityQueue: 2.0 (goal 2.5) FAILED\n");
    assertThat(folder.resolve("f.json")).content(UTF_8).contains("\"passed\" : false");
  }

  @Test
  void whereNothingCanBeWrittenNothingIsMeasured() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path bad : List.of(folder, file.resolve("f.json"))) {
      Bricks forks = winning();

      Run run = run(forks, "--quick", "--out", bad.toString());

      assertThat(run.code()).isEqualTo(Main.IO_FAILURE);
      assertThat(run.err()).startsWith("medley: ").contains(folder.toString());
      assertThat(forks.asked).isEmpty();
    }
  }

  @Test
  void anObjectPerEventIsCode99() {
    Bricks forks = winning().withBytes(Bricks.OURS, 10, 24);

    Run run = run(forks, "--quick", "--out", folder.resolve("f.json").toString());

    assertThat(run.code()).isEqualTo(Main.GOAL_MISSED);
    assertThat(run.out()).contains("whole-loop 1e4 exp B/event: 24.0 (goal 0) FAILED\n");
  }

  @Test
  void theFullFormIsATableWithSpreadAndMoonshots() {
    Bricks forks = winning().with(Bricks.QUEUE, 28, 30, 40);

    Run run = run(forks, "--out", folder.resolve("f.json").toString());

    assertThat(run.code()).isEqualTo(Main.OK);
    assertThat(run.out())
        .containsPattern("criterion +median +spread +goal +moonshot")
        .containsPattern(
            "whole-loop 1e4 exp vs PriorityQueue +3\\.0 +2\\.8 \\.\\. 4\\.0 +>= 2\\.5 +ok +>= 4\n")
        .containsPattern(
            "growth over whole-loop 1e4 exp +4\\.0 +4\\.0 \\.\\. 4\\.0 +<= 5 +ok +<= 2\n")
        .containsPattern("calendar 1e4 exp vs PriorityQueue +100\\.0 .* +reached\n")
        .containsPattern(
            "whole-loop 1e4 exp, PriorityQueue +30\\.0 ns +28\\.0 ns \\.\\. 40\\.0 ns +3\\.00 +0\\.0\n")
        .contains("calendar 1e6 constant, SSJ Henriksen", "draw log-normal, commons-math3")
        .contains("scheduling-pass 1e5, Medley", "whole-replication, Medley");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--quik", "--out", "extra", "--quick=maybe"})
  void badFlagsAreUsageErrors(String argument) {
    Bricks forks = winning();

    Run run = run(forks, argument);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains(argument.replaceAll("=.*", ""))
        .containsAnyOf("Usage: medley bench", "Possible solutions: --quick");
    assertThat(forks.asked).isEmpty();
  }

  @Test
  void helpGoesToStandardOutput() {
    Run run = run(winning(), "--help");

    assertThat(run.code()).isEqualTo(Main.OK);
    assertThat(run.out()).contains("Usage: medley bench", "--quick", "--out=FILE", "Exit codes:");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aForkThatFailsEndsTheRunWithItsWords() {
    Forks cheating =
        (point, timing) -> {
          throw new ForkFailure(point + " fires in another order than PriorityQueue");
        };
    Path file = folder.resolve("f.json");

    Run run = run(cheating, "--quick", "--out", file.toString());

    assertThat(run.code()).isEqualTo(Main.INTERNAL_ERROR);
    assertThat(run.err()).contains("fires in another order").doesNotContain("\tat ");
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileThatCannotBeWrittenAtTheEndIsAnIoFailureAndTheLinesAreThereAllTheSame() {
    Path place = folder.resolve("place");
    Bricks scores = winning();
    Forks fillsThePlace =
        (point, timing) -> {
          if (place.toFile().delete()) {
            ResultFile.write(place, "");
          }
          return scores.measure(point, timing);
        };

    Run run = run(fillsThePlace, "--quick", "--out", place.resolve("f.json").toString());

    assertThat(run.code()).isEqualTo(Main.IO_FAILURE);
    assertThat(run.out()).contains("whole-loop 1e4 exp vs PriorityQueue");
    assertThat(run.err()).contains(place.toString()).doesNotContain("\tat ");
  }

  @Test
  void theStandardFileNamesDateAndKind() {
    assertThat(ResultFile.standard("quick", Instant.parse("2026-11-22T16:06:57.69Z")))
        .isEqualTo(Path.of("results", "bench", "2026-11-22T160657Z-quick.json"));
  }

  @Test
  void theProcessorIsNamedWhereLinuxSaysIt() throws IOException {
    Path cpuinfo =
        Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\nmodel name\t: A: B\n");

    assertThat(Machine.cpuModel(cpuinfo)).isEqualTo("A: B");
    assertThat(Machine.cpuModel(folder.resolve("none"))).isEqualTo(System.getProperty("os.arch"));
  }

  @Test
  void withoutThePeersTheRunIsRefused() {
    assumeTrue(Main.class.getResource("/META-INF/services/dev.medley.benchmarks.Entrants") == null);

    Run run = run(new JmhForks(), "--quick", "--out", folder.resolve("f.json").toString());

    assertThat(run.code()).isEqualTo(Main.INTERNAL_ERROR);
    assertThat(run.err()).contains("built without the peers").contains("medley bench");
  }

  /** A fork that never ends, in a process of its own. */
  static final class Endless {
    public static void main(String[] arguments) {
      Interruption.watch();
      Forks endless =
          (point, timing) -> {
            try {
              Process fork = new ProcessBuilder("sleep", "600").start();
              Files.writeString(Path.of(arguments[1]), Long.toString(fork.pid()));
              fork.waitFor();
            } catch (IOException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
            throw new ForkFailure("the fork was killed");
          };
      System.exit(
          new Main(endless, System::nanoTime, System.out, System.err)
              .run("--quick", "--out", arguments[0]));
    }
  }

  @Test
  void anInterruptionEndsTheForkAndWritesNothing() throws Exception {
    assumeTrue(File.separatorChar == '/', "signals are those of Unix");
    Path file = folder.resolve("f.json");
    Path pid = folder.resolve("pid");
    Path err = folder.resolve("err");
    Process bench =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Endless.class.getName(),
                file.toString(),
                pid.toString())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(err.toFile())
            .start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.exists(pid) || Files.size(pid) == 0) {
      assertThat(bench.isAlive()).as(Files.readString(err)).isTrue();
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(5);
    }
    ProcessHandle fork = ProcessHandle.of(Long.parseLong(Files.readString(pid))).orElseThrow();

    new ProcessBuilder("kill", "-INT", Long.toString(bench.pid())).start().waitFor();

    assertThat(bench.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(bench.exitValue()).isEqualTo(130);
    fork.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(file).doesNotExist();
    assertThat(Files.readString(err)).doesNotContain("killed", "Exception");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).hasSize(3);
    }
  }
}
