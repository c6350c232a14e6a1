package dev.medley.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code medley runtimes} says of runtimes, and files of runtimes made of others. */
class RuntimesCommandTest {
  @TempDir private Path folder;

  @Test
  void allRuntimesStandSideBySide() {
    CommandLineRun run = CommandLineRun.of("runtimes", "compare");

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(106));
    assertThat(run.out())
        .containsPattern("fused +nominal +205 ms +205 ms")
        .containsPattern("wasmtime +nominal .* 100.000 +ceiling")
        .containsPattern("confidential-vm +empirical .* 128 +memory");
  }

  /** 100 idle VMs: 100 * (1 GB + 128 MB); a 100 MB image takes 80 ms over 10 Gb/s. */
  @Test
  void figuresAreThoseOfTheProfiles() {
    List<String> lines =
        CommandLineRun.of("runtimes", "compare", "--format", "csv").out().lines().toList();

    assertThat(lines.get(0))
        .isEqualTo(
            "runtime,profile,start.cached.p50 [s],start.cached.p99 [s],start.cached.error [s],"
                + "start.cold.p50 [s],start.cold.p99 [s],start.cold.error [s],"
                + "memory.idle [bytes],density [instances],bound.by");
    assertThat(lines)
        .anyMatch(
            line -> line.startsWith("vm,nominal,") && line.endsWith(",112800000000,200,ceiling"));
    assertThat(lines)
        .contains("firecracker-api,nominal,0.125,0.125,0,0.205,0.205,0,51724288000,531,memory");
    CommandLineRun ten =
        CommandLineRun.of(
            "runtimes", "compare", "--format", "csv", "--instances", "10", "--image", "200MB");
    assertThat(ten.out())
        .contains("firecracker-api,nominal,0.125,0.125,0,0.285,0.285,0,5172428800,531,memory\n");
  }

  @Test
  void whatAHostLacksIsNamed() {
    assertThat(
            CommandLineRun.of("runtimes", "compare", "--host", "lesson-host", "--format", "csv")
                .out())
        .containsPattern("confidential-vm,.*,0,\"no hardware-virtualization, no confidential-")
        .containsPattern("wasmtime-gpu,.*,0,no gpu\n");
  }

  @Test
  void otherFormatsSayTheSame() {
    assertThat(CommandLineRun.of("runtimes", "compare", "--format", "md").out())
        .contains("| runtime | profile | cached p50 | cached p99 | pulled p50 | pulled p99 |")
        .contains("| fused | nominal | 205 ms | 205 ms | 285 ms | 285 ms |");
    assertThat(CommandLineRun.of("runtimes", "compare", "--format", "json").out())
        .contains("\"runtime\": \"fused\"", "\"p50Seconds\": 0.205", "\"boundBy\": \"ceiling\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--host      | general-64 | there is no host type 'general-64'",
        "--image     | big        | --image: must be bytes such as 512Mi",
        "--image     | -1         | --image: must be >= 0",
        "--instances | 0          | --instances: must be >= 1 and <= 1000000 (was 0)",
      })
  void wrongOptionsAreRefused(String option, String value, String message) {
    CommandLineRun run = CommandLineRun.of("runtimes", "compare", option, value);
    assertThat(run.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.err()).contains(message);
  }

  @Test
  void aRuntimeIsShownWithItsLimitsAndItsDisagreement() {
    String kata = CommandLineRun.of("runtimes", "show", "kata").out();
    assertThat(kata)
        .contains("# nominal limits: 1000 per host, 330 of 330 system calls, needs hardware-")
        .contains("# system calls incompatible with gvisor: 0.33 stated, 0.33 to 0.33 from")
        .containsPattern("# +start p50, image cached +350 ms +898 ms +2.57")
        .containsPattern("# +memory, one idle instance +50.0 MB +136 MB +2.73")
        .containsPattern("# +CPU loss +8.00 % +8.00 % +same");
    assertThat(CommandLineRun.of("runtimes", "show", "quark").out())
        .doesNotContain("nominal against empirical");
    assertThat(CommandLineRun.of("runtimes", "show", "wasmtime").out())
        .contains("http/https only", "50 of 330 system calls", "no GPU", "code must be ported");
  }

  @Test
  void aRuntimeOfLayersIsWrittenAsSuchAndReadBack() throws IOException {
    String fused = CommandLineRun.of("runtimes", "show", "fused").out();
    Path own = Files.createDirectory(folder.resolve("own"));
    Path copy = Files.writeString(own.resolve("copy.yaml"), fused.replace("fused", "again"));

    assertThat(fused).startsWith("# made of firecracker-api > container-layer > function-layer; ");
    assertThat(fused).contains("# nominal start: firecracker-api-image-pull", "  layers:");
    assertThat(fused).doesNotContain("  nominal:");
    assertThat(CommandLineRun.of("validate", copy.toString()).out()).contains("runtime again");
    assertThat(CommandLineRun.of("runtimes", "--runtimes", own.toString()).out())
        .contains("again  ")
        .contains("firecracker-api-microvm-start p50 125ms");
  }

  @Test
  void layersThatCannotBeAreToldWithTheirPlace() throws IOException {
    Path own = Files.createDirectory(folder.resolve("own"));
    write(own, "ring", "layers: [container, ring]");
    write(own, "wrong", "layers: [contaner, wasmtime]");
    write(own, "apart", "layers: [quark, firecracker-snapshot]");
    CommandLineRun run = CommandLineRun.of("runtimes", "--runtimes", own.toString());
    CommandLineRun checked = CommandLineRun.of("validate", own.resolve("ring.yaml").toString());

    assertThat(checked.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(checked.out()).containsPattern("ring.yaml:5:.*runtime.layers\\[1\\]: a runtime can");
    assertThat(run.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.err())
        .containsPattern("apart.yaml:5:\\d+: runtime.layers: have no profile in common")
        .containsPattern("ring.yaml:5:\\d+: runtime.layers\\[1\\]: a runtime cannot be a layer of")
        .containsPattern(
            "wrong.yaml:5:\\d+: runtime.layers\\[0\\]: there is no runtime 'contaner'");
  }

  @Test
  void layersStandAlone() throws IOException {
    Path own = Files.createDirectory(folder.resolve("own"));
    write(own, "one", "layers: [container]");
    String process = CommandLineRun.of("runtimes", "show", "process").out();
    Files.writeString(
        own.resolve("two.yaml"), process.replace("  nominal:", "  layers: [vm, kata]\n  nominal:"));
    CommandLineRun run = CommandLineRun.of("runtimes", "--runtimes", own.toString());

    assertThat(run.err())
        .contains("runtime.layers: must name two runtimes or more (was one)")
        .contains("runtime.layers: must stand alone");
  }

  private static void write(Path folder, String name, String line) throws IOException {
    Files.writeString(
        folder.resolve(name + ".yaml"),
        "apiVersion: medley/v1\nruntime:\n  name: "
            + name
            + "\n  summary: a test\n  "
            + line
            + "\n");
  }
}
