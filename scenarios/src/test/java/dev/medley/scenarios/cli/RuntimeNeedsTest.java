package dev.medley.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service needs against what runtimes can do, and what {@code runtime: auto} chooses. */
class RuntimeNeedsTest {
  private static final String SCENARIO =
      """
      apiVersion: medley/v1
      name: needs
      duration: 20s
      replications: 1
      hosts:
        - { name: plain, count: 2, type: HOSTS }
      services:
        one:
          runtime: RUNTIME
          replicas: { initial: 1 }
          resources: { requests: { cpu: 500m, memory: MEMORY } }
          image: { size: 20MB }
          demand: { cpu: { constant: 1ms } }
          needs: { NEEDS }
      workload:
        one: { arrivals: { rate: 20/s } }
      """;

  @TempDir private Path folder;
  private String hosts = "accelerated-64c-256g";
  private String memory = "600MB";

  private Path scenario(String runtime, String needs) throws IOException {
    return Files.writeString(
        folder.resolve("needs.yaml"),
        SCENARIO
            .replace("HOSTS", hosts)
            .replace("RUNTIME", runtime)
            .replace("MEMORY", memory)
            .replace("NEEDS", needs));
  }

  private CommandLineRun validate(String runtime, String needs, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("validate", "" + scenario(runtime, needs)));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(new String[0]));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wasmtime        | protocols: [http, tcp, raw]   | needs.protocols: must be among [http, https] on wasmtime (was [tcp, raw])",
        "wasmtime        | systemCalls: 51               | needs.systemCalls: must be <= 50 on wasmtime (was 51)",
        "gvisor          | systemCalls: 221              | needs.systemCalls: must be <= 220 on gvisor (was 221)",
        "wasmtime        | portable: false               | needs.portable: must be true on wasmtime (was false)",
        "wasmtime        | gpu: true                     | needs.gpu: must be false on wasmtime (was true)",
        "wasmtime-gpu    | model: 201MB                  | needs.model: must be <= 200MB on wasmtime-gpu (was 201MB)",
        "wasmtime-gpu    | gpu: true, gpuMemory: 1GB     | needs.gpuMemory: must be <= 200MB on wasmtime-gpu (was 1GB)",
        "firecracker-api | model: 513MB                  | needs.model: must be <= 512MB on firecracker-api (was 513MB)",
        "fused           | model: 513MB                  | needs.model: must be <= 512MB on fused (was 513MB)",
        "kata            | security: 8.5                 | needs.security: 8.5 is above 8 and needs a kernel of its own",
        "kata            | startBudget: 490ms            | needs.startBudget: is 0.49s, but 1 of 100 starts on kata takes longer than 0.497 s",
        "wasmtime        | security: 11                  | needs.security: must be >= 0 and <= 10 (was 11)",
        "wasmtime        | isolation: 2                  | needs.isolation: must be >= 0 and <= 1 (was 2)",
        "wasmtime        | gpuMemory: 1MB                | needs.gpuMemory: only with gpu: true",
        "wasmtime        | startRate: 5                  | needs.startRate: needs a unit",
        "wasmtime        | protocols: [smtp]             | needs.protocols[0]: must be one of",
      })
  void whatARuntimeCannotDoIsRefusedWithItsReason(String runtime, String needs, String reason)
      throws IOException {
    CommandLineRun run = validate(runtime, needs);

    assertThat(run.out()).contains("needs.yaml:").contains("services.one." + reason);
    assertThat(run.out().lines()).hasSize(1);
    assertThat(run.code()).isEqualTo(ExitCode.INVALID_INPUT);
  }

  /** The bounds themselves are allowed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wasmtime        | protocols: [http, https], systemCalls: 50, portable: true",
        "wasmtime-gpu    | gpu: true, gpuMemory: 200MB, model: 200MB",
        "gvisor          | systemCalls: 220, security: 8",
        "firecracker-api | model: 512MB, security: 9, startBudget: 125ms",
        "kubevirt        | security: 10, systemCalls: 330, protocols: [raw, udp]",
        "container       | gpu: true",
      })
  void whatARuntimeCanDoIsAdmitted(String runtime, String needs) throws IOException {
    CommandLineRun run = validate(runtime, needs);
    assertThat(run.out()).contains("needs.yaml: ok");
    assertThat(run.code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void allReasonsAreToldAtOnce() throws IOException {
    hosts = "general-64c-256g";
    memory = "5Gi";
    CommandLineRun run =
        validate("wasmtime-gpu", "protocols: [udp], systemCalls: 120, model: 300MB, security: 9");

    assertThat(run.out())
        .contains("services.one.resources.requests.memory: must be <= 4Gi on wasmtime-gpu")
        .contains("services.one.needs.protocols: ")
        .contains("services.one.needs.systemCalls: ")
        .contains("services.one.needs.model: ")
        .contains("services.one.needs.security: ")
        .contains("services.one.runtime: wasmtime-gpu needs hosts with [gpu]");
    assertThat(run.out().lines()).hasSize(6);
  }

  /** 100 MB, which the file does not say. */
  @Test
  void theUsualSizeOfAnImageCountsToo() throws IOException {
    assertThat(validate("function", "", "--set", "services.one.image={}").out())
        .contains("image.size: must be <= 50MB on function (was 100MB)");
  }

  @Test
  void smallGuestsAndLargeImagesAreRefused() throws IOException {
    memory = "511MB";
    CommandLineRun run = validate("firecracker-api", "", "--set", "services.one.image.size=501MB");

    assertThat(run.out())
        .contains("resources.requests.memory: must be >= 512MB on firecracker-api (was 511MB)")
        .contains("OOM-killed")
        .contains("image.size: must be <= 500MB on firecracker-api (was 501MB)");
    assertThat(validate("firecracker-api", "", "--set", "profile=empirical").code())
        .isEqualTo(ExitCode.OK);
  }

  /** 255.5 GiB, 218 MiB, 8 MiB of the one vCPU and 0.002 * 255.5 GiB pass the host's 256 GiB. */
  @Test
  void overheadsThatGrowWithTheGuestCountAgainstTheHost() throws IOException {
    memory = "261632Mi";
    CommandLineRun run = validate("kubevirt", "", "--set", "profile=empirical");

    assertThat(run.out())
        .contains("services.one.resources.requests: cpu 500m and memory ")
        .contains("(the runtime's own included) are more than any admissible host has");
    memory = "261300Mi";
    assertThat(validate("kubevirt", "", "--set", "profile=empirical").code())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void aGpuIsAFeatureOfHosts() throws IOException {
    hosts = "general-64c-256g";
    assertThat(validate("container", "gpu: true").out())
        .contains("services.one.runtime: container needs hosts with [gpu]; no host group has them");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "security: 8.1                                          | kubevirt   | security requirement 8.1 > 8",
        "security: 9, cloudNative: true                         | kubevirt   | security requirement 9 > 8",
        "performanceCritical: true, startBudget: 9s             | kata       | start budget of 9s < 10s",
        "performanceCritical: true, startBudget: 10s            | containerd | ask for nothing else",
        "performanceCritical: true                              | containerd | ask for nothing else",
        "cloudNative: true                                      | containerd | cloud native",
        "isolation: 0.9, startRate: 101/s, portable: true       | wasmtime   | the code can be ported",
        "isolation: 0.9, startRate: 101/s                       | kata       | nobody says the code can be ported",
        "isolation: 0.9, startRate: 101/s, portable: false      | kata       | nobody says the code can be ported",
        "isolation: 0.8, startRate: 101/s, portable: true       | containerd | ask for nothing else",
        "isolation: 0.9, startRate: 100/s, portable: true       | containerd | ask for nothing else",
        "isolation: 0.9, startRate: 101/s, portable: true, systemCalls: 60 | kata | not wasmtime",
        "performanceCritical: true, startBudget: 300ms, cloudNative: true, isolation: 1, startRate: 1000/s, portable: true | wasmtime | not kata",
      })
  void autoChoosesByTheRuleAmongWhatIsAdmissible(String needs, String runtime, String reason)
      throws IOException {
    assertThat(validate("auto", needs).out())
        .contains("service one: runtime auto chose " + runtime + ": ")
        .contains(reason);
  }

  @Test
  void autoNeverFallsBelowTheSecurityThatIsAskedFor() throws IOException {
    hosts = "lesson-host";
    CommandLineRun run = validate("auto", "security: 9, cloudNative: true");

    assertThat(run.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.out())
        .contains("services.one.runtime: auto finds no admissible runtime: not kubevirt (security")
        .contains("needs hosts with [hardware-virtualization]")
        .contains("not containerd (cloud native): needs.security 9 is above 8");
  }

  @Test
  void theChosenRuntimeIsTheOneThatRuns() throws IOException {
    Path out = folder.resolve("run");
    CommandLineRun run =
        CommandLineRun.of(
            "run",
            scenario("auto", "isolation: 1, startRate: 1000/s, portable: true").toString(),
            "--format",
            "csv",
            "--out",
            out.toString());
    Path fixed = folder.resolve("fixed");
    CommandLineRun same =
        CommandLineRun.of(
            "run",
            scenario("wasmtime", "isolation: 1, startRate: 1000/s, portable: true").toString(),
            "--format",
            "csv",
            "--out",
            fixed.toString());

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("request.latency{runtime=wasmtime,service=one}.p99");
    assertThat(run.out()).isEqualTo(same.out());
    assertThat(Files.readString(out.resolve("scenario.yaml"))).contains("runtime: auto");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("runtime auto chose wasmtime");
  }

  @Test
  void everyRuntimeIsWeighedOnRequest() throws IOException {
    CommandLineRun run =
        CommandLineRun.of("runtimes", "choose", scenario("kata", "systemCalls: 300").toString());

    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .contains("service one (runtime: kata)")
        .contains("auto: chooses containerd: its needs ask for nothing else")
        .containsPattern("admissible: .*kata")
        .containsPattern("gvisor +needs.systemCalls must be <= 220 on gvisor \\(was 300\\)")
        .containsPattern("wasmtime-pod +needs.systemCalls must be <= 50 on wasmtime-pod");
  }
}
