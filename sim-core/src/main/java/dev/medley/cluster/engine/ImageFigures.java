package dev.medley.cluster.engine;

import dev.medley.cluster.engine.image.ImageReport;
import dev.medley.cluster.engine.image.ImageStatistics;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.PriceList;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.image.ImageDelivery;
import dev.medley.cluster.metric.MetricFamily;
import dev.medley.cluster.metric.MetricName;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Turns what was measured of images and registries into named figures. */
final class ImageFigures {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double BYTES_PER_GIGABYTE = 1e9;

  /** 730 hours, the month of all prices. */
  private static final double NANOS_PER_MONTH = 730 * 3.6e12;

  private ImageFigures() {}

  /** Hands over what was measured, if the model says how images get to nodes. */
  static void report(
      MeasurementSink sink,
      ClusterModel model,
      List<ServiceRun> services,
      @Nullable ImageReport images) {
    if (images == null) {
      return;
    }
    for (ServiceRun service : services) {
      if (images.pulls(service.index)) {
        report(sink, Figures.labels(service), images.statistics(service.index));
      }
    }
    double seconds = (model.durationNanos() - model.warmupNanos()) / NANOS_PER_SECOND;
    List<String> registries = images.registryNames();
    for (int r = 0; r < registries.size(); r++) {
      SortedMap<String, String> labels = MetricName.labelled("registry", registries.get(r));
      double bytes = Math.rint(images.registryBytes(r));
      Figures.figure(sink, MetricFamily.REGISTRY_EGRESS_BYTES, labels, bytes);
      double most = images.egressBitsPerSecond(r);
      if (most != Double.POSITIVE_INFINITY) {
        Figures.figure(
            sink, MetricFamily.REGISTRY_UTILIZATION, labels, bytes * 8 / (most * seconds));
      }
    }
    if (images.overflows() > 0) {
      sink.notice(
          "images in use were more than images.cache.capacity on a node ("
              + images.overflows()
              + " times an eviction found nothing to evict)");
    }
  }

  private static void report(
      MeasurementSink sink, SortedMap<String, String> labels, ImageStatistics statistics) {
    Figures.distribution(sink, MetricFamily.IMAGE_PULL, labels, statistics.pull);
    Figures.figure(sink, MetricFamily.IMAGE_PULL_COUNT, labels, statistics.pull.count());
    Figures.figure(sink, MetricFamily.IMAGE_PULL_DROPPED, labels, statistics.dropped());
    Figures.figure(sink, MetricFamily.IMAGE_PULL_BYTES, labels, statistics.pulledBytes());
    Figures.figure(sink, MetricFamily.IMAGE_CACHE_HIT_RATIO, labels, statistics.hitRatio());
    Figures.figure(sink, MetricFamily.IMAGE_EVICTIONS, labels, statistics.evictions());
  }

  /**
   * What pulling unsigned images costs: bytes after warm-up beyond the free ones of each started
   * month. Signed images are free.
   */
  static double egressCost(
      ClusterModel model, List<ServiceRun> services, @Nullable ImageReport images) {
    PriceList prices = model.prices();
    ImageDelivery delivery = model.images();
    if (prices == null || delivery == null || images == null) {
      return 0;
    }
    double bytes = 0;
    for (ServiceRun service : services) {
      if (!service.model.instance().image().signed() && images.pulls(service.index)) {
        bytes += images.statistics(service.index).pulledBytes();
      }
    }
    double months = Math.ceil((model.durationNanos() - model.warmupNanos()) / NANOS_PER_MONTH);
    double charged = Math.max(0, bytes - months * delivery.freeEgress().bytes());
    return charged / BYTES_PER_GIGABYTE * prices.imageEgressPerGigabyte();
  }
}
