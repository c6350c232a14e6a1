package dev.medley.cluster.image;

import java.util.Arrays;

/**
 * Which image is on which node, and until when one is being pulled there.
 *
 * <p>Several starts on a node share one pull: the second waits for the first. Memory grows with the
 * pairs of node and image that were ever seen; a look-up is O(log images on the node).
 */
public final class NodeImages {
  /** The image is not on the node and nobody pulls it. */
  public static final long ABSENT = Long.MAX_VALUE;

  /** Images of each node, in increasing order, followed by unused places. */
  private final int[][] image;

  private final long[][] fromNanos;
  private final int[] count;

  /** Nodes are numbered from 0; nothing is present. */
  public NodeImages(int nodes) {
    this.image = new int[nodes][0];
    this.fromNanos = new long[nodes][0];
    this.count = new int[nodes];
  }

  /** Whether the image is complete on the node. */
  public boolean isPresent(int node, int ofImage, long nowNanos) {
    return presentFromNanos(node, ofImage) <= nowNanos;
  }

  /** When the image is or will be complete on the node; {@link #ABSENT} when nobody pulls it. */
  public long presentFromNanos(int node, int ofImage) {
    int at = find(node, ofImage);
    return at < 0 ? ABSENT : fromNanos[node][at];
  }

  /** Notes that the image is or will be complete at a time; the earliest known time counts. */
  public void presentFrom(int node, int ofImage, long atNanos) {
    int at = find(node, ofImage);
    if (at >= 0) {
      fromNanos[node][at] = Math.min(fromNanos[node][at], atNanos);
    } else {
      insert(node, -(at + 1), ofImage, atNanos);
    }
  }

  private int find(int node, int ofImage) {
    return Arrays.binarySearch(image[node], 0, count[node], ofImage);
  }

  private void insert(int node, int at, int ofImage, long atNanos) {
    int n = count[node]++;
    if (n == image[node].length) {
      image[node] = Arrays.copyOf(image[node], Math.max(1, n * 2));
      fromNanos[node] = Arrays.copyOf(fromNanos[node], Math.max(1, n * 2));
    }
    System.arraycopy(image[node], at, image[node], at + 1, n - at);
    System.arraycopy(fromNanos[node], at, fromNanos[node], at + 1, n - at);
    image[node][at] = ofImage;
    fromNanos[node][at] = atNanos;
  }
}
