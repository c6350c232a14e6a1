package dev.medley.cluster.engine.image;

import dev.medley.stat.LatencyHistogram;

/** What is measured of one service's image, after warm-up. */
public final class ImageStatistics {
  /** From the begin of a pull until the image is on the node, verification included. */
  public final LatencyHistogram pull = new LatencyHistogram();

  long pulledBytes;
  long neededBytes;
  long presentBytes;
  long evictions;
  long dropped;

  /** Compressed bytes that arrived for it, those of dropped pulls included. */
  public long pulledBytes() {
    return pulledBytes;
  }

  /** Times it was evicted from a node. */
  public long evictions() {
    return evictions;
  }

  /** Pulls that nobody waited for any more. */
  public long dropped() {
    return dropped;
  }

  /** Compressed bytes that placed instances found on their node by those they needed, or NaN. */
  public double hitRatio() {
    return presentBytes / (double) neededBytes;
  }
}
