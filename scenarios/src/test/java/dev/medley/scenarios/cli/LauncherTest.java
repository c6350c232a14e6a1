package dev.medley.scenarios.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The launcher in a house of straw: a build that only notes how it was called and touches the jars,
 * a Java that only prints its arguments.
 */
class LauncherTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final String MAIN_BUILD = "-q -B -ntp -Dquick -pl scenarios -am package";
  private static final String BENCH_BUILD = "-q -B -ntp -Dquick -Ppeers -pl benchmarks -am package";

  @TempDir Path folder;
  private Path house = Path.of("");
  private Path mainJar = Path.of("");
  private Path benchJar = Path.of("");

  record Run(int code, String out, String err) {}

  @BeforeEach
  void build() throws IOException {
    assumeTrue(File.separatorChar == '/', "a shell is needed");
    house = Files.createDirectory(folder.resolve("a house"));
    mainJar = house.resolve("scenarios/target/medley.jar");
    benchJar = house.resolve("benchmarks/target/benchmarks-peers.jar");
    for (String source :
        List.of(
            "pom.xml",
            "sim-core/src/main/Kernel.java",
            "scenarios/library/day.yaml",
            "benchmarks/src/main/Runner.java",
            "benchmarks/src/peers/Peer.java")) {
      Path file = house.resolve(source);
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, "");
    }
    makeOld(house);
    script(house.resolve("medley"), Files.readString(Path.of("..", "medley")));
    script(
        house.resolve("mvnw"),
        """
        #!/bin/sh
        echo "$*" >>built
        echo "words of the build"
        [ ! -f broken ] || exit 1
        case "$*" in
          *peers*) jar=benchmarks/target/benchmarks-peers.jar ;;
          *) jar=scenarios/target/medley.jar ;;
        esac
        mkdir -p "${jar%/*}" && : >"$jar"
        """);
    Path bin = Files.createDirectories(folder.resolve("jdk/bin"));
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
    script(bin.resolve("javac"), "#!/bin/sh\n");
    script(
        bin.resolve("java"),
        """
        #!/bin/sh
        printf '%s\\n' "$@"
        exit 7
        """);
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static void makeOld(Path folder) throws IOException {
    FileTime old = FileTime.from(Instant.now().minusSeconds(3600));
    try (var files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, old);
      }
    }
  }

  private Run medley(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(house.resolve("medley").toString()));
    command.addAll(Arrays.asList(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().remove("MEDLEY_OPTS");
    Process process = builder.start();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private List<String> builds() throws IOException {
    Path built = house.resolve("built");
    return Files.exists(built) ? Files.readAllLines(built) : List.of();
  }

  @Test
  void aCommandBuildsTheCommandLineOnceAndHandsEverythingOn() throws Exception {
    Run first = medley("run", "a file.yaml", "--set", "x=*");
    Run second = medley("run", "a file.yaml", "--set", "x=*");

    assertThat(builds()).containsExactly(MAIN_BUILD);
    assertThat(first.err()).contains("first use: building").contains("words of the build");
    assertThat(first.code()).isEqualTo(7);
    assertThat(first.out())
        .doesNotContain("words of the build")
        .endsWith("-jar\n" + mainJar.toRealPath() + "\nrun\na file.yaml\n--set\nx=*\n");
    assertThat(second).isEqualTo(new Run(7, first.out(), ""));
  }

  @Test
  void benchBuildsAJarOfItsOwnAndStartsItsRunner() throws Exception {
    Run first = medley("bench", "--quick", "--out", "a file.json");
    Run second = medley("bench");

    assertThat(builds()).containsExactly(BENCH_BUILD);
    assertThat(mainJar).doesNotExist();
    assertThat(first.err()).contains("first use: building");
    assertThat(first.code()).isEqualTo(7);
    assertThat(first.out())
        .contains("-XX:+UseParallelGC\n")
        .endsWith(
            "-Dmedley.house="
                + house.toRealPath()
                + "\n-cp\n"
                + benchJar.toRealPath()
                + "\ndev.medley.benchmarks.runner.Main\n--quick\n--out\na file.json\n");
    assertThat(second.out()).endsWith("dev.medley.benchmarks.runner.Main\n");
    assertThat(second.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "pom.xml, true, true",
    "sim-core/src/main/Kernel.java, true, true",
    "scenarios/library/day.yaml, true, false",
    "benchmarks/src/main/Runner.java, false, true",
    "benchmarks/src/peers/Peer.java, false, true"
  })
  void eachJarIsBuiltAnewWhenItsOwnSourcesChanged(String source, boolean main, boolean bench)
      throws Exception {
    medley("run");
    medley("bench");
    FileTime later = FileTime.from(Instant.now().plusSeconds(5));
    Files.setLastModifiedTime(house.resolve(source), later);
    Files.delete(house.resolve("built"));

    assertThat(medley("run").err().contains("the sources changed: building")).isEqualTo(main);
    assertThat(medley("bench").err().contains("the sources changed: building")).isEqualTo(bench);
    assertThat(builds().contains(MAIN_BUILD)).isEqualTo(main);
    assertThat(builds().contains(BENCH_BUILD)).isEqualTo(bench);
  }

  @Test
  void aBuildThatFailsIsExplainedAndLeavesNoLock() throws Exception {
    Files.writeString(house.resolve("broken"), "");

    Run run = medley("bench", "--quick");

    assertThat(run.code()).isEqualTo(ExitCode.IO_FAILURE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("the build failed")
        .contains("./mvnw -Dquick -Ppeers -pl benchmarks -am package");
    assertThat(house.resolve("scenarios/target/build.lock")).doesNotExist();
  }

  /** Both builds write to sim-core, so one waits for the other. */
  @Test
  void aLockWhoseOwnerIsDeadIsTakenOver() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path lock = Files.createDirectories(house.resolve("scenarios/target/build.lock"));
    Files.writeString(lock.resolve("owner"), dead.pid() + "\n");

    assertThat(medley("bench").code()).isEqualTo(7);

    assertThat(builds()).containsExactly(BENCH_BUILD);
    assertThat(lock).doesNotExist();
  }
}
