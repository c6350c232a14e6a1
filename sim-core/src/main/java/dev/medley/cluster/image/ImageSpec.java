package dev.medley.cluster.image;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The image, disk or package that an instance starts from.
 *
 * @param size compressed bytes that travel, or null for the sum of the layers
 * @param signed whether its signature and SBOM verify
 * @param layers what it is made of, lowest first; empty for one layer of its size
 * @param registry name of the registry it comes from, or null for one without limits
 * @param preloaded whether initial replicas are ready at time 0
 */
@Doc("The image, disk or package that an instance starts from")
public record ImageSpec(
    @Doc(
            "Bytes that travel from the registry to a node, or from its storage; without it, the sum"
                + " of the layers, or 100MB")
        @Range(min = 0, max = 1e13)
        @Nullable Bytes size,
    @Doc("Signed with a software bill of materials: pulled at the full rate of the host's link")
        @Default("true")
        boolean signed,
    @Doc("Layers, lowest first, instead of size; needs the section images")
        @Range(min = 0, max = 127)
        @Default("[]")
        List<LayerSpec> layers,
    @Doc("Name of its registry in images.registries; without it, one without limits")
        @Nullable String registry,
    @Doc(
            "Whether initial replicas are ready at time 0 with the image on their node; otherwise"
                + " they go their whole start path: a roll-out")
        @Default("true")
        boolean preloaded) {

  /** Rate at which an unsigned image is pulled: 1 Mb/s (nominal profile, images and egress). */
  public static final Bandwidth UNSIGNED_RATE = new Bandwidth(1_000_000);

  private static final long USUAL_BYTES = 100_000_000;

  /** Checks every component. */
  public ImageSpec {
    Checks checks =
        Checks.of(ImageSpec.class)
            .with("size", size)
            .with("layers", layers)
            .require(
                size == null || layers.isEmpty(),
                "size",
                "must be left out with layers: it is their sum");
    Set<String> digests = new LinkedHashSet<>();
    for (int i = 0; i < layers.size(); i++) {
      String digest = layers.get(i).digest();
      checks.require(
          digest == null || digests.add(digest),
          "layers[" + i + "].digest",
          "layer '" + digest + "' is there twice");
    }
    checks.orThrow();
    layers = List.copyOf(layers);
  }

  /** An image of one layer, from a registry without limits, preloaded. */
  public ImageSpec(Bytes size, boolean signed) {
    this(size, signed, List.of(), null, true);
  }

  /** Compressed bytes of all layers. */
  public long bytes() {
    if (size != null) {
      return size.bytes();
    }
    return layers.isEmpty()
        ? USUAL_BYTES
        : layers.stream().mapToLong(layer -> layer.size().bytes()).sum();
  }

  /** Its layers, at least one. */
  public List<LayerSpec> parts() {
    return layers.isEmpty() ? List.of(new LayerSpec(null, new Bytes(bytes()), null)) : layers;
  }

  /**
   * Time to pull it over a link: at the link's rate if signed, else at 1 Mb/s or the link's rate,
   * whichever is less. Nanoseconds.
   */
  public long pullNanos(Bandwidth link) {
    boolean slow = !signed && UNSIGNED_RATE.bitsPerSecond() < link.bitsPerSecond();
    return (slow ? UNSIGNED_RATE : link).transferNanos(bytes());
  }
}
