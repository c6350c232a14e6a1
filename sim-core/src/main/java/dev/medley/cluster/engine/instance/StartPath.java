package dev.medley.cluster.engine.instance;

import dev.medley.cluster.host.HostType;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.image.NodeImages;
import dev.medley.cluster.instance.InstanceSpec;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Sampler;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import dev.medley.stat.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The start path of one service's instances: which stages there are and how long each takes.
 *
 * <p>Every stage with a law draws once per created instance, whether or not that start goes through
 * it, so that the k-th instance of two policies under comparison starts equally long.
 */
final class StartPath {
  private final List<StartStage> stages;
  private final List<@Nullable Sampler> samplers = new ArrayList<>();
  private final List<@Nullable RandomStream> streams = new ArrayList<>();
  private final List<LatencyHistogram> histograms = new ArrayList<>();
  private final ImageSpec image;
  private final int imageIndex;

  StartPath(InstanceSpec instance, int imageIndex, StreamTree own) {
    this.stages = instance.runtime().start();
    this.image = instance.image();
    this.imageIndex = imageIndex;
    for (StartStage stage : stages) {
      DurationLaw law = stage.law();
      samplers.add(law == null ? null : law.sampler());
      streams.add(law == null ? null : own.stream("start/" + stage.stage()));
      histograms.add(new LatencyHistogram());
    }
  }

  /** The path of a new version: the same stages, recorded together. */
  StartPath(StartPath base, InstanceSpec instance, int imageIndex, StreamTree own) {
    this(instance, imageIndex, own);
    histograms.clear();
    histograms.addAll(base.histograms);
  }

  int size() {
    return stages.size();
  }

  String name(int stage) {
    return stages.get(stage).stage();
  }

  LatencyHistogram histogram(int stage) {
    return histograms.get(stage);
  }

  int imageIndex() {
    return imageIndex;
  }

  /** Draws the stages with a law for the next instance into an array, nanoseconds. */
  void draw(long[] into, int from) {
    for (int i = 0; i < stages.size(); i++) {
      Sampler sampler = samplers.get(i);
      if (sampler != null) {
        into[from + i] = sampler.nextNanos(Objects.requireNonNull(streams.get(i)));
      }
    }
  }

  /** Whether a start goes through a stage. */
  boolean applies(int stage, boolean imagePresent) {
    return switch (stages.get(stage).when()) {
      case ALWAYS -> true;
      case IMAGE_ABSENT -> !imagePresent;
      case IMAGE_PRESENT -> imagePresent;
    };
  }

  /**
   * Duration of a stage that begins now, nanoseconds; a pull is shared with those under way on the
   * node.
   */
  long durationNanos(
      int stage, long drawnNanos, int host, HostType type, NodeImages images, long nowNanos) {
    StartStage.Transfer transfer = stages.get(stage).transfer();
    if (transfer == null) {
      return drawnNanos;
    }
    return switch (transfer) {
      case STORAGE -> type.storage().transferNanos(image.size().bytes());
      case REGISTRY -> {
        images.presentFrom(host, imageIndex, nowNanos + image.pullNanos(type.link()));
        yield Math.max(0, images.presentFromNanos(host, imageIndex) - nowNanos);
      }
    };
  }
}
