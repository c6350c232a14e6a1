package dev.medley.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.runtime.Profile;
import dev.medley.cluster.runtime.RuntimeDefinition;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.cluster.runtime.StartTime;
import dev.medley.experiment.Catalog;
import dev.medley.scenarios.batch.ScenarioLoader;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published quantiles against the laws fitted to them, and what holds of every profile. */
class EmpiricalProfilesTest {
  private static final Catalog CATALOG = ScenarioLoader.standard(List.of()).catalog();
  private static final Map<String, RuntimeDefinition> RUNTIMES = CATALOG.runtimes();

  /**
   * Runtime, quantile, published milliseconds, tolerance: the published fits miss the extreme
   * quantiles by as much as that.
   */
  @ParameterizedTest
  @CsvSource({
    "crun,                 0.5,  16.9,  0",
    "runc,                 0.5,  33.4,  0",
    "containerd,           0.5,  568,   0",
    "gvisor,               0.5,  1144,  0",
    "container,            0.5,  1820,  0.01",
    "container,            0.99, 4410,  0.01",
    "kata,                 0.5,  900,   0.01",
    "kata,                 0.99, 979,   0.03",
    "kuasar-microvm,       0.5,  324,   0.01",
    "kuasar-microvm,       0.99, 365,   0.03",
    "firecracker-api,      0.5,  195.8, 0.01",
    "firecracker-api,      0.9,  205.4, 0.01",
    "firecracker-api,      0.99, 210.9, 0.015",
    "firecracker-snapshot, 0.5,  28.6,  0.01",
    "firecracker-snapshot, 0.9,  40.6,  0.01",
    "function,             0.5,  1345,  0.001",
    "function-layer,       0.5,  88.4,  0.03",
    "function-layer,       0.9,  107.6, 0.03",
  })
  void startsMeetThePublishedQuantiles(String runtime, double p, double millis, double tolerance) {
    StartTime time = StartTime.of(empirical(runtime), true, 0, 0);
    assertThat(time.quantileNanos(p) / 1e6).isCloseTo(millis, within(millis * tolerance + 1e-9));
  }

  /** p50 of the runs is 16-20 s, p95 25-29 s; guest and agent come on top. */
  @Test
  void aVirtualMachineInstanceRunsBeforeItsGuestDoes() {
    StartTime time = StartTime.of(empirical("kubevirt"), true, 0, 0);
    double guest = 17.18 + 5.64;
    assertThat(time.quantileNanos(0.5) / 1e9 - guest).isBetween(15.9, 20.0);
    assertThat(time.quantileNanos(0.95) / 1e9 - guest).isBetween(25.0, 29.0);
  }

  @Test
  void publishedMemoryIsTaken() {
    assertThat(empirical("kata").memoryOverhead().value().bytes()).isEqualTo(130L << 20);
    assertThat(empirical("confidential-vm").memoryOverhead().value().bytes()).isEqualTo(2L << 30);
    assertThat(empirical("gvisor").memoryOverhead().value().bytes()).isEqualTo(23_700_000);
    assertThat(empirical("firecracker-api").memoryOverhead().value().bytes()).isEqualTo(2_500_000);
    // 0.002 * 2 GiB + 218 MiB + 2 * 8 MiB
    assertThat(empirical("kubevirt").memoryOverhead().bytes(1500, 2L << 30))
        .isEqualTo((long) Math.ceil((0.002 * 2048 + 218 + 16) * (1 << 20)));
  }

  @Test
  void everyNumberHasASource() throws ReflectiveOperationException {
    for (RuntimeDefinition runtime : RUNTIMES.values()) {
      assertThat(sources(runtime, runtime.name())).as(runtime.name()).isGreaterThan(5);
    }
  }

  /** Checks every source below a record; how many there are. */
  private static int sources(Object of, String path) throws ReflectiveOperationException {
    int found = 0;
    if (of instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        found += sources(list.get(i), path + "[" + i + "]");
      }
    } else if (of instanceof Record && of.getClass().getName().contains(".medley.cluster.")) {
      for (RecordComponent component : of.getClass().getRecordComponents()) {
        Object value = component.getAccessor().invoke(of);
        String below = path + "." + component.getName();
        if (component.getName().equals("source")) {
          assertThat((String) value).as(below).isNotBlank();
          found++;
        } else if (value != null) {
          found += sources(value, below);
        }
      }
    }
    return found;
  }

  /** One host type has all features, so that the table of all runtimes has no holes. */
  @Test
  void everyRuntimeFindsAHost() {
    List<String> features =
        Objects.requireNonNull(CATALOG.hostTypes().get("accelerated-64c-256g")).features();
    RUNTIMES.values().stream()
        .flatMap(runtime -> Stream.of(Profile.values()).flatMap(p -> runtime.variant(p).stream()))
        .forEach(profile -> assertThat(features).containsAll(profile.requires()));
  }

  @Test
  void everyRuntimeOfTheMissionIsThere() {
    assertThat(RUNTIMES.keySet())
        .contains(
            "process",
            "runc",
            "crun",
            "containerd",
            "container",
            "vm",
            "vm-esxi",
            "confidential-vm",
            "kubevirt",
            "kata",
            "gvisor",
            "quark",
            "firecracker-api",
            "firecracker-snapshot",
            "wasmtime",
            "wasmtime-pod",
            "wasmtime-gpu",
            "wasmedge",
            "wasmedge-pod",
            "wasmedge-gpu",
            "kuasar-microvm",
            "kuasar-wasm",
            "fused",
            "function");
  }

  private static RuntimeProfile empirical(String name) {
    return Objects.requireNonNull(
        Objects.requireNonNull(RUNTIMES.get(name), name).empirical(), name);
  }
}
