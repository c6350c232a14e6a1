package dev.medley.cluster.image;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Names;
import dev.medley.check.Range;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import dev.medley.distribution.DurationLaw;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How images get to nodes: registries, pulls, policy, the nodes' disks.
 *
 * @param registries by name
 * @param parallel layers of one image fetched at once
 * @param streaming whether a layer is unpacked while it is fetched, or only afterwards
 * @param inflate compressed bytes that one core unpacks, or null for unpacking in no time
 * @param expansion unpacked by compressed size of a layer that does not say
 * @param verification of signature and SBOM before a signed image is pulled, or null for none
 * @param unsigned what happens to images that are not signed
 * @param cache what a node's disk holds, or null for everything
 * @param freeEgress bytes of unsigned images a month that cost nothing
 * @param pullsPerNode images that a node pulls at once, or null for no limit
 */
@Doc("How images get to nodes: registries, pulls, policy, the nodes' disks")
public record ImageDelivery(
    @Doc("Where images come from, by name; an image that names none comes without such limits")
        @Range(min = 0, max = 1000)
        @Default("{}")
        Map<String, RegistrySpec> registries,
    @Doc("Layers of one image fetched at once (containerd: max_concurrent_downloads, 3)")
        @Range(min = 1, max = 127)
        @Default("3")
        int parallel,
    @Doc(
            "Whether a layer is unpacked while it is fetched, so that the slower of both rules"
                + " (containerd issue 13559), or only once it is complete (moby issue 21814)")
        @Default("true")
        boolean streaming,
    @Doc(
            "Compressed bytes that one core inflates (gzip: 60 to 100 MB/s); one layer of an image"
                + " after the other, at the disk's rate if that is slower; without it, unpacking"
                + " takes no time")
        @Range(min = 1e3, max = 1e15)
        @Nullable Bandwidth inflate,
    @Doc(
            "Unpacked by compressed size of a layer that does not say (kube-cross of containerd"
                + " issue 2886: 2.08 GB by 728 MB)")
        @Range(min = 1, max = 1000)
        @Default("2.86")
        double expansion,
    @Doc("Verifying signature and SBOM, before a signed image is pulled; without it, no time")
        @Nullable DurationLaw verification,
    @Doc("What happens to images that are not signed") @Default("throttle") Unsigned unsigned,
    @Doc("What a node's disk holds of images; without it, everything") @Nullable Cache cache,
    @Doc("Bytes of unsigned images each started month (730 h) that prices.image-egress spares")
        @Range(min = 0, max = 1e18)
        @Default("100GB")
        Bytes freeEgress,
    @Doc(
            "Images that a node pulls at once, the others wait in order (kubelet:"
                + " maxParallelImagePulls; serializeImagePulls, its default, is 1); without it, no"
                + " limit")
        @Range(min = 1, max = 1_000_000)
        @Nullable Integer pullsPerNode) {

  /** What happens to images that are not signed. */
  public enum Unsigned {
    @Doc("They are pulled at 1 Mb/s, one layer at a time (mission documents, images and egress)")
    THROTTLE,
    @Doc("They are pulled as signed ones are")
    ALLOW,
    @Doc("Their instances are admitted nowhere: they stay pending with that reason")
    REFUSE
  }

  /**
   * What a node's disk holds of images: their layers, compressed and unpacked, as containerd keeps
   * both (issue 4249).
   *
   * @param capacity bytes
   * @param high share of the capacity above which images are evicted
   * @param low share of the capacity down to which
   */
  @Doc(
      "What a node's disk holds of images: compressed and unpacked bytes, as containerd keeps both")
  public record Cache(
      @Doc("Bytes of the disk") @Range(min = 1, max = 1e18) Bytes capacity,
      @Doc("Above this share, images that no instance uses go, least recently used first (kubelet)")
          @Range(min = 0, max = 1)
          @Default("0.85")
          double high,
      @Doc("Until at most this share is left (kubelet)") @Range(min = 0, max = 1) @Default("0.8")
          double low) {
    /** Checks every component. */
    public Cache {
      Checks.of(Cache.class)
          .with("capacity", capacity)
          .with("high", high)
          .with("low", low)
          .require(low <= high, "low", "must be <= high " + high + " (was " + low + ")")
          .orThrow();
    }
  }

  /** Checks every component. */
  public ImageDelivery {
    Checks checks =
        Checks.of(ImageDelivery.class)
            .with("registries", registries)
            .with("parallel", parallel)
            .with("inflate", inflate)
            .with("expansion", expansion)
            .with("freeEgress", freeEgress)
            .with("pullsPerNode", pullsPerNode);
    for (String registry : registries.keySet()) {
      checks.require(
          Names.isName(registry), "registries." + registry, "name " + Names.rule(registry));
    }
    checks.orThrow();
    registries = Collections.unmodifiableMap(new LinkedHashMap<>(registries));
  }
}
