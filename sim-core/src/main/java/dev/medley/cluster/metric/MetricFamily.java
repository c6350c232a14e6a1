package dev.medley.cluster.metric;

import java.util.List;
import java.util.Optional;

/** A kind of figure that runs emit: its name, unit, labels and statistics. */
public enum MetricFamily {
  /** Arrivals after warm-up. */
  REQUEST_COUNT("request.count", "1", false, "service", "runtime"),
  /** Requests answered. */
  REQUEST_COMPLETED("request.completed", "1", false, "service", "runtime"),
  /** Requests refused: no instance ready, queue full, or instance terminated. */
  REQUEST_REJECTED("request.rejected", "1", false, "service", "runtime"),
  /** Rejected by arrived. */
  REQUEST_REJECTED_RATIO("request.rejected.ratio", "ratio", false, "service", "runtime"),
  /** Requests whose client gave up. */
  REQUEST_TIMEOUT("request.timeout", "1", false, "service", "runtime"),
  /** Timed out by arrived. */
  REQUEST_TIMEOUT_RATIO("request.timeout.ratio", "ratio", false, "service", "runtime"),
  /** Arrived after warm-up and still under way at the end. */
  REQUEST_IN_FLIGHT("request.inflight", "1", false, "service", "runtime"),
  /** From arrival at the gateway to the response's arrival there, or to when the client gave up. */
  REQUEST_LATENCY("request.latency", "s", true, "service", "runtime"),
  /** In the instance's queue only; requests that got that far. */
  REQUEST_WAIT("request.wait", "s", true, "service", "runtime"),
  /** From asked for to ready. */
  INSTANCE_START("instance.start", "s", true, "service", "runtime"),
  /** One stage of the start path. */
  INSTANCE_START_STAGE("instance.start.stage", "s", true, "service", "stage"),
  /** Ready instances of all services, mean over time. */
  INSTANCE_READY_COUNT("instance.ready.count", "1", false),
  /** Instances never placed by the end. */
  INSTANCE_UNSCHEDULED("instance.unscheduled", "1", false, "service", "runtime"),
  /** Replicas asked for, mean over time. */
  REPLICAS_DESIRED("replicas.desired", "1", false, "service", "runtime"),
  /** Replicas ready, mean over time. */
  REPLICAS_READY("replicas.ready", "1", false, "service", "runtime"),
  /** Most replicas asked for at once. */
  REPLICAS_DESIRED_MAX("replicas.desired.max", "1", false, "service", "runtime"),
  /** Decisions that changed the number of replicas asked for. */
  SCALE_EVENTS("scale.events", "1", false, "service", "runtime"),
  /** CPU in use by all cores, network functions included, mean over time. */
  HOST_CPU_UTILIZATION("host.cpu.utilization", "ratio", false, "group"),
  /** The same in the busiest step (a minute, unless the run is short). */
  HOST_CPU_UTILIZATION_MAX("host.cpu.utilization.max", "ratio", false, "group"),
  /** Busy time of the cards' gateways. */
  OFFLOAD_UTILIZATION("offload.utilization", "ratio", false, "group"),
  /** Hosts whose card did not load its bitstream. */
  OFFLOAD_REFUSED("offload.refused", "1", false, "group"),
  /** Hosts, cards, instances and egress at the scenario's prices, after warm-up. */
  COST_TOTAL("cost.total", "currency", false),
  /** Time in which an SLO was violated, step by step. */
  SLO_VIOLATION_TIME("slo.violation.time", "s", false, "slo"),
  /** Events fired per request that arrived, warm-up included. */
  EVENTS_PER_REQUEST("events.per.request", "1", false);

  /** Statistics of a family that is a distribution, in order of output. */
  public static final List<String> STATISTICS =
      List.of("mean", "p50", "p90", "p95", "p99", "p999", "max");

  private final String text;
  private final String unit;
  private final boolean distribution;
  private final List<String> labels;

  MetricFamily(String text, String unit, boolean distribution, String... labels) {
    this.text = text;
    this.unit = unit;
    this.distribution = distribution;
    this.labels = List.of(labels);
  }

  /** Name, for example {@code request.latency}. */
  public String text() {
    return text;
  }

  /** Base unit: {@code s}, {@code 1}, {@code ratio} or {@code currency}. */
  public String unit() {
    return unit;
  }

  /** Whether it is a distribution, so that a figure of it needs a statistic. */
  public boolean isDistribution() {
    return distribution;
  }

  /** Labels that its parts carry. */
  public List<String> labels() {
    return labels;
  }

  /** The family of a name, if there is one. */
  public static Optional<MetricFamily> of(String name) {
    for (MetricFamily family : values()) {
      if (family.text.equals(name)) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }

  /** Quantile of a statistic such as {@code p99} or {@code p999}, or NaN for mean and max. */
  public static double quantile(String statistic) {
    if (statistic.length() < 2 || statistic.charAt(0) != 'p') {
      return Double.NaN;
    }
    double scale = 1;
    double digits = 0;
    for (int i = 1; i < statistic.length(); i++) {
      digits = digits * 10 + (statistic.charAt(i) - '0');
      scale *= 10;
    }
    return digits / scale;
  }
}
