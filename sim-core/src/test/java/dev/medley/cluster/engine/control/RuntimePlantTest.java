package dev.medley.cluster.engine.control;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.service;
import static dev.medley.cluster.runtime.StartStage.When.ACCOMPANIED;
import static dev.medley.cluster.runtime.StartStage.When.ALONE;
import static dev.medley.cluster.runtime.StartStage.When.ALWAYS;
import static dev.medley.cluster.runtime.StartStage.When.IMAGE_ABSENT;
import static dev.medley.cluster.runtime.StartStage.When.IMAGE_PRESENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.engine.ClusterModels.Runtime;
import dev.medley.cluster.host.HostSpec;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.runtime.HostUse;
import dev.medley.cluster.runtime.StartStage.Transfer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a policy may know of a start path: F(t) with the image present, over all hosts. */
class RuntimePlantTest {
  private static final long SECOND = 1_000_000_000L;

  private static HostSpec on(String storage, String... features) {
    HostType plain = host(4);
    return new HostSpec(
        0,
        "g",
        new HostType(
            "t",
            "",
            4,
            new Bytes(1L << 40),
            plain.link(),
            Bandwidth.parse(storage),
            List.of(features),
            Map.of(),
            plain.gateway(),
            "test"),
        null);
  }

  private static RuntimePlant plant(Runtime runtime, HostSpec... hosts) {
    return new RuntimePlant(
        service("web")
            .runtime(runtime)
            .image(100_000_000, true)
            .unlimited()
            .request(500, 0)
            .build(),
        RuntimePlant.kinds(List.of(hosts)),
        15 * SECOND);
  }

  @Test
  void aStartIsTakenToBeAloneOnItsHost() {
    RuntimePlant plant =
        plant(
            runtime()
                .stage("cold", ALONE, constant(3))
                .stage("warm", ACCOMPANIED, constant(20))
                .stage("setup", ALWAYS, constant(1), new HostUse(HostUse.Kind.LOCK, "l", null)),
            on("1GB/s"));
    assertThat(plant.readyWithin(4 * SECOND - 1)).isZero();
    assertThat(plant.readyWithin(4 * SECOND)).isEqualTo(1);
  }

  @Test
  void stagesThatNeedTheImageToBeAbsentDoNotCount() {
    RuntimePlant plant =
        plant(
            runtime()
                .transfer("pull", IMAGE_ABSENT, Transfer.REGISTRY)
                .stage("unpack", IMAGE_ABSENT, constant(100))
                .stage("boot", IMAGE_PRESENT, exponential(2)),
            on("100MB/s"));
    for (double t : new double[] {0.5, 1, 2, 5}) {
      assertThat(plant.readyWithin(Math.round(t * SECOND)))
          .isCloseTo(1 - Math.exp(-t / 2), within(1e-9));
    }
  }

  @Test
  void everyAdmissibleHostCountsEqually() {
    Runtime runtime = runtime().transfer("read", ALWAYS, Transfer.STORAGE).requires("virtual");
    // 1 s, 2 s, 2 s; the fastest host lacks the feature
    RuntimePlant plant =
        plant(
            runtime,
            on("100GB/s"),
            on("100MB/s", "virtual"),
            on("50MB/s", "virtual"),
            on("50MB/s", "virtual"));
    assertThat(plant.readyWithin(SECOND - 1)).isZero();
    assertThat(plant.readyWithin(SECOND)).isCloseTo(1 / 3.0, within(1e-15));
    assertThat(plant.readyWithin(2 * SECOND)).isEqualTo(1);
    // unlimited: what the host has
    assertThat(plant.limitOverRequest()).isEqualTo(8);
  }

  @Test
  void severalRandomStagesAreSummed() {
    RuntimePlant plant =
        plant(
            runtime().stage("a", ALWAYS, exponential(1)).stage("b", ALWAYS, exponential(1)),
            on("1GB/s"));
    double worst = 0;
    for (double t = 0.25; t < 8; t += 0.25) {
      double exact = 1 - Math.exp(-t) * (1 + t);
      worst = Math.max(worst, Math.abs(plant.readyWithin(Math.round(t * SECOND)) - exact));
    }
    // Kolmogorov's bound for 2^14 draws at 99.9 %: 1.95 / 128
    assertThat(worst).isLessThan(1.95 / 128);
    assertThat(plant.readyWithin(0)).isZero();
  }

  @Test
  void noStageIsReadyAtOnce() {
    assertThat(plant(runtime(), on("1GB/s")).readyWithin(0)).isEqualTo(1);
  }
}
