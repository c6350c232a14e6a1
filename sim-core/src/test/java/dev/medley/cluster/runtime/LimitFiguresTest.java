package dev.medley.cluster.runtime;

import static dev.medley.cluster.engine.ClusterModels.runtime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.medley.check.InvalidConfiguration;
import dev.medley.cluster.instance.Resources;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.resource.Cpu;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Figures that depend on the instance, and measures of sets. */
class LimitFiguresTest {
  private static final MemoryOverhead KUBEVIRT =
      new MemoryOverhead(Bytes.parse("218Mi"), Bytes.parse("8Mi"), 0.002, "openshift-docs 98822");

  private static Resources asking(String cpu, @Nullable String cpuLimit, String memory) {
    return new Resources(
        new Resources.Requests(Cpu.parse(cpu), Bytes.parse(memory)),
        new Resources.Limits(cpuLimit == null ? null : Cpu.parse(cpuLimit), null));
  }

  /** 4 GiB, 4 vCPUs: 0.002 * 4096 MiB + 218 MiB + 32 MiB = 258.192 MiB. */
  @Test
  void kubeVirtGuestsCostMoreTheLargerTheyAre() {
    long gibibytes = Bytes.parse("4Gi").bytes();
    assertThat(asking("2", "4", "4Gi").memoryBytes(KUBEVIRT) - gibibytes)
        .isEqualTo((long) Math.ceil(258.192 * (1 << 20)));
    assertThat(asking("2", null, "4Gi").memoryBytes(KUBEVIRT))
        .isEqualTo(asking("1100m", null, "4Gi").memoryBytes(KUBEVIRT))
        .isEqualTo(asking("2", "4", "4Gi").memoryBytes(KUBEVIRT) - (16L << 20));
    assertThat(asking("100m", null, "0").memoryBytes(KUBEVIRT)).isEqualTo(226L << 20);
  }

  @Test
  void overheadsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new MemoryOverhead(new Bytes(-1), new Bytes(-1), -0.1, "test"))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("value")
        .hasMessageContaining("perCpu")
        .hasMessageContaining("memoryShare");
  }

  /** The pairs of the mission documents, from sets of 330, 220 and 50 calls. */
  @Test
  void nestedSetsGiveTheStatedIncompatibilities() {
    SystemCalls kata = new SystemCalls(330, 330, Map.of(), "test");
    SystemCalls gvisor = new SystemCalls(220, 330, Map.of(), "test");
    SystemCalls wasm = new SystemCalls(50, 330, Map.of(), "test");

    assertThat(gvisor.leastIncompatibility(kata)).isCloseTo(0.33, within(0.005));
    assertThat(kata.leastIncompatibility(wasm)).isCloseTo(0.85, within(0.005));
    // 0.78 is stated: possible only if one of the 50 calls is missing in gVisor's 220
    assertThat(gvisor.leastIncompatibility(wasm)).isCloseTo(170.0 / 220, within(1e-12));
    assertThat(gvisor.mostIncompatibility(wasm)).isEqualTo(1);
    assertThat(kata.mostIncompatibility(wasm)).isEqualTo(kata.leastIncompatibility(wasm));
    assertThat(gvisor.leastIncompatibility(gvisor)).isZero();
  }

  @Test
  void wrongSetsAreRefused() {
    assertThatThrownBy(() -> new SystemCalls(331, 330, Map.of("kata", 1.5), "test"))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("must be <= of 330 (was 331)")
        .hasMessageContaining("incompatibility.kata");
  }

  @Test
  void limitsThatContradictEachOtherAreRefused() {
    MemoryFigure much = new MemoryFigure(Bytes.parse("8Gi"), "test");
    RuntimeLimits limits = new RuntimeLimits(much, null, null, null, null, null, null, null);
    RuntimeProfile plain = runtime().build();
    assertThatThrownBy(
            () ->
                new RuntimeProfile(
                    plain.isolation(),
                    plain.cpuLoss(),
                    plain.memoryOverhead(),
                    plain.density(),
                    new MemoryFigure(Bytes.parse("4Gi"), "test"),
                    plain.start(),
                    plain.shutdown(),
                    plain.network(),
                    plain.storage(),
                    List.of(),
                    limits))
        .hasMessageContaining("limits.minMemory: must be <= maxMemory (was 8Gi)");
    assertThatThrownBy(
            () ->
                new RuntimeLimits(
                    null, null, null, much, null, null, new FlagFigure(false, "test"), null))
        .hasMessageContaining("makes no sense where gpu is false");
  }

  @Test
  void autoIsNoNameForARuntime() {
    assertThatThrownBy(() -> new RuntimeDefinition("auto", "", runtime().build(), null))
        .hasMessageContaining("must not be auto");
    assertThatThrownBy(
            () -> new RuntimeDefinition("a", "", null, null, List.of("b"), RuntimeKind.POD))
        .hasMessageContaining("must name two runtimes or more");
    assertThatThrownBy(() -> new RuntimeDefinition("a", "", null, null))
        .hasMessageContaining("needs a nominal or an empirical profile, or layers");
  }
}
