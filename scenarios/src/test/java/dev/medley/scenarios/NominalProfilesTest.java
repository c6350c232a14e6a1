package dev.medley.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.runtime.FlagFigure;
import dev.medley.cluster.runtime.MemoryFigure;
import dev.medley.cluster.runtime.Protocol;
import dev.medley.cluster.runtime.RuntimeDefinition;
import dev.medley.cluster.runtime.RuntimeLimits;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.cluster.runtime.StartStage.When;
import dev.medley.cluster.runtime.StartTime;
import dev.medley.cluster.runtime.SystemCalls;
import dev.medley.distribution.DurationLaw;
import dev.medley.scenarios.batch.ScenarioLoader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The runtimes table of the mission's documents, restated, against the nominal profiles.
 *
 * <p>Where the documents give a range, the profile takes one end and its source states the range.
 */
class NominalProfilesTest {
  private static final Map<String, RuntimeDefinition> RUNTIMES =
      ScenarioLoader.standard(List.of()).catalog().runtimes();

  private static RuntimeProfile nominal(String name) {
    return Objects.requireNonNull(Objects.requireNonNull(RUNTIMES.get(name), name).nominal(), name);
  }

  private static RuntimeLimits limits(String name) {
    return nominal(name).limitsOrNone();
  }

  private static StartStage stage(String runtime, String stage) {
    return nominal(runtime).start().stream()
        .filter(one -> one.stage().equals(stage))
        .findFirst()
        .orElseThrow();
  }

  private static DurationLaw law(String runtime, String stage) {
    return Objects.requireNonNull(stage(runtime, stage).law());
  }

  private static long bytes(@Nullable MemoryFigure figure) {
    return Objects.requireNonNull(figure).value().bytes();
  }

  private static double cachedSeconds(String runtime, double p) {
    return StartTime.of(nominal(runtime), true, 0, 0).quantileNanos(p) / 1e9;
  }

  /** Runtime, isolation, CPU loss, overhead, density; as much of each as the documents state. */
  @ParameterizedTest
  @CsvSource({
    "process,        0,   0,    0,    ",
    "container,      1,   0.05, 50MB, 1000",
    "runc,           1,   0.05, 50MB, 1000",
    "containerd,     1,   0.05, 50MB, 1000",
    "vm,             2,   0.15, 1GB,  200",
    "vm-esxi,        2,   0.15, 1GB,  200",
    "kubevirt,       2,   0.15, 1GB,  200",
    "kata,           1.5, 0.08, 50MB, 1000",
    "gvisor,         1.5, ,     ,     ",
    "quark,          1.5, 0.08, 50MB, 1000",
    "firecracker-api,2,   ,     ,     ",
    "wasmtime,       ,    0,    1MB,  100000",
    "wasmedge,       ,    0,    1MB,  100000",
    "kuasar-wasm,    ,    ,     ,     100000",
    "fused,          2,   ,     ,     ",
  })
  void figuresAreTheDocuments(
      String runtime,
      @Nullable Double isolation,
      @Nullable Double cpuLoss,
      @Nullable String overhead,
      @Nullable Double density) {
    RuntimeProfile profile = nominal(runtime);
    if (isolation != null) {
      assertThat(profile.isolation().value()).isEqualTo(isolation);
    }
    if (cpuLoss != null) {
      assertThat(profile.cpuLoss().value()).isEqualTo(cpuLoss);
    }
    if (overhead != null) {
      assertThat(profile.memoryOverhead().value()).isEqualTo(Bytes.parse(overhead));
    }
    if (density != null) {
      assertThat(profile.density().value()).isEqualTo(density);
    }
  }

  /** A range of the documents stands in the source of the number that was taken from it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "container | 10-50 MB     | 1000 endpoints            | below 5 %",
        "vm        | up to 1 GB   | 200 per host              | 5-15 %",
        "kata      | 10-50 MB (20-50) | 1000-5000 (1000-2000) | 3-8 %",
        "quark     | 10-50 MB     | 1000-5000                 | 3-8 %",
        "wasmtime  | below 1 MB   | 100,000 and more          | about native",
      })
  void rangesAreStated(String runtime, String overhead, String density, String cpuLoss) {
    assertThat(nominal(runtime).memoryOverhead().source()).contains(overhead);
    assertThat(nominal(runtime).density().source()).contains(density);
    assertThat(nominal(runtime).cpuLoss().source()).contains(cpuLoss);
  }

  @ParameterizedTest
  @ValueSource(strings = {"container", "runc", "crun", "containerd", "gvisor"})
  void containersStartColdAndCached(String runtime) {
    DurationLaw cold = law(runtime, "cold-start");
    DurationLaw cached = law(runtime, "cached-start");

    assertThat(cold.meanNanos() / 1e9).isCloseTo(1.8, within(1e-9));
    assertThat(StrictMath.pow(cold.standardDeviationNanos() / 1e9, 2)).isCloseTo(0.5, within(1e-9));
    assertThat(cached.meanNanos()).isEqualTo(330e6);
    assertThat(cached.standardDeviationNanos()).isEqualTo(330e6);
    assertThat(cached.cdf(1e9)).as("P(t < 1000 ms)").isGreaterThan(0.95);
    assertThat(stage(runtime, "cold-start").when()).isEqualTo(When.IMAGE_ABSENT);
    assertThat(stage(runtime, "cached-start").when()).isEqualTo(When.IMAGE_PRESENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vm", "vm-esxi"})
  void virtualMachinesBootAfterTheirImageIsLoaded(String runtime) {
    DurationLaw boot = law(runtime, "boot");

    assertThat(boot.meanNanos() / 1e9).isCloseTo(75, within(1e-9));
    assertThat(StrictMath.pow(boot.standardDeviationNanos() / 1e9, 2))
        .isCloseTo(2500, within(1e-6));
    assertThat(stage(runtime, "image-load").transfer()).isEqualTo(StartStage.Transfer.STORAGE);
    assertThat(nominal(runtime).requires()).containsExactly("hardware-virtualization");
    assertThat(nominal(runtime).shutdown().law().meanNanos()).isEqualTo(30e9);
    assertThat(bytes(limits(runtime).minMemory())).as("128 MB and up").isEqualTo(128_000_000);
  }

  @Test
  void aVirtualMachineInstanceBootsInThreeSteps() {
    assertThat(law("kubevirt", "guest-boot").quantileNanos(0.01)).isEqualTo(30e9);
    assertThat(law("kubevirt", "agent-ready").quantileNanos(0.99)).isEqualTo(30e9);
    StartTime whole = StartTime.of(nominal("kubevirt"), true, 0, 0);
    assertThat(whole.meanNanos() / 1e9).as("the mean of a VM").isCloseTo(75, within(1e-9));
    assertThat(law("kubevirt", "qemu-start").standardDeviationNanos() / 1e9)
        .as("all its variance, 2500 s2")
        .isCloseTo(50, within(1e-9));
  }

  @Test
  void sandboxesStartInTheirRanges() {
    assertThat(cachedSeconds("kata", 0)).isEqualTo(0.2);
    assertThat(law("kata", "sandbox-start").quantileNanos(1)).isEqualTo(500e6);
    assertThat(law("kuasar-microvm", "sandbox-start").meanNanos())
        .as("twice as fast")
        .isEqualTo(law("kata", "sandbox-start").meanNanos() / 2);
    assertThat(law("quark", "container-start").quantileNanos(1)).as("ms class").isLessThan(100e6);
    assertThat(nominal("kata").requires()).containsExactly("hardware-virtualization");
  }

  @Test
  void firecrackerLoadsSmallThingsOnly() {
    assertThat(cachedSeconds("firecracker-api", 0.5)).isEqualTo(0.125);
    assertThat(bytes(limits("firecracker-api").minMemory())).isEqualTo(512_000_000);
    assertThat(bytes(limits("firecracker-api").maxModel())).isEqualTo(512_000_000);
    assertThat(bytes(limits("firecracker-api").maxImage())).isEqualTo(500_000_000);
  }

  @Test
  void theFusedStackTakes205Milliseconds() {
    assertThat(nominal("fused").start().stream().filter(one -> one.law() != null))
        .extracting(one -> Objects.requireNonNull(one.law()).meanNanos())
        .containsExactly(125e6, 30e6, 50e6);
    assertThat(cachedSeconds("fused", 0.99)).isEqualTo(0.205).isLessThan(0.250);
    assertThat(bytes(limits("fused").maxImage())).as("package").isEqualTo(500_000_000);
    assertThat(bytes(limits("function").maxImage())).as("classic").isEqualTo(50_000_000);
    assertThat(cachedSeconds("function", 0.99)).as("function < 100 ms").isLessThan(0.1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wasmtime", "wasmedge"})
  void webAssemblyStartsAtOnceAndCanDoLittle(String runtime) {
    DurationLaw instantiate = law(runtime, "instantiate");
    DurationLaw load = law(runtime, "package-load");

    assertThat(instantiate.meanNanos()).isEqualTo(2e6);
    assertThat(instantiate.cdf(10e6)).as("P(t < 10 ms)").isCloseTo(0.993, within(5e-4));
    assertThat(load.quantileNanos(0)).isEqualTo(10e6);
    assertThat(load.quantileNanos(1)).isEqualTo(50e6);
    assertThat(bytes(nominal(runtime).maxMemory())).as("wasm32").isEqualTo(4L << 30);
    assertThat(Objects.requireNonNull(limits(runtime).protocols()).value())
        .containsExactly(Protocol.HTTP, Protocol.HTTPS);
    assertThat(limits(runtime).gpu()).extracting(FlagFigure::value).isEqualTo(false);
    assertThat(nominal(runtime).storage().latency().meanNanos()).as("in-memory").isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wasmtime-gpu", "wasmedge-gpu"})
  void webAssemblyWithAGpuTakes150Milliseconds(String runtime) {
    assertThat(law(runtime, "load").meanNanos()).isEqualTo(20e6);
    assertThat(law(runtime, "gpu-init").meanNanos()).isEqualTo(30e6);
    assertThat(law(runtime, "model-load").meanNanos()).isEqualTo(100e6);
    assertThat(cachedSeconds(runtime, 0.5)).isEqualTo(0.150);
    assertThat(bytes(limits(runtime).maxModel())).isEqualTo(200_000_000);
    assertThat(bytes(limits(runtime).maxGpuMemory())).isEqualTo(200_000_000);
    assertThat(nominal(runtime).requires()).containsExactly("gpu");
  }

  @ParameterizedTest
  @CsvSource({
    "gvisor,   220, kata,     0.33",
    "gvisor,   220, wasmtime, 0.78",
    "kata,     330, gvisor,   0.33",
    "kata,     330, wasmtime, 0.85",
    "wasmtime, 50,  gvisor,   0.78",
    "wasmedge, 50,  kata,     0.85",
  })
  void systemCallsAreCounted(String runtime, int calls, String other, double incompatibility) {
    SystemCalls set = Objects.requireNonNull(limits(runtime).systemCalls());

    assertThat(set.value()).isEqualTo(calls);
    assertThat(set.of()).isEqualTo(330);
    assertThat(set.incompatibility()).containsEntry(other, incompatibility);
    SystemCalls others = Objects.requireNonNull(limits(other).systemCalls());
    assertThat(incompatibility)
        .as("what the sizes of the sets allow, to two digits")
        .isBetween(
            set.leastIncompatibility(others) - 0.005, set.mostIncompatibility(others) + 0.005);
  }
}
