package dev.medley.cluster.image;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;

/**
 * The image, disk or package that an instance starts from.
 *
 * @param size compressed bytes that travel
 * @param signed whether its signature and SBOM verify
 */
@Doc("The image, disk or package that an instance starts from")
public record ImageSpec(
    @Doc("Bytes that travel from the registry to a node, or from its storage")
        @Range(min = 0, max = 1e13)
        @Default("100MB")
        Bytes size,
    @Doc("Signed with a software bill of materials: pulled at the full rate of the host's link")
        @Default("true")
        boolean signed) {

  /** Rate at which an unsigned image is pulled: 1 Mb/s (nominal profile, images and egress). */
  public static final Bandwidth UNSIGNED_RATE = new Bandwidth(1_000_000);

  /** Checks every component. */
  public ImageSpec {
    Checks.of(ImageSpec.class).with("size", size).orThrow();
  }

  /**
   * Time to pull it over a link: at the link's rate if signed, else at 1 Mb/s or the link's rate,
   * whichever is less. Nanoseconds.
   */
  public long pullNanos(Bandwidth link) {
    boolean slow = !signed && UNSIGNED_RATE.bitsPerSecond() < link.bitsPerSecond();
    return (slow ? UNSIGNED_RATE : link).transferNanos(size.bytes());
  }
}
