package dev.medley.cluster.engine.instance;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.state.Provisioning;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.image.NodeImages;
import dev.medley.cluster.instance.InstanceSpec;
import dev.medley.cluster.runtime.HostUse;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Sampler;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import dev.medley.stat.LatencyHistogram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final List<@Nullable RandomStream> againStreams = new ArrayList<>();
  private final List<LatencyHistogram> histograms = new ArrayList<>();
  private final ImageSpec image;
  private final int imageIndex;
  private final OuterStages outer;

  StartPath(InstanceSpec instance, int imageIndex, OuterStages outer, StreamTree own) {
    this.outer = outer;
    this.stages = instance.runtime().start();
    this.image = instance.image();
    this.imageIndex = imageIndex;
    for (StartStage stage : stages) {
      DurationLaw law = stage.law();
      samplers.add(law == null ? null : law.sampler());
      streams.add(law == null ? null : own.stream("start/" + stage.stage()));
      againStreams.add(law == null ? null : own.stream("restart/" + stage.stage()));
      histograms.add(new LatencyHistogram());
    }
  }

  /** The path of a new version: the same stages, recorded together. */
  StartPath(StartPath base, InstanceSpec instance, int imageIndex, StreamTree own) {
    this(instance, imageIndex, base.outer, own);
    histograms.clear();
    histograms.addAll(base.histograms);
  }

  int size() {
    return stages.size();
  }

  /** The stages before and after. */
  OuterStages outer() {
    return outer;
  }

  String name(int stage) {
    return stages.get(stage).stage();
  }

  /** What a stage occupies of its host, or null for nothing. */
  @Nullable HostUse use(int stage) {
    return stages.get(stage).uses();
  }

  /** Durations of a stage; the one after the last is the wait for a probe. */
  LatencyHistogram histogram(int stage) {
    return stage == size() ? Objects.requireNonNull(outer.readiness) : histograms.get(stage);
  }

  /** Number of a stage by its name. */
  int stage(String name) {
    for (int i = 0; i < size(); i++) {
      if (name(i).equals(name)) {
        return i;
      }
    }
    throw new SimulationFault("the start path has no stage " + name);
  }

  /** Names and durations of all stages, from asked for to ready. */
  Map<String, LatencyHistogram> measured() {
    Map<String, LatencyHistogram> all = new LinkedHashMap<>();
    all.put(Provisioning.QUEUE, outer.queue);
    if (outer.bind != null) {
      all.put(Provisioning.BIND, outer.bind);
    }
    for (int i = 0; i < size(); i++) {
      all.put(name(i), histograms.get(i));
    }
    if (outer.readiness != null) {
      all.put(Provisioning.READINESS, outer.readiness);
    }
    return all;
  }

  /** Places in an array of drawn durations: the stages', then that of binding. */
  int places() {
    return size() + 1;
  }

  /** Where among the drawn durations that of binding is. */
  int bindPlace() {
    return size();
  }

  int imageIndex() {
    return imageIndex;
  }

  /** Draws the stages with a law for the next instance into an array, nanoseconds. */
  void draw(long[] into, int from) {
    draw(into, from, streams);
  }

  /** The same for an instance that starts again in place: from streams of their own. */
  void drawAgain(long[] into, int from) {
    draw(into, from, againStreams);
  }

  private void draw(long[] into, int from, List<@Nullable RandomStream> source) {
    for (int i = 0; i < stages.size(); i++) {
      Sampler sampler = samplers.get(i);
      if (sampler != null) {
        into[from + i] = sampler.nextNanos(Objects.requireNonNull(source.get(i)));
      }
    }
    into[from + bindPlace()] = outer.nextBindNanos();
  }

  /**
   * Whether a start goes through a stage.
   *
   * @param alone whether no other start was under way on its host when it began
   * @param restored whether it is restored from a snapshot
   */
  boolean applies(int stage, boolean imagePresent, boolean alone, boolean restored) {
    return switch (stages.get(stage).when()) {
      case ALWAYS -> true;
      case IMAGE_ABSENT -> !imagePresent;
      case IMAGE_PRESENT -> imagePresent;
      case ALONE -> alone;
      case ACCOMPANIED -> !alone;
      case SNAPSHOT_ABSENT -> !restored;
      case SNAPSHOT_PRESENT -> restored;
    };
  }

  /** What a stage moves the image over, or null for none. */
  StartStage.@Nullable Transfer transfer(int stage) {
    return stages.get(stage).transfer();
  }

  /** Bytes of the image. */
  long imageBytes() {
    return image.bytes();
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
      case STORAGE -> type.storage().transferNanos(image.bytes());
      case REGISTRY -> {
        images.presentFrom(host, imageIndex, nowNanos + image.pullNanos(type.link()));
        yield Math.max(0, images.presentFromNanos(host, imageIndex) - nowNanos);
      }
    };
  }
}
