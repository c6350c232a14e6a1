package dev.medley.scenarios.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.medley.scenarios.TinyScenario;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a process of its own can show: signals, locks, full disks. */
class ProcessTest {
  private static final int REPLICATIONS = 40;
  private static final String MANY = "5000";
  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path folder;
  private Path out = Path.of("");
  private Path replications = Path.of("");

  @BeforeEach
  void write() throws IOException {
    assumeTrue(File.separatorChar == '/', "signals and limits are those of Unix");
    // about 20 ms each: long enough to be caught at work
    Files.writeString(
        folder.resolve("tiny.yaml"),
        TinyScenario.text(REPLICATIONS)
            .replace("duration: 60s", "duration: 1h")
            .replace("rate: 10/s", "rate: 15/s"));
    out = folder.resolve("out");
    replications = folder.resolve("out.partial").resolve("replications");
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "KILL, 137"})
  void anInterruptedRunKeepsWhatIsFinishedAndGoesOn(String signal, int code) throws Exception {
    Process run = start(List.of(), "run", "tiny.yaml", "--out", "out", "--jobs", "1");
    await(run, 3);
    signal(run, signal);
    assertThat(run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

    assertThat(run.exitValue()).isEqualTo(code);
    assertThat(out).doesNotExist();
    assertThat(folder.resolve("out.partial").resolve("run.json"))
        .content(UTF_8)
        .contains("\"interrupted\"");
    List<String> kept = finished();
    assertThat(kept).hasSizeBetween(3, REPLICATIONS - 1);
    if (!signal.equals("KILL")) {
      assertThat(error())
          .contains("interrupted; every finished replication is kept in ")
          .contains("the same command goes on")
          .doesNotContain("Exception");
    }
    long written = Files.getLastModifiedTime(replications.resolve(kept.get(0))).toMillis();

    Process again = start(List.of(), "run", "tiny.yaml", "--out", "out", "--jobs", "2", "--quiet");
    assertThat(again.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

    assertThat(again.exitValue()).as(error()).isEqualTo(ExitCode.OK);
    assertThat(out.resolve("run.json")).content(UTF_8).contains("\"complete\"");
    assertThat(
            Files.getLastModifiedTime(out.resolve("replications").resolve(kept.get(0))).toMillis())
        .isEqualTo(written);
    assertThat(names()).doesNotContain("out.partial", ".out.lock");
  }

  @Test
  void aSecondProcessInTheSameDirectoryIsRefused() throws Exception {
    Process first = start(List.of(), "run", "tiny.yaml", "--out", "out", "--replications", MANY);
    try {
      await(first, 1);
      CommandLineRun second =
          CommandLineRun.of(
              "run",
              folder.resolve("tiny.yaml").toString(),
              "--out",
              out.toString(),
              "--replications",
              MANY);

      assertThat(second.code()).isEqualTo(ExitCode.IO_FAILURE);
      assertThat(second.err()).contains("another process works in " + out + ".partial");
      assertThat(first.isAlive()).isTrue();
    } finally {
      first.destroyForcibly().waitFor();
    }
  }

  /** A limit on the size of files fails a write half way, as a full disk does. */
  @Test
  void aDiskThatIsFullLeavesNothingHalfWritten() throws Exception {
    Process run =
        start(
            List.of("sh", "-c", "ulimit -f 4; exec \"$@\"", "sh"),
            "run",
            "tiny.yaml",
            "--out",
            "out");
    assertThat(run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

    assertThat(run.exitValue()).as(error()).isEqualTo(ExitCode.IO_FAILURE);
    assertThat(error()).contains("out.partial").contains("File too large");
    assertThat(error()).doesNotContain("Exception", "\tat ");
    assertThat(out).doesNotExist();
    assertThat(finished()).isEmpty();
    try (Stream<Path> left = Files.list(replications)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void standardOutputThatIsClosedIsAFailure() throws Exception {
    assumeTrue(Files.isWritable(Path.of("/dev/full")), "there is no /dev/full here");
    Process run =
        new ProcessBuilder(command(List.of(), "scenarios"))
            .redirectOutput(new File("/dev/full"))
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertThat(run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

    assertThat(run.exitValue()).isEqualTo(ExitCode.IO_FAILURE);
    assertThat(error()).contains("standard output could not be written");
  }

  @Test
  void theExitCodeOfTheCommandIsThatOfTheProcess() throws Exception {
    Process run = start(List.of(), "run", "nope");
    assertThat(run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

    assertThat(run.exitValue()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(error()).contains("nope: is neither a file nor a scenario");
  }

  private Process start(List<String> before, String... arguments) throws IOException {
    return new ProcessBuilder(command(before, arguments))
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("stdout").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private static List<String> command(List<String> before, String... arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private void await(Process run, int replications) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (finished().size() < replications) {
      assertThat(run.isAlive()).as(error()).isTrue();
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  private static void signal(Process process, String signal) throws Exception {
    int sent =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    assertThat(sent).isZero();
  }

  private String error() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  private List<String> finished() throws IOException {
    if (!Files.isDirectory(replications)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(replications)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".bin"))
          .sorted()
          .toList();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }
}
