package dev.medley.cluster.image;

import java.util.Arrays;

/**
 * Which image is on which node, and until when one is being pulled there.
 *
 * <p>Several starts on a node share one pull: the second waits for the first.
 */
public final class NodeImages {
  /** The image is not on the node and nobody pulls it. */
  public static final long ABSENT = Long.MAX_VALUE;

  private final long[] presentFromNanos;
  private final int images;

  /** Nodes and images are numbered from 0; nothing is present. */
  public NodeImages(int nodes, int images) {
    this.images = images;
    this.presentFromNanos = new long[Math.multiplyExact(nodes, images)];
    Arrays.fill(presentFromNanos, ABSENT);
  }

  /** Whether the image is complete on the node. */
  public boolean isPresent(int node, int image, long nowNanos) {
    return presentFromNanos[node * images + image] <= nowNanos;
  }

  /** When the image is or will be complete on the node; {@link #ABSENT} when nobody pulls it. */
  public long presentFromNanos(int node, int image) {
    return presentFromNanos[node * images + image];
  }

  /** Notes that the image is or will be complete at a time; the earliest known time counts. */
  public void presentFrom(int node, int image, long atNanos) {
    int at = node * images + image;
    presentFromNanos[at] = Math.min(presentFromNanos[at], atNanos);
  }
}
