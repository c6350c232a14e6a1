package dev.medley.cluster.engine.image;

import dev.medley.kernel.Calendar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One image on its way to one node; {@link ImagePulls} moves it. */
final class ImagePull {
  /** How far a layer is. */
  enum Progress {
    /** Not there, not claimed by this pull; perhaps another pull of the node has it under way. */
    OPEN,
    /** Fetched or waiting for a connection. */
    FETCHING,
    /** All bytes are there; not unpacked. */
    FETCHED,
    /** There, and kept by this pull. */
    DONE
  }

  final int row;
  final NodeDisk disk;
  final NodeDisk.Image image;
  final long beganNanos;

  /** Instances that wait for it, in order. */
  final List<Integer> waiting = new ArrayList<>(1);

  final Progress[] progress;
  final @Nullable Transfer[] fetches;

  /** Whether the node has begun it; otherwise it waits for others. */
  boolean begun;

  boolean verified;
  int fetching;

  /** Position of the layer that is unpacked, or -1. */
  int unpacking = -1;

  long unpackBeganNanos;
  long ticket = Calendar.NO_TICKET;

  ImagePull(int row, NodeDisk disk, NodeDisk.Image image, int layers, long nowNanos) {
    this.row = row;
    this.disk = disk;
    this.image = image;
    this.beganNanos = nowNanos;
    this.progress = new Progress[layers];
    this.fetches = new Transfer[layers];
    Arrays.fill(progress, Progress.OPEN);
  }

  boolean isDone() {
    for (Progress layer : progress) {
      if (layer != Progress.DONE) {
        return false;
      }
    }
    return true;
  }
}
