package dev.medley.cluster.engine.image;

import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.image.ImageDelivery;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.image.LayerSpec;
import dev.medley.cluster.image.RegistrySpec;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Sampler;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The images of a replication as numbers: layers and kinds of connections by index, one image per
 * service.
 */
final class ImageCatalog {
  /** The image of a service. */
  static final class Image {
    final int[] layers;

    /** Index of the kind of connection it is fetched over. */
    final int kind;

    /** Layers fetched at once. */
    final int parallel;

    final boolean signed;
    private final @Nullable Sampler verification;
    private final RandomStream stream;

    private Image(
        int[] layers,
        int kind,
        int parallel,
        boolean signed,
        @Nullable DurationLaw verification,
        RandomStream stream) {
      this.layers = layers;
      this.kind = kind;
      this.parallel = parallel;
      this.signed = signed;
      this.verification = verification == null ? null : verification.sampler();
      this.stream = stream;
    }

    /** How long verifying it takes this time; 0 for an image that is not signed. */
    long nextVerificationNanos() {
      return verification == null || !signed ? 0 : verification.nextNanos(stream);
    }
  }

  private final List<String> registryNames = new ArrayList<>();
  private final List<RegistrySpec> registries = new ArrayList<>();
  private final List<RegistryFlow.Kind> kinds = new ArrayList<>();
  private final List<Long> size = new ArrayList<>();
  private final List<Long> unpacked = new ArrayList<>();
  private final List<@Nullable Image> images = new ArrayList<>();

  /** Reads the images of all services whose start path has a pull. */
  ImageCatalog(ImageDelivery delivery, List<ServiceRun> services, StreamTree streams) {
    delivery.registries().forEach(this::registry);
    registry("", RegistrySpec.UNLIMITED);
    Map<String, Integer> known = new TreeMap<>();
    for (ServiceRun service : services) {
      boolean pulls =
          service.model.instance().runtime().start().stream()
              .anyMatch(stage -> stage.transfer() == StartStage.Transfer.REGISTRY);
      StreamTree own = streams.child("service/" + service.model.name());
      images.add(pulls ? read(service.model.instance().image(), delivery, known, own) : null);
    }
  }

  private void registry(String name, RegistrySpec spec) {
    registryNames.add(name);
    registries.add(spec);
  }

  private Image read(
      ImageSpec spec, ImageDelivery delivery, Map<String, Integer> known, StreamTree own) {
    List<LayerSpec> parts = spec.parts();
    int[] layers = new int[parts.size()];
    for (int i = 0; i < layers.length; i++) {
      LayerSpec layer = parts.get(i);
      Integer same = layer.digest() == null ? null : known.get(layer.digest());
      layers[i] = same == null ? size.size() : same;
      if (same == null) {
        size.add(layer.size().bytes());
        unpacked.add(layer.unpackedBytes(delivery.expansion()));
        if (layer.digest() != null) {
          known.put(layer.digest(), layers[i]);
        }
      }
    }
    boolean throttled = !spec.signed() && delivery.unsigned() == ImageDelivery.Unsigned.THROTTLE;
    return new Image(
        layers,
        kind(spec.registry() == null ? "" : spec.registry(), throttled),
        throttled ? 1 : delivery.parallel(),
        spec.signed(),
        delivery.verification(),
        own.stream("image/verification"));
  }

  private int kind(String registryName, boolean throttled) {
    int registry = registryNames.indexOf(registryName);
    double limit = bitsPerSecond(registries.get(registry).perConnection());
    RegistryFlow.Kind kind =
        new RegistryFlow.Kind(
            registry, throttled ? Math.min(limit, ImageSpec.UNSIGNED_RATE.bitsPerSecond()) : limit);
    if (!kinds.contains(kind)) {
      kinds.add(kind);
    }
    return kinds.indexOf(kind);
  }

  private static double bitsPerSecond(@Nullable Bandwidth bandwidth) {
    return bandwidth == null ? Double.POSITIVE_INFINITY : bandwidth.bitsPerSecond();
  }

  /** The image of a service, or null when nothing is pulled for it. */
  @Nullable Image image(int service) {
    return images.get(service);
  }

  /** Compressed bytes of a layer. */
  long bytes(int layer) {
    return size.get(layer);
  }

  /** Bytes of a layer once unpacked. */
  long unpackedBytes(int layer) {
    return unpacked.get(layer);
  }

  /** Bytes of a layer on a node's disk. */
  long diskBytes(int layer) {
    return bytes(layer) + unpackedBytes(layer);
  }

  /** Names of the registries of the scenario. */
  List<String> registryNames() {
    return registryNames.subList(0, registryNames.size() - 1);
  }

  /** Egress of each registry, bits per second, infinite for no limit. */
  double[] egressBitsPerSecond() {
    return registries.stream().mapToDouble(spec -> bitsPerSecond(spec.bandwidth())).toArray();
  }

  /** Connections of each registry at once. */
  int[] connections() {
    return registries.stream()
        .mapToInt(spec -> spec.connections() == null ? Integer.MAX_VALUE : spec.connections())
        .toArray();
  }

  /** Kinds of connections. */
  List<RegistryFlow.Kind> kinds() {
    return kinds;
  }
}
