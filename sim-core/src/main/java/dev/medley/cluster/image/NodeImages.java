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

  private static final long[] NOTHING = new long[0];

  private final long[][] presentFromNanos;
  private final int images;

  /** Nodes and images are numbered from 0; nothing is present. Nodes cost memory once used. */
  public NodeImages(int nodes, int images) {
    this.images = images;
    this.presentFromNanos = new long[nodes][];
    Arrays.fill(presentFromNanos, NOTHING);
  }

  /** Whether the image is complete on the node. */
  public boolean isPresent(int node, int image, long nowNanos) {
    return presentFromNanos(node, image) <= nowNanos;
  }

  /** When the image is or will be complete on the node; {@link #ABSENT} when nobody pulls it. */
  public long presentFromNanos(int node, int image) {
    long[] here = presentFromNanos[node];
    return here == NOTHING ? ABSENT : here[image];
  }

  /** Notes that the image is or will be complete at a time; the earliest known time counts. */
  public void presentFrom(int node, int image, long atNanos) {
    long[] here = presentFromNanos[node];
    if (here == NOTHING) {
      here = new long[images];
      Arrays.fill(here, ABSENT);
      presentFromNanos[node] = here;
    }
    here[image] = Math.min(here[image], atNanos);
  }
}
