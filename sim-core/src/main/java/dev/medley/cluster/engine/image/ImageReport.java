package dev.medley.cluster.engine.image;

import java.util.List;

/** What is measured of images and registries, after warm-up. */
public interface ImageReport {
  /** Whether the image of a service is pulled from a registry. */
  boolean pulls(int service);

  /** What is measured of a service's image. */
  ImageStatistics statistics(int service);

  /** Names of the registries, by index. */
  List<String> registryNames();

  /** Bytes that a registry has sent. */
  double registryBytes(int registry);

  /** Egress that a registry can give, bits per second, infinite for no limit. */
  double egressBitsPerSecond(int registry);

  /** Times at which images in use exceeded the disk of a node. */
  long overflows();
}
