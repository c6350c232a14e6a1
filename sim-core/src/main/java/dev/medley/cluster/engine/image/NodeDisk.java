package dev.medley.cluster.engine.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a node's disk holds of images.
 *
 * <p>A layer is there while an image that is there, or a pull under way, refers to it. Images and
 * layers are found in O(log n).
 */
final class NodeDisk {
  /** An image that an instance on the node uses or used. */
  static final class Image {
    final int index;
    boolean present;

    /** Placed instances of it. */
    int users;

    /** When the last of them left. */
    long lastUsedNanos;

    @Nullable ImagePull pull;

    Image(int index) {
      this.index = index;
    }
  }

  /** A layer that is there or under way. */
  static final class Layer {
    boolean present;

    /** Images and pulls that have it. */
    int references;
  }

  final int node;
  private final Map<Integer, Image> images = new TreeMap<>();
  private final Map<Integer, Layer> layers = new TreeMap<>();

  /** Pulls under way, oldest first. */
  final List<ImagePull> pulls = new ArrayList<>(2);

  /** Bytes of the layers that are there. */
  long usedBytes;

  NodeDisk(int node) {
    this.node = node;
  }

  Image image(int index) {
    return images.computeIfAbsent(index, Image::new);
  }

  @Nullable Layer layer(int index) {
    return layers.get(index);
  }

  boolean has(int layer) {
    Layer found = layers.get(layer);
    return found != null && found.present;
  }

  Layer claim(int layer) {
    Layer claimed = new Layer();
    layers.put(layer, claimed);
    return claimed;
  }

  void forget(int layer) {
    layers.remove(layer);
  }

  /** The image that nobody uses and that was used longest ago, or null. */
  @Nullable Image leastRecentlyUsed() {
    Image oldest = null;
    for (Image image : images.values()) {
      if (image.present
          && image.users == 0
          && (oldest == null || image.lastUsedNanos < oldest.lastUsedNanos)) {
        oldest = image;
      }
    }
    return oldest;
  }
}
