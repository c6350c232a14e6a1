package dev.medley.scenarios.report;

import dev.medley.experiment.CheckResult;
import dev.medley.experiment.InstanceUsage;
import dev.medley.experiment.MetricSummary;
import dev.medley.experiment.MetricValue;
import dev.medley.experiment.Outcome;
import dev.medley.experiment.Summary;
import dev.medley.experiment.TimeSeries;
import dev.medley.stat.LatencyHistogram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A flash crowd that nobody simulated: plausible figures from a few formulas, for tests of what is
 * printed about them. Load 50/s to 500/s at minute 60 and back, three services on container, VM and
 * Wasm.
 */
final class SyntheticFlashCrowd {
  static final long STEP_NANOS = 10_000_000_000L;
  private static final int STEPS = 720;

  private record Service(
      String name,
      String runtime,
      double share,
      double startSeconds,
      double demandSeconds,
      double perReplica) {
    String labels() {
      return "{runtime=" + runtime + ",service=" + name + "}";
    }
  }

  private static final List<Service> SERVICES =
      List.of(
          new Service("web", "container", 1.0, 1.8, 0.020, 8),
          new Service("legacy", "vm", 0.1, 75, 0.060, 2),
          new Service("filter", "wasmtime", 2.0, 0.004, 0.002, 60));

  private SyntheticFlashCrowd() {}

  static List<Outcome> outcomes(int replications) {
    return outcomes(replications, 1.0);
  }

  /** Replications under a scaler that reacts {@code lag} times as slowly as the reference. */
  static List<Outcome> outcomes(int replications, double lag) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int index = 0; index < replications; index++) {
      outcomes.add(outcome(index, lag));
    }
    return outcomes;
  }

  static Summary summary(int replications) {
    return fold(outcomes(replications));
  }

  private static double load(double minute) {
    if (minute < 60) {
      return 50;
    }
    if (minute < 61) {
      return 50 + 450 * (minute - 60);
    }
    if (minute < 80) {
      return 500;
    }
    return minute < 85 ? 500 - 90 * (minute - 80) : 50;
  }

  private static Outcome outcome(int index, double lag) {
    Random random = new Random(1000 + index);
    List<MetricValue> metrics = new ArrayList<>();
    List<TimeSeries.Column> columns = new ArrayList<>();
    LinkedHashMap<String, LatencyHistogram> histograms = new LinkedHashMap<>();
    double totalCount = 0;
    double totalRejected = 0;
    double totalTimeout = 0;
    double replicaHours = 0;
    for (Service service : SERVICES) {
      double[] rate = new double[STEPS];
      double[] desired = new double[STEPS];
      double[] ready = new double[STEPS];
      double[] p99 = new double[STEPS];
      double[] rejected = new double[STEPS];
      LatencyHistogram latency = new LatencyHistogram();
      double asked = Math.ceil(50 * service.share / service.perReplica / 0.6);
      double up = asked;
      double count = 0;
      double rejections = 0;
      int events = 0;
      double readySum = 0;
      double askedSum = 0;
      for (int step = 0; step < STEPS; step++) {
        double minute = step / 6.0;
        double arrivals = load(minute) * service.share;
        rate[step] = arrivals + random.nextGaussian() * Math.sqrt(arrivals / 10);
        double needed = Math.ceil(rate[step] / service.perReplica / 0.6);
        boolean decides = (step + index) % Math.max(1, (int) Math.round(3 * lag)) == 0;
        if (decides && (needed > asked * 1.1 || (minute > 88 && needed < asked * 0.9))) {
          asked = Math.min(needed, needed > asked ? Math.max(4, asked * 2) : needed);
          events++;
        }
        double catchUp =
            1
                - StrictMath.exp(
                    -10 / (service.startSeconds * (0.8 + 0.4 * random.nextDouble()) + 5));
        up = asked > up ? Math.min(asked, up + Math.max(1, (asked - up) * catchUp)) : asked;
        desired[step] = asked;
        ready[step] = Math.floor(up);
        double utilisation = rate[step] / (ready[step] * service.perReplica);
        double slow = 1 / Math.max(0.04, 1 - Math.min(utilisation, 0.98));
        p99[step] = service.demandSeconds * (2.2 + 1.1 * slow) * (0.95 + 0.1 * random.nextDouble());
        double excess = Math.max(0, rate[step] - 1.02 * ready[step] * service.perReplica);
        rejected[step] = excess;
        count += rate[step] * 10;
        rejections += excess * 10;
        readySum += ready[step];
        askedSum += asked;
        int samples = Math.max(1, (int) (rate[step] / 2));
        for (int i = 0; i < samples; i++) {
          double exponential = -StrictMath.log(1 - random.nextDouble());
          double seconds =
              service.demandSeconds * (0.5 + 0.5 * exponential * (1 + 0.3 * slow)) + 0.0004;
          latency.recordNanos((long) (seconds * 1e9));
        }
      }
      LatencyHistogram start = new LatencyHistogram();
      for (int i = 0; i < 40 + events * 10; i++) {
        double seconds = service.startSeconds * StrictMath.exp(0.5 * random.nextGaussian() - 0.125);
        start.recordNanos((long) (seconds * 1e9));
      }
      histograms.put("request.latency" + service.labels(), latency);
      histograms.put("instance.start" + service.labels(), start);
      String labels = service.labels();
      metrics.add(new MetricValue("request.count" + labels, "1", Math.rint(count)));
      metrics.add(
          new MetricValue("request.completed" + labels, "1", Math.rint(count - rejections)));
      metrics.add(new MetricValue("request.rejected" + labels, "1", Math.rint(rejections)));
      metrics.add(new MetricValue("request.rejected.ratio" + labels, "ratio", rejections / count));
      metrics.add(
          new MetricValue("request.timeout.ratio" + labels, "ratio", rejections / count / 40));
      percentiles("request.latency" + labels, latency, metrics);
      percentiles("instance.start" + labels, start, metrics);
      String only = "{service=" + service.name + "}";
      metrics.add(new MetricValue("replicas.desired" + only, "1", askedSum / STEPS));
      metrics.add(new MetricValue("replicas.ready" + only, "1", readySum / STEPS));
      metrics.add(new MetricValue("scale.events" + only, "1", events));
      for (String stage : List.of("schedule", "image", "create", "boot", "application")) {
        double weight =
            switch (stage) {
              case "schedule" -> 0.02;
              case "image" -> service.runtime.equals("vm") ? 0.25 : 0.1;
              case "create" -> 0.18;
              case "boot" -> service.runtime.equals("vm") ? 0.45 : 0.3;
              default -> service.runtime.equals("vm") ? 0.1 : 0.4;
            };
        LatencyHistogram spent = new LatencyHistogram();
        for (long i = 0; i < start.count(); i++) {
          spent.recordNanos(
              (long) (start.meanNanos() * weight * (0.9 + 0.2 * random.nextDouble())));
        }
        histograms.put(
            "instance.start.stage{service=" + service.name + ",stage=" + stage + "}", spent);
      }
      columns.add(new TimeSeries.Column("request.rate" + only, "1/s", rate));
      columns.add(new TimeSeries.Column("request.rejected" + only, "1/s", rejected));
      columns.add(new TimeSeries.Column("replicas.desired" + only, "1", desired));
      columns.add(new TimeSeries.Column("replicas.ready" + only, "1", ready));
      columns.add(new TimeSeries.Column("request.latency" + only + ".p99", "s", p99));
      totalCount += count;
      totalRejected += rejections;
      totalTimeout += rejections / 40;
      replicaHours += readySum / 360;
    }
    metrics.add(new MetricValue("request.count", "1", Math.rint(totalCount)));
    metrics.add(new MetricValue("request.rejected.ratio", "ratio", totalRejected / totalCount));
    metrics.add(new MetricValue("request.timeout.ratio", "ratio", totalTimeout / totalCount));
    hosts(random, metrics, columns);
    metrics.add(new MetricValue("cost.total", "EUR", 60.8 + replicaHours / 50));
    metrics.add(new MetricValue("events.per.request", "1", 8.05 + random.nextDouble() / 50));
    return new Outcome(
        index,
        metrics,
        histograms,
        new TimeSeries(STEP_NANOS, columns),
        InstanceUsage.NONE,
        List.of(
            "bitstream 'dpi-experimental' refused on 10 hosts: signer is not allowed; its traffic"
                + " stays on the CPU"),
        (long) (8 * totalCount),
        random.nextLong());
  }

  private static void hosts(
      Random random, List<MetricValue> metrics, List<TimeSeries.Column> columns) {
    double[] plain = new double[STEPS];
    double[] carded = new double[STEPS];
    double[] offload = new double[STEPS];
    double plainSum = 0;
    double cardedSum = 0;
    double offloadSum = 0;
    double busiest = 0;
    for (int step = 0; step < STEPS; step++) {
      double load = load(step / 6.0 - 0.5) / 500;
      plain[step] = Math.min(1, 0.10 + 0.62 * load + 0.01 * random.nextGaussian());
      carded[step] = Math.min(1, 0.06 + 0.47 * load + 0.01 * random.nextGaussian());
      offload[step] = Math.min(1, 0.04 + 0.33 * load + 0.005 * random.nextGaussian());
      plainSum += plain[step];
      cardedSum += carded[step];
      offloadSum += offload[step];
      busiest = Math.max(busiest, (plain[step] + carded[step]) / 2);
    }
    metrics.add(
        new MetricValue("host.cpu.utilization", "ratio", (plainSum + cardedSum) / STEPS / 2));
    metrics.add(new MetricValue("host.cpu.utilization.max", "ratio", busiest));
    metrics.add(new MetricValue("host.cpu.utilization.max{group=plain}", "ratio", busiest * 1.1));
    metrics.add(new MetricValue("host.cpu.utilization{group=plain}", "ratio", plainSum / STEPS));
    metrics.add(new MetricValue("host.cpu.utilization{group=carded}", "ratio", cardedSum / STEPS));
    metrics.add(new MetricValue("offload.utilization", "ratio", offloadSum / STEPS));
    columns.add(new TimeSeries.Column("host.cpu.utilization{group=plain}", "ratio", plain));
    columns.add(new TimeSeries.Column("host.cpu.utilization{group=carded}", "ratio", carded));
    columns.add(new TimeSeries.Column("offload.utilization", "ratio", offload));
  }

  private static void percentiles(
      String name, LatencyHistogram histogram, List<MetricValue> metrics) {
    Histogram counts = HistogramFiles.decode(histogram);
    metrics.add(new MetricValue(name + ".mean", "s", counts.getMean() / 1e9));
    metrics.add(new MetricValue(name + ".p50", "s", counts.getValueAtPercentile(50) / 1e9));
    metrics.add(new MetricValue(name + ".p95", "s", counts.getValueAtPercentile(95) / 1e9));
    metrics.add(new MetricValue(name + ".p99", "s", counts.getValueAtPercentile(99) / 1e9));
    metrics.add(new MetricValue(name + ".max", "s", counts.getMaxValue() / 1e9));
  }

  /** Folds replications the way an experiment does. */
  static Summary fold(List<Outcome> outcomes) {
    Outcome first = outcomes.get(0);
    List<MetricSummary> metrics = new ArrayList<>();
    for (int m = 0; m < first.metrics().size(); m++) {
      int at = m;
      double[] values = outcomes.stream().mapToDouble(o -> o.metrics().get(at).value()).toArray();
      metrics.add(summary(first.metrics().get(m).name(), first.metrics().get(m).unit(), values));
    }
    List<Summary.Band> bands = new ArrayList<>();
    for (int c = 0; c < first.series().columns().size(); c++) {
      bands.add(band(outcomes, c));
    }
    LinkedHashMap<String, LatencyHistogram> pooled = new LinkedHashMap<>(first.histograms());
    return new Summary(
        "flash-crowd",
        7,
        outcomes.size(),
        0.95,
        metrics,
        checks(metrics),
        List.of(),
        pooled,
        bands,
        STEP_NANOS,
        600_000_000_000L,
        6_600_000_000_000L,
        first.notices());
  }

  private static List<CheckResult> checks(List<MetricSummary> metrics) {
    MetricSummary p99 = named(metrics, "request.latency{runtime=container,service=web}.p99");
    MetricSummary rejected = named(metrics, "request.rejected.ratio");
    return List.of(
        new CheckResult(
            "request.latency{service=web}.p99 < 500ms",
            p99.mean() < 0.5,
            p99.mean(),
            p99.halfWidth(),
            0.95,
            0.5,
            "s",
            ""),
        new CheckResult(
            "request.rejected.ratio < 0.001",
            rejected.mean() < 0.001,
            rejected.mean(),
            rejected.halfWidth(),
            0.95,
            0.001,
            "ratio",
            ""));
  }

  private static MetricSummary named(List<MetricSummary> metrics, String name) {
    return metrics.stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }

  private static MetricSummary summary(String name, String unit, double[] values) {
    int n = values.length;
    double mean = mean(values);
    double stddev = deviation(values, mean);
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    return new MetricSummary(
        name, unit, n, mean, halfWidth(stddev, n), 0.95, stddev, least, greatest);
  }

  private static Summary.Band band(List<Outcome> outcomes, int column) {
    TimeSeries.Column first = outcomes.get(0).series().columns().get(column);
    double[] mean = new double[STEPS];
    double[] low = new double[STEPS];
    double[] high = new double[STEPS];
    for (int step = 0; step < STEPS; step++) {
      double[] values = new double[outcomes.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = outcomes.get(i).series().columns().get(column).values()[step];
      }
      mean[step] = mean(values);
      double half = halfWidth(deviation(values, mean[step]), values.length);
      low[step] = mean[step] - half;
      high[step] = mean[step] + half;
    }
    return new Summary.Band(first.name(), first.unit(), mean, low, high);
  }

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  static double deviation(double[] values, double mean) {
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
  }

  static double halfWidth(double stddev, int n) {
    return n < 2
        ? Double.NaN
        : new TDistribution(n - 1).inverseCumulativeProbability(0.975) * stddev / Math.sqrt(n);
  }
}
