package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.gateway;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static dev.medley.cluster.runtime.StartStage.Transfer.REGISTRY;
import static dev.medley.cluster.runtime.StartStage.Transfer.STORAGE;
import static dev.medley.cluster.runtime.StartStage.When.ALWAYS;
import static dev.medley.cluster.runtime.StartStage.When.IMAGE_ABSENT;
import static dev.medley.cluster.runtime.StartStage.When.IMAGE_PRESENT;
import static dev.medley.experiment.Runs.figure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.engine.ClusterModels.Model;
import dev.medley.cluster.engine.ClusterModels.Runtime;
import dev.medley.cluster.engine.ClusterModels.Scripted;
import dev.medley.cluster.engine.ClusterModels.Service;
import dev.medley.cluster.engine.state.Failures;
import dev.medley.cluster.engine.state.PriceList;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.image.ImageDelivery;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.image.LayerSpec;
import dev.medley.cluster.image.RegistrySpec;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.scaling.AutoscalerPolicy;
import dev.medley.distribution.DurationLaw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pulls and loads of images, worked out by hand. */
class ImagesTest {
  private static final long MB = 1_000_000;
  private static final double NANO = 2e-9;

  /** The section images, everything at its default but what a test says. */
  private static final class Delivery {
    private final Map<String, RegistrySpec> registries = new LinkedHashMap<>();
    private int parallel = 3;
    private boolean streaming = true;
    private @Nullable Bandwidth inflate;
    private @Nullable DurationLaw verification;
    private ImageDelivery.Unsigned unsigned = ImageDelivery.Unsigned.THROTTLE;
    private ImageDelivery.@Nullable Cache cache;
    private @Nullable Integer pullsPerNode;

    Delivery pullsPerNode(int atOnce) {
      pullsPerNode = atOnce;
      return this;
    }

    Delivery registry(@Nullable String bandwidth, @Nullable String each, @Nullable Integer most) {
      registries.put("hub", new RegistrySpec(rate(bandwidth), rate(each), most));
      return this;
    }

    Delivery unpacking(String rate, boolean whileFetched) {
      inflate = Bandwidth.parse(rate);
      streaming = whileFetched;
      return this;
    }

    Delivery oneByOne() {
      parallel = 1;
      return this;
    }

    Delivery verifying(double seconds) {
      verification = constant(seconds);
      return this;
    }

    Delivery unsigned(ImageDelivery.Unsigned policy) {
      unsigned = policy;
      return this;
    }

    Delivery disk(long bytes, double high, double low) {
      cache = new ImageDelivery.Cache(new Bytes(bytes), high, low);
      return this;
    }

    ImageDelivery build() {
      return new ImageDelivery(
          registries,
          parallel,
          streaming,
          inflate,
          1,
          verification,
          unsigned,
          cache,
          new Bytes(100_000 * MB),
          pullsPerNode);
    }

    private static @Nullable Bandwidth rate(@Nullable String text) {
      return text == null ? null : Bandwidth.parse(text);
    }
  }

  private static Delivery images() {
    return new Delivery();
  }

  /** Link 1 Gb/s = 125 MB/s, storage 100 MB/s, room for everything. */
  private static HostType node() {
    return new HostType(
        "node",
        "",
        1000,
        new Bytes(1L << 40),
        Bandwidth.parse("1Gb/s"),
        Bandwidth.parse("100MB/s"),
        List.of(),
        Map.of(),
        gateway(0, Bandwidth.parse("1Tb/s")),
        "test");
  }

  private static Runtime pulling() {
    return runtime().transfer("pull", IMAGE_ABSENT, REGISTRY);
  }

  private static LayerSpec layer(@Nullable String digest, long megabytes) {
    return new LayerSpec(digest, new Bytes(megabytes * MB), null);
  }

  private static ImageSpec image(@Nullable String registry, LayerSpec... layers) {
    return new ImageSpec(null, true, List.of(layers), registry, false);
  }

  /** Instances so large that they go to different nodes where there are any. */
  private static Service spread(Service service) {
    return service.request(300_000, 0).limit(300_000);
  }

  /** Instances that start at 0 without their image. */
  private static Service cold(String name, int instances, ImageSpec image) {
    return spread(service(name)).runtime(pulling()).image(image).replicas(instances);
  }

  private static Outcome run(Model model, Delivery images) {
    return Replication.run(model.images(images.build()).build(), 1, 0);
  }

  private static Model nodes(int count) {
    return model(seconds(10_000)).control(1, 1, 1).hosts(count, node(), null);
  }

  private static double of(Outcome outcome, String family, String service, String statistic) {
    return figure(outcome, family + "{runtime=process,service=" + service + "}" + statistic);
  }

  private static double pull(Outcome outcome, String service, String statistic) {
    return of(outcome, "image.pull", service, "." + statistic);
  }

  @Test
  void aStartWithoutAnythingNewTakesAsLongAsEver() {
    for (Delivery delivery : new Delivery[] {null, images()}) {
      Model model =
          nodes(1)
              .service(
                  service("web")
                      .runtime(
                          pulling()
                              .stage("unpack", IMAGE_ABSENT, constant(2))
                              .stage("restore", IMAGE_PRESENT, constant(0.25))
                              .transfer("read", ALWAYS, STORAGE)
                              .stage("boot", ALWAYS, constant(3)))
                      .image(new ImageSpec(new Bytes(123_456_789), true, List.of(), null, false))
                      .replicas(1));
      Outcome outcome =
          delivery == null ? Replication.run(model.build(), 1, 0) : run(model, delivery);
      double pulled = Math.ceil(123_456_789 * 8.0) / 1e9;
      double read = Math.ceil(123_456_789 * 10.0) / 1e9;
      assertThat(of(outcome, "instance.start", "web", ".max"))
          .isCloseTo(pulled + 2 + read + 3, within(NANO));
      assertThat(figure(outcome, "instance.start.stage{service=web,stage=pull}.max"))
          .isCloseTo(pulled, within(NANO));
    }
  }

  @Test
  void nodesShareTheEgressOfARegistry() {
    Outcome outcome =
        run(
            nodes(2).service(cold("web", 2, image("hub", layer(null, 125)))),
            images().registry("1Gb/s", null, null));
    assertThat(pull(outcome, "web", "max")).isCloseTo(2, within(NANO));
    assertThat(of(outcome, "image.pull.count", "web", "")).isEqualTo(2);
    assertThat(of(outcome, "image.pull.bytes", "web", "")).isEqualTo(250 * MB);
    assertThat(figure(outcome, "registry.egress.bytes{registry=hub}"))
        .isCloseTo(250 * MB, within(1.0));
    // 2 s of 10,000
    assertThat(figure(outcome, "registry.utilization{registry=hub}"))
        .isCloseTo(2e-4, within(1e-12));
  }

  /**
   * 2 Gb in all: 0.5 Gb at full rate, 0.5 Gb in 2 s at a quarter of it, 1 Gb at full rate again.
   */
  @Test
  void aRegistrySlowsDownForATime() {
    Failures failures =
        new Failures(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            Failures.Detection.KUBERNETES,
            List.of(
                new Failures.SlowRegistries(
                    "hub", Duration.ofMillis(500), null, constant(2), 0.25)));
    Outcome outcome =
        run(
            nodes(2).failures(failures).service(cold("web", 2, image("hub", layer(null, 125)))),
            images().registry("1Gb/s", null, null));
    assertThat(pull(outcome, "web", "max")).isCloseTo(3.5, within(NANO));
    assertThat(figure(outcome, "registry.egress.bytes{registry=hub}"))
        .isCloseTo(250 * MB, within(1.0));
  }

  /** 125 MB alone at 1 Gb/s, from 0 to 1 s: half of it before the end of warm-up. */
  @Test
  void whatIsSentDuringWarmUpDoesNotCount() {
    Outcome outcome =
        run(
            nodes(1).warmup(0.5).service(cold("web", 1, image("hub", layer(null, 125)))),
            images().registry("1Gb/s", null, null));
    assertThat(figure(outcome, "registry.egress.bytes{registry=hub}")).isEqualTo(62_500_000);
    assertThat(of(outcome, "image.pull.count", "web", "")).isZero();
    assertThat(of(outcome, "image.cache.hit.ratio", "web", "")).isNaN();
  }

  @Test
  void imagesOfANodeShareItsLink() {
    Model model =
        nodes(1)
            .service(cold("web", 1, image(null, layer(null, 125))))
            .service(cold("api", 1, image(null, layer(null, 250))));
    Outcome outcome = run(model, images());
    assertThat(pull(outcome, "web", "max")).isCloseTo(2, within(NANO));
    assertThat(pull(outcome, "api", "max")).isCloseTo(3, within(NANO));
  }

  /** kubelet's serializeImagePulls: 125 MB, then 250 MB, then nothing new; one is given up. */
  @Test
  void aNodePullsOneImageAfterTheOther() {
    Model model =
        nodes(1)
            .service(cold("web", 1, image(null, layer("a", 125))))
            .service(cold("api", 1, image(null, layer("b", 250))))
            .service(cold("both", 1, image(null, layer("a", 125), layer("b", 250))))
            .service(planned("never", image(null, layer(null, 125)), 1, 1, 2, 0));
    Outcome outcome = run(model, images().pullsPerNode(1));
    assertThat(pull(outcome, "web", "max")).isCloseTo(1, within(NANO));
    assertThat(pull(outcome, "api", "max")).isCloseTo(3, within(NANO));
    assertThat(pull(outcome, "both", "max")).isCloseTo(3, within(NANO));
    assertThat(of(outcome, "image.pull.bytes", "both", "")).isZero();
    assertThat(of(outcome, "image.pull.bytes", "never", "")).isZero();
    assertThat(of(outcome, "image.pull.dropped", "never", "")).isEqualTo(1);
  }

  @Test
  void connectionsBeyondTheLimitWait() {
    Outcome outcome =
        run(
            nodes(3).service(cold("web", 3, image("hub", layer(null, 125)))),
            images().registry(null, null, 1));
    assertThat(pull(outcome, "web", "max")).isCloseTo(3, within(NANO));
    assertThat(pull(outcome, "web", "mean")).isCloseTo(2, within(NANO));
  }

  /** 20 MB/s each: three of four layers of 20 MB at once take 1 s, the fourth another. */
  @Test
  void threeLayersAreFetchedAtOnce() {
    ImageSpec four =
        image("hub", layer(null, 20), layer(null, 20), layer(null, 20), layer(null, 20));
    Delivery delivery = images().registry(null, "20MB/s", null);
    assertThat(pull(run(nodes(1).service(cold("web", 1, four)), delivery), "web", "max"))
        .isCloseTo(2, within(NANO));
    assertThat(pull(run(nodes(1).service(cold("web", 1, four)), delivery.oneByOne()), "web", "max"))
        .isCloseTo(4, within(NANO));
  }

  /**
   * Four layers of 25 MB at 125 MB/s, inflated at 10 MB/s: three are there at 0.6 s, the fourth at
   * 0.8 s; unpacking takes 2.5 s each.
   */
  @Test
  void layersAreUnpackedInOrder() {
    ImageSpec four =
        image(null, layer(null, 25), layer(null, 25), layer(null, 25), layer(null, 25));
    Outcome after =
        run(nodes(1).service(cold("web", 1, four)), images().unpacking("10MB/s", false));
    assertThat(pull(after, "web", "max")).isCloseTo(0.6 + 4 * 2.5, within(4 * NANO));
    Outcome streamed =
        run(nodes(1).service(cold("web", 1, four)), images().unpacking("10MB/s", true));
    assertThat(pull(streamed, "web", "max")).isCloseTo(4 * 2.5, within(4 * NANO));
    // a fast core, but 0.25 s on the disk: the first ends with its fetch, at 0.6 s, then the others
    Outcome fast = run(nodes(1).service(cold("web", 1, four)), images().unpacking("1GB/s", true));
    assertThat(pull(fast, "web", "max")).isCloseTo(0.6 + 3 * 0.25, within(4 * NANO));
  }

  /** A small layer on top of a large one waits for it: 100 MB and 10 MB at 62.5 MB/s each. */
  @Test
  void aLayerIsNotUnpackedBeforeTheOneBelow() {
    ImageSpec two = image(null, layer(null, 100), layer(null, 10));
    Outcome outcome =
        run(nodes(1).service(cold("web", 1, two)), images().unpacking("50MB/s", false));
    // the small one is there at 0.16 s, both at 110 / 125 = 0.88 s; 2 s and 0.2 s of unpacking
    assertThat(pull(outcome, "web", "max")).isCloseTo(0.88 + 2 + 0.2, within(4 * NANO));
  }

  /** 50 MB that become 400 MB: 4 s on a disk of 100 MB/s, though inflating takes only 0.5 s. */
  @Test
  void aSlowDiskRulesUnpacking() {
    ImageSpec large = image(null, new LayerSpec(null, new Bytes(50 * MB), new Bytes(400 * MB)));
    Outcome outcome =
        run(nodes(1).service(cold("web", 1, large)), images().unpacking("100MB/s", false));
    assertThat(pull(outcome, "web", "max")).isCloseTo(0.4 + 4, within(4 * NANO));
  }

  /**
   * containerd issue 13559: a gzip layer of 2.7 GiB, fetched in about 15 s, inflated in 30 to 35 s
   * on one core; as a stream the slower of both rules. With one after the other it is their sum.
   */
  @Test
  void thePublishedTensorflowLayerIsReproduced() {
    LayerSpec tensorflow = new LayerSpec(null, Bytes.parse("2.7GiB"), null);
    HostType fast =
        new HostType(
            "fast",
            "",
            1000,
            new Bytes(1L << 40),
            Bandwidth.parse("10Gb/s"),
            Bandwidth.parse("2GB/s"),
            List.of(),
            Map.of(),
            gateway(0, Bandwidth.parse("1Tb/s")),
            "test");
    double[] pulls = new double[3];
    Delivery[] deliveries = {
      images().registry(null, "190MB/s", null),
      images().registry(null, "190MB/s", null).unpacking("90MB/s", true),
      images().registry(null, "190MB/s", null).unpacking("90MB/s", false)
    };
    for (int i = 0; i < pulls.length; i++) {
      Model model =
          model(seconds(1000)).host(fast).service(cold("web", 1, image("hub", tensorflow)));
      pulls[i] = pull(run(model, deliveries[i]), "web", "max");
    }
    assertThat(pulls[0]).isBetween(14.0, 16.0);
    assertThat(pulls[1]).isBetween(30.0, 35.0);
    assertThat(pulls[2]).isBetween(44.0, 51.0);
  }

  @Test
  void aSharedLayerTravelsToANodeOnce() {
    ImageSpec web = image("hub", layer("debian", 50), layer("web", 75));
    ImageSpec api = image("hub", layer("debian", 50), layer("api", 25));
    Outcome outcome =
        run(
            nodes(1).service(cold("web", 2, web)).service(cold("api", 1, api)),
            images().registry(null, null, null));
    assertThat(figure(outcome, "registry.egress.bytes{registry=hub}"))
        .isCloseTo(150 * MB, within(1.0));
    // three at once: api after 3 x 25 MB; debian 50 MB each at half the link 25 MB later each
    assertThat(pull(outcome, "api", "max")).isCloseTo((3 * 25 + 2 * 25) / 125.0, within(NANO));
    assertThat(pull(outcome, "web", "max")).isCloseTo(150 / 125.0, within(NANO));
    assertThat(of(outcome, "image.pull.count", "web", "")).isEqualTo(1);
    assertThat(of(outcome, "image.pull.bytes", "web", "")).isEqualTo(125 * MB);
    assertThat(of(outcome, "image.pull.bytes", "api", "")).isEqualTo(25 * MB);
  }

  /** Replicas by time: pairs of seconds and number, the first from 0 on. */
  private static AutoscalerPolicy plan(double... secondsAndReplicas) {
    return new Scripted(
        null,
        view -> {
          int replicas = 0;
          for (int i = 0; i < secondsAndReplicas.length; i += 2) {
            if (view.nowNanos() >= secondsAndReplicas[i] * 1e9) {
              replicas = (int) secondsAndReplicas[i + 1];
            }
          }
          return replicas;
        });
  }

  private static Service planned(String name, ImageSpec image, double... secondsAndReplicas) {
    return service(name)
        .runtime(pulling())
        .image(image)
        .request(1, 0)
        .replicas(0, 0, 10)
        .policy(plan(secondsAndReplicas));
  }

  /**
   * 100 MB packed and 100 MB unpacked each on a disk of 1000 MB, marks 0.7 and 0.5: the fourth
   * image makes 800 MB, so that two go, those that were used longest ago and are not in use.
   */
  @Test
  void imagesAreEvictedLeastRecentlyUsedFirstAndNeverInUse() {
    Model model =
        nodes(1)
            .service(planned("used", image(null, layer(null, 100)), 10, 1))
            .service(planned("second", image(null, layer(null, 100)), 100, 1, 300, 0))
            .service(planned("first", image(null, layer(null, 100)), 110, 1, 200, 0))
            .service(planned("last", image(null, layer(null, 100)), 400, 1, 500, 0, 600, 1))
            .service(planned("again", image(null, layer(null, 100)), 700, 1));
    Outcome outcome = run(model, images().disk(1000 * MB, 0.7, 0.5));
    assertThat(of(outcome, "image.evictions", "used", "")).isZero();
    assertThat(of(outcome, "image.evictions", "first", "")).isEqualTo(1);
    assertThat(of(outcome, "image.evictions", "second", "")).isEqualTo(1);
    assertThat(of(outcome, "image.evictions", "last", "")).isZero();
    assertThat(of(outcome, "image.cache.hit.ratio", "last", "")).isEqualTo(0.5);
    assertThat(of(outcome, "image.cache.hit.ratio", "again", "")).isZero();
    assertThat(outcome.notices()).isEmpty();
  }

  /** What an image shares with one that stays is not evicted with it. */
  @Test
  void aLayerStaysWithTheImagesThatHaveIt() {
    LayerSpec base = layer("base", 100);
    Model model =
        nodes(1)
            .service(planned("old", image(null, base, layer("old", 50)), 10, 1, 50, 0))
            .service(planned("new", image(null, base, layer("new", 100)), 100, 1))
            .service(planned("more", image(null, layer("old", 50), base), 200, 1));
    // 300 MB; then 500 MB, more than 0.9 x 500: old goes, but not the base
    Outcome outcome = run(model, images().disk(500 * MB, 0.9, 0.5));
    assertThat(of(outcome, "image.evictions", "old", "")).isEqualTo(1);
    assertThat(of(outcome, "image.pull.bytes", "new", "")).isEqualTo(100 * MB);
    assertThat(of(outcome, "image.pull.bytes", "more", "")).isEqualTo(50 * MB);
    assertThat(of(outcome, "image.cache.hit.ratio", "more", "")).isCloseTo(2 / 3.0, within(1e-12));
  }

  @Test
  void imagesInUseMayExceedTheDiskAndThatIsTold() {
    Model model =
        nodes(1)
            .service(cold("web", 1, image(null, layer(null, 100))))
            .service(cold("api", 1, image(null, layer(null, 100))));
    Outcome outcome = run(model, images().disk(300 * MB, 0.8, 0.5));
    assertThat(of(outcome, "image.pull.count", "web", "")).isEqualTo(1);
    assertThat(of(outcome, "image.pull.count", "api", "")).isEqualTo(1);
    assertThat(outcome.notices().get(0)).contains("more than images.cache.capacity");
  }

  /** Two wait for 1250 MB, 10 s; one is given up: the other's pull is as fast as ever. */
  @Test
  void aPullGoesOnForThoseWhoWait() {
    Model model = nodes(1).service(planned("web", image("hub", layer(null, 1250)), 100, 2, 105, 1));
    Outcome outcome = run(model, images().registry(null, null, null));
    assertThat(pull(outcome, "web", "max")).isCloseTo(10, within(NANO));
    assertThat(of(outcome, "image.pull.dropped", "web", "")).isZero();
    assertThat(figure(outcome, "registry.egress.bytes{registry=hub}"))
        .isCloseTo(1250 * MB, within(1.0));
  }

  /** The only one is given up after 5 s: 625 MB were in vain, and nothing of them stays. */
  @Test
  void aPullThatNobodyWaitsForIsDropped() {
    Model model =
        nodes(1)
            .service(
                planned(
                    "web",
                    image("hub", layer(null, 250), layer(null, 1000)),
                    100,
                    1,
                    105,
                    0,
                    200,
                    1));
    Outcome outcome = run(model, images().oneByOne().registry(null, null, null));
    assertThat(of(outcome, "image.pull.dropped", "web", "")).isEqualTo(1);
    assertThat(of(outcome, "image.pull.count", "web", "")).isEqualTo(1);
    assertThat(pull(outcome, "web", "max")).isCloseTo(10, within(NANO));
    assertThat(of(outcome, "image.pull.bytes", "web", "")).isCloseTo(1875 * MB, within(1.0));
    assertThat(of(outcome, "image.cache.hit.ratio", "web", "")).isZero();
  }

  /**
   * One connection for all: the dropped pull's two layers that wait for it do not get it. The other
   * node's layer does, at 5 s.
   */
  @Test
  void aDroppedPullLeavesItsPlaceInTheQueue() {
    LayerSpec[] three = {layer(null, 1250), layer(null, 125), layer(null, 125)};
    Model model =
        nodes(1)
            .service(planned("goes", image("hub", three), 100, 1, 105, 0))
            .service(planned("stays", image("hub", layer(null, 250)), 101, 1));
    Outcome outcome = run(model, images().registry(null, null, 1));
    assertThat(of(outcome, "image.pull.dropped", "goes", "")).isEqualTo(1);
    assertThat(of(outcome, "image.pull.bytes", "goes", "")).isCloseTo(625 * MB, within(1.0));
    assertThat(pull(outcome, "stays", "max")).isCloseTo(4 + 2, within(NANO));
  }

  /** The layer that web waits for is dropped with api's pull at 5 s: web fetches it from anew. */
  @Test
  void aPullTakesOverALayerThatItWaitedFor() {
    LayerSpec base = layer("base", 1250);
    Model model =
        nodes(1)
            .service(planned("api", image("hub", base), 100, 1, 105, 0))
            .service(planned("web", image("hub", base, layer("web", 0)), 101, 1));
    Outcome outcome = run(model, images().registry(null, null, null));
    assertThat(of(outcome, "image.pull.dropped", "api", "")).isEqualTo(1);
    assertThat(pull(outcome, "web", "max")).isCloseTo(4 + 10, within(NANO));
    assertThat(of(outcome, "image.pull.bytes", "api", "")).isCloseTo(625 * MB, within(1.0));
    assertThat(of(outcome, "image.pull.bytes", "web", "")).isEqualTo(1250 * MB);
  }

  /** Nominal: 100 MB unsigned take 800 s, however many layers; signed 0.8 s. */
  @Test
  void unsignedImagesTravelAtOneMegabitPerSecond() {
    ImageSpec unsigned =
        new ImageSpec(
            null, false, List.of(layer(null, 20), layer(null, 30), layer(null, 50)), null, false);
    Outcome slow = run(nodes(1).service(cold("web", 1, unsigned)), images());
    assertThat(pull(slow, "web", "max")).isCloseTo(800, within(4 * NANO));
    Outcome full =
        run(
            nodes(1).service(cold("web", 1, unsigned)),
            images().unsigned(ImageDelivery.Unsigned.ALLOW));
    assertThat(pull(full, "web", "max")).isCloseTo(0.8, within(4 * NANO));
  }

  @Test
  void verifyingASignedImageComesBeforeItsPull() {
    ImageSpec signed = image(null, layer(null, 125));
    ImageSpec unsigned = new ImageSpec(new Bytes(MB / 8), false, List.of(), null, false);
    Outcome outcome =
        run(
            nodes(1).service(cold("web", 2, signed)).service(cold("api", 1, unsigned)),
            images().verifying(1.5));
    assertThat(pull(outcome, "api", "max")).isCloseTo(1, within(NANO));
    assertThat(pull(outcome, "web", "max")).isCloseTo(2.5, within(NANO));
  }

  @Test
  void verifyingIsGivenUpWithThePull() {
    Model model =
        nodes(1).service(planned("web", image("hub", layer(null, 125)), 100, 1, 105, 0, 200, 1));
    Outcome outcome = run(model, images().registry(null, null, null).verifying(10));
    assertThat(of(outcome, "image.pull.dropped", "web", "")).isEqualTo(1);
    assertThat(pull(outcome, "web", "max")).isCloseTo(11, within(NANO));
    assertThat(figure(outcome, "registry.egress.bytes{registry=hub}"))
        .isCloseTo(125 * MB, within(1.0));
  }

  /** 3 hosts x 50 GB unsigned, 100 GB free: 50 GB at 0.5; signed images cost nothing. */
  @Test
  void unsignedEgressBeyondTheFreeBytesCosts() {
    ImageSpec unsigned = new ImageSpec(new Bytes(50_000 * MB), false, List.of(), null, false);
    Model model =
        nodes(3)
            .service(cold("web", 3, unsigned))
            .service(cold("api", 3, image(null, layer(null, 50_000))))
            .prices(new PriceList("EUR", 0, 0, 0, 0, 0, 0.5));
    Outcome outcome = run(model, images().unsigned(ImageDelivery.Unsigned.ALLOW));
    assertThat(of(outcome, "image.pull.count", "web", "")).isEqualTo(3);
    assertThat(figure(outcome, "cost.total")).isCloseTo(25, within(1e-9));
    assertThat(figure(outcome, "cost.total{part=image-egress}")).isCloseTo(25, within(1e-9));
  }

  /** Storage 100 MB/s: three loads of 100 MB take 3 s together; on their own they took 1 s each. */
  @Test
  void loadsOfAHostShareItsStorage() {
    Service vms =
        spread(service("vms"))
            .runtime(runtime().transfer("load", ALWAYS, STORAGE))
            .image(new ImageSpec(new Bytes(100 * MB), true, List.of(), null, false))
            .replicas(3);
    Outcome alone = Replication.run(nodes(1).service(vms).build(), 1, 0);
    assertThat(of(alone, "instance.start", "vms", ".max")).isCloseTo(1, within(NANO));
    Outcome shared = run(nodes(1).service(vms), images());
    assertThat(of(shared, "instance.start", "vms", ".mean")).isCloseTo(3, within(NANO));
    Outcome two = run(nodes(3).service(vms), images());
    assertThat(of(two, "instance.start", "vms", ".max")).isCloseTo(1, within(NANO));
  }

  /** 1000 MB alone for 5 s, shared for 4 s until the second is given up: 300 MB are left. */
  @Test
  void aLoadThatIsGivenUpLeavesItsShare() {
    Service stays =
        service("stays")
            .runtime(runtime().transfer("load", ALWAYS, STORAGE))
            .image(new ImageSpec(new Bytes(1000 * MB), true, List.of(), null, false))
            .request(1, 0)
            .replicas(0, 0, 1)
            .policy(plan(100, 1));
    Service goes =
        service("goes")
            .runtime(runtime().transfer("load", ALWAYS, STORAGE))
            .image(new ImageSpec(new Bytes(1000 * MB), true, List.of(), null, false))
            .request(1, 0)
            .replicas(0, 0, 1)
            .policy(plan(105, 1, 109, 0));
    Outcome outcome = run(nodes(1).service(stays).service(goes), images());
    assertThat(of(outcome, "instance.start", "stays", ".max")).isCloseTo(5 + 4 + 3, within(NANO));
    assertThat(of(outcome, "instance.start", "goes", ".max")).isNaN();
  }

  /** Bytes that services pulled are the bytes that registries sent, whatever came and went. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void bytesAreConserved(long seed) {
    Random random = new Random(seed);
    LayerSpec[] pool = new LayerSpec[8];
    for (int i = 0; i < pool.length; i++) {
      pool[i] = layer("layer-" + i, 1 + random.nextInt(200));
    }
    Model model = nodes(1 + random.nextInt(5));
    for (int s = 0; s < 5; s++) {
      List<LayerSpec> layers = new ArrayList<>();
      for (LayerSpec layer : pool) {
        if (random.nextInt(3) == 0) {
          layers.add(random.nextInt(layers.size() + 1), layer);
        }
      }
      double[] plan = new double[40];
      for (int i = 0; i < plan.length; i += 2) {
        plan[i] = 10 + i * 3 + random.nextInt(6);
        plan[i + 1] = random.nextInt(7);
      }
      ImageSpec image =
          layers.isEmpty()
              ? new ImageSpec(new Bytes(10 * MB), true, List.of(), "hub", false)
              : new ImageSpec(null, true, layers, "hub", false);
      model.service(planned("s" + s, image, plan));
    }
    Delivery delivery =
        images()
            .registry("300Mb/s", "200Mb/s", 1 + random.nextInt(3))
            .unpacking("60MB/s", random.nextBoolean())
            .disk(1500 * MB, 0.8, 0.5)
            .verifying(random.nextInt(2));
    if (random.nextBoolean()) {
      delivery.pullsPerNode(1 + random.nextInt(2));
    }
    Outcome outcome = run(model, delivery);
    double pulled = 0;
    double dropped = 0;
    for (int s = 0; s < 5; s++) {
      pulled += of(outcome, "image.pull.bytes", "s" + s, "");
      dropped += of(outcome, "image.pull.dropped", "s" + s, "");
    }
    // a dropped pull rounds at most three fetches down to whole bytes
    assertThat(pulled)
        .isCloseTo(figure(outcome, "registry.egress.bytes{registry=hub}"), within(1 + 3 * dropped));
    assertThat(pulled).isPositive();
    Outcome again = run(model, delivery);
    assertThat(again.digest()).isEqualTo(outcome.digest());
  }
}
