package dev.medley.cluster.image;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.resource.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One layer of an image.
 *
 * @param digest what makes it one layer wherever it appears, or null for a layer of its own
 * @param size compressed bytes that travel
 * @param unpacked bytes on disk once unpacked, or null for the usual expansion
 */
@Doc("One layer of an image")
public record LayerSpec(
    @Doc(
            "Name of its content: layers of the same digest are one and travel to a node once;"
                + " without it, the layer belongs to this image alone")
        @Nullable String digest,
    @Doc("Compressed bytes that travel from the registry") @Range(min = 0, max = 1e13) Bytes size,
    @Doc("Bytes on disk once unpacked; without it, size x images.expansion")
        @Range(min = 0, max = 1e14)
        @Nullable Bytes unpacked) {

  /** Checks every component. */
  public LayerSpec {
    Checks.of(LayerSpec.class)
        .require(digest == null || !digest.isBlank(), "digest", "must not be blank")
        .with("size", size)
        .with("unpacked", unpacked)
        .orThrow();
  }

  /** Bytes on disk once unpacked, of a layer that expands by a factor unless it says. */
  public long unpackedBytes(double expansion) {
    return unpacked == null ? Math.round(size.bytes() * expansion) : unpacked.bytes();
  }
}
