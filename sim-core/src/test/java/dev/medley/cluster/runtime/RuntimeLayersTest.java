package dev.medley.cluster.runtime;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.check.Problem;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.runtime.StartStage.Transfer;
import dev.medley.cluster.runtime.StartStage.When;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What runtimes made of others come to, and what cannot be made. */
class RuntimeLayersTest {
  private final Map<String, RuntimeDefinition> known = new LinkedHashMap<>();

  private void profiles(
      String name, @Nullable RuntimeProfile nominal, @Nullable RuntimeProfile empirical) {
    known.put(name, new RuntimeDefinition(name, "", nominal, empirical));
  }

  private void layers(String name, String... of) {
    known.put(name, new RuntimeDefinition(name, "", null, null, List.of(of), RuntimeKind.POD));
  }

  private RuntimeProfile nominal(String name) {
    RuntimeLayers.Result result = RuntimeLayers.resolve(known);
    assertThat(result.problems()).isEmpty();
    return Objects.requireNonNull(Objects.requireNonNull(result.runtimes().get(name)).nominal());
  }

  private List<Problem> problems(String name) {
    return Objects.requireNonNull(RuntimeLayers.resolve(known).problems().get(name));
  }

  private static RuntimeProfile limited(RuntimeProfile of, RuntimeLimits limits) {
    return new RuntimeProfile(
        of.isolation(),
        of.cpuLoss(),
        of.memoryOverhead(),
        of.density(),
        of.maxMemory(),
        of.start(),
        of.shutdown(),
        of.network(),
        of.storage(),
        of.requires(),
        limits);
  }

  private static MemoryFigure memory(String text) {
    return new MemoryFigure(Bytes.parse(text), "test");
  }

  @Test
  void stagesFollowEachOtherAndTheImageTravelsOnce() {
    profiles(
        "outer",
        runtime()
            .transfer("pull", When.IMAGE_ABSENT, Transfer.REGISTRY)
            .stage("boot", When.ALWAYS, constant(125))
            .build(),
        null);
    profiles(
        "inner",
        runtime()
            .transfer("pull", When.IMAGE_ABSENT, Transfer.REGISTRY)
            .transfer("load", When.ALWAYS, Transfer.STORAGE)
            .stage("boot", When.ALWAYS, constant(30))
            .build(),
        null);
    layers("both", "outer", "inner");
    layers("deep", "both", "inner");

    assertThat(nominal("both").start())
        .extracting(StartStage::stage)
        .containsExactly("outer-pull", "outer-boot", "inner-load", "inner-boot");
    assertThat(nominal("deep").start())
        .extracting(StartStage::stage)
        .containsExactly(
            "both-outer-pull",
            "both-outer-boot",
            "both-inner-load",
            "both-inner-boot",
            "inner-boot");
    assertThat(StartTime.of(nominal("both"), true, 0, 0).quantileNanos(0.5)).isEqualTo(155e9);
  }

  @Test
  void overheadsAddLossesMultiplyAndCeilingsAreTheLeast() {
    profiles("outer", runtime().loss(0.2).overhead(100).density(500).requires("kvm").build(), null);
    profiles(
        "inner",
        runtime()
            .loss(0.1)
            .overhead(7)
            .density(90)
            .requires("gpu", "kvm")
            .shutdown(constant(9))
            .build(),
        null);
    layers("both", "outer", "inner");
    RuntimeProfile both = nominal("both");

    assertThat(both.cpuLoss().value()).isCloseTo(1 - 0.8 * 0.9, within(1e-15));
    assertThat(both.memoryOverhead().value()).isEqualTo(new Bytes(107));
    assertThat(both.density().value()).isEqualTo(90);
    assertThat(both.requires()).containsExactly("kvm", "gpu");
    assertThat(both.shutdown().law()).isEqualTo(constant(0));
  }

  @Test
  void ofEveryLimitTheTightestCounts() {
    RuntimeProfile plain = runtime().build();
    profiles(
        "outer",
        limited(
            plain,
            new RuntimeLimits(
                memory("512MB"),
                memory("500MB"),
                memory("200MB"),
                null,
                null,
                new SystemCalls(220, 330, Map.of(), "test"),
                new FlagFigure(true, "test"),
                null)),
        null);
    profiles(
        "inner",
        limited(
            plain,
            new RuntimeLimits(
                memory("128MB"),
                memory("50MB"),
                null,
                null,
                new ProtocolFigure(List.of(Protocol.HTTP), "test"),
                new SystemCalls(50, 330, Map.of(), "test"),
                new FlagFigure(false, "test"),
                new FlagFigure(true, "test"))),
        null);
    layers("both", "outer", "inner");
    layers("reversed", "inner", "outer");
    RuntimeLimits both = nominal("both").limitsOrNone();

    assertThat(both)
        .isEqualTo(
            new RuntimeLimits(
                memory("512MB"),
                memory("50MB"),
                memory("200MB"),
                null,
                new ProtocolFigure(List.of(Protocol.HTTP), "test"),
                new SystemCalls(50, 330, Map.of(), "test"),
                new FlagFigure(false, "test"),
                new FlagFigure(true, "test")));
    assertThat(nominal("reversed").limits()).isEqualTo(both);
  }

  @Test
  void aProfileExistsWhereEveryLayerHasIt() {
    RuntimeProfile plain = runtime().build();
    profiles("both", plain, plain);
    profiles("measured", null, plain);
    profiles("written", plain, null);
    layers("one", "both", "measured");
    layers("none", "measured", "written");
    RuntimeLayers.Result result = RuntimeLayers.resolve(known);

    RuntimeDefinition one = Objects.requireNonNull(result.runtimes().get("one"));
    assertThat(one.variant(Profile.NOMINAL)).isEmpty();
    assertThat(one.variant(Profile.EMPIRICAL)).isPresent();
    assertThat(one.asWritten()).isEqualTo(known.get("one"));
    assertThat(problems("none"))
        .containsExactly(new Problem("layers", "have no profile in common"));
  }

  @Test
  void endlesslyNestedLayersAreRefusedBeforeTheStackEnds() {
    profiles("real", runtime().build(), null);
    for (int i = 0; i < 20_000; i++) {
      layers("nested-" + i, "real", "nested-" + (i + 1));
    }
    layers("nested-20000", "real", "real");
    assertThat(problems("nested-0"))
        .extracting(Problem::message)
        .containsExactly("'nested-1' cannot be made of its own layers");
    assertThat(problems("nested-100"))
        .extracting(Problem::message)
        .containsExactly("must not be nested more than 100 deep");
  }

  @Test
  void cyclesAndUnknownLayersAreToldAllAtOnce() {
    profiles("real", runtime().build(), null);
    layers("self", "real", "self");
    layers("ring", "real", "ring-two");
    layers("ring-two", "ring", "real");
    layers("wrong", "reel", "real", "nothing-like-it");

    assertThat(problems("self"))
        .containsExactly(
            new Problem("layers[1]", "a runtime cannot be a layer of itself: self > self"));
    assertThat(problems("ring-two").get(0).message())
        .isEqualTo("a runtime cannot be a layer of itself: ring > ring-two > ring");
    assertThat(problems("ring").get(0).message()).contains("'ring-two' cannot be made");
    assertThat(problems("wrong"))
        .extracting(Problem::path)
        .containsExactly("layers[0]", "layers[2]");
    assertThat(problems("wrong").get(0).message())
        .startsWith("there is no runtime 'reel'; did you mean 'real'?");
  }

  @Test
  void whatDoesNotFitTogetherIsTold() {
    profiles("real", runtime().stage("boot", When.ALWAYS, constant(1)).build(), null);
    layers("twice", "real", "real");

    assertThat(problems("twice").get(0).message()).contains("stage 'real-boot' is there twice");
  }
}
