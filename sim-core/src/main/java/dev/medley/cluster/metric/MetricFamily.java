package dev.medley.cluster.metric;

import java.util.List;
import java.util.Optional;

/** A kind of figure that runs emit: its name, unit, labels and statistics. */
public enum MetricFamily {
  /** Arrivals after warm-up. */
  REQUEST_COUNT("request.count", "1", false, "Arrivals after warm-up.", "service", "runtime"),
  /** Requests answered. */
  REQUEST_COMPLETED("request.completed", "1", false, "Requests answered.", "service", "runtime"),
  /** Requests refused: no instance ready, queue full, or instance terminated. */
  REQUEST_REJECTED(
      "request.rejected",
      "1",
      false,
      "Requests refused: no instance ready, queue full, or instance terminated.",
      "service",
      "runtime"),
  /** Rejected by arrived. */
  REQUEST_REJECTED_RATIO(
      "request.rejected.ratio", "ratio", false, "Rejected by arrived.", "service", "runtime"),
  /** Requests whose client gave up. */
  REQUEST_TIMEOUT(
      "request.timeout", "1", false, "Requests whose client gave up.", "service", "runtime"),
  /** Timed out by arrived. */
  REQUEST_TIMEOUT_RATIO(
      "request.timeout.ratio", "ratio", false, "Timed out by arrived.", "service", "runtime"),
  /** Requests on an instance that failed. */
  REQUEST_LOST(
      "request.lost", "1", false, "Requests on an instance that failed.", "service", "runtime"),
  /** Rejected, timed out and lost by arrived. */
  REQUEST_FAILED_RATIO(
      "request.failed.ratio",
      "ratio",
      false,
      "Rejected, timed out and lost by arrived.",
      "service",
      "runtime"),
  /** Arrived after warm-up and still under way at the end. */
  REQUEST_IN_FLIGHT(
      "request.inflight",
      "1",
      false,
      "Arrived after warm-up and still under way at the end.",
      "service",
      "runtime"),
  /** From arrival at the gateway to the response's arrival there, or to when the client gave up. */
  REQUEST_LATENCY(
      "request.latency",
      "s",
      true,
      "From arrival at the gateway to the response's arrival there, or to when the client gave up.",
      "service",
      "runtime"),
  /** In the instance's queue only; requests that got that far. */
  REQUEST_WAIT(
      "request.wait",
      "s",
      true,
      "In the instance's queue only; requests that got that far.",
      "service",
      "runtime"),
  /** Requests that waited at the gateway for an instance with a free slot and got one. */
  REQUEST_HELD(
      "request.held",
      "1",
      false,
      "Requests that waited at the gateway for an instance with a free slot and got one.",
      "service",
      "runtime"),
  /**
   * Cold by arrived: a cold request is answered by an instance that became ready after it arrived.
   */
  REQUEST_COLD_RATIO(
      "request.cold.ratio",
      "ratio",
      false,
      "Cold by arrived: a cold request is answered by an instance that became ready after it arrived.",
      "service",
      "runtime"),
  /** At the gateway, of cold requests. */
  REQUEST_COLD_WAIT(
      "request.cold.wait", "s", true, "At the gateway, of cold requests.", "service", "runtime"),
  /** Batch jobs submitted. */
  JOB_COUNT("job.count", "1", false, "Batch jobs submitted.", "service", "runtime"),
  /** Batch jobs done. */
  JOB_COMPLETED("job.completed", "1", false, "Batch jobs done.", "service", "runtime"),
  /** Batch jobs that wait or compute at the end. */
  JOB_UNFINISHED(
      "job.unfinished",
      "1",
      false,
      "Batch jobs that wait or compute at the end.",
      "service",
      "runtime"),
  /** How often a batch job lost its instance and began anew. */
  JOB_RESTARTED(
      "job.restarted",
      "1",
      false,
      "How often a batch job lost its instance and began anew.",
      "service",
      "runtime"),
  /** From submission to the completion of the last batch job; none while jobs are unfinished. */
  JOB_MAKESPAN(
      "job.makespan",
      "s",
      false,
      "From submission to the completion of the last batch job; none while jobs are unfinished.",
      "service",
      "runtime"),
  /** From submission to completion, of the batch jobs that are done. */
  JOB_DURATION(
      "job.duration",
      "s",
      true,
      "From submission to completion, of the batch jobs that are done.",
      "service",
      "runtime"),
  /** From submission of a batch job to the first time that it computes. */
  JOB_WAIT(
      "job.wait",
      "s",
      true,
      "From submission of a batch job to the first time that it computes.",
      "service",
      "runtime"),
  /** From asked for to ready. */
  INSTANCE_START("instance.start", "s", true, "From asked for to ready.", "service", "runtime"),
  /** One stage of the start path, waiting for what it uses included. */
  INSTANCE_START_STAGE(
      "instance.start.stage",
      "s",
      true,
      "One stage of the start path, waiting for what it uses included.",
      "service",
      "stage"),
  /** Ready instances of all services, mean over time. */
  INSTANCE_READY_COUNT(
      "instance.ready.count", "1", false, "Ready instances of all services, mean over time."),
  /**
   * From the begin of a pull until the image is on the node, verification and unpacking included.
   */
  IMAGE_PULL(
      "image.pull",
      "s",
      true,
      "From the begin of a pull until the image is on the node, verification and unpacking included.",
      "service",
      "runtime"),
  /** Pulls that ended with the image on the node. */
  IMAGE_PULL_COUNT(
      "image.pull.count",
      "1",
      false,
      "Pulls that ended with the image on the node.",
      "service",
      "runtime"),
  /** Pulls given up because no instance waited for them any more. */
  IMAGE_PULL_DROPPED(
      "image.pull.dropped",
      "1",
      false,
      "Pulls given up because no instance waited for them any more.",
      "service",
      "runtime"),
  /** Compressed bytes that nodes pulled, those of dropped pulls included. */
  IMAGE_PULL_BYTES(
      "image.pull.bytes",
      "bytes",
      false,
      "Compressed bytes that nodes pulled, those of dropped pulls included.",
      "service",
      "runtime"),
  /** Compressed bytes that placed instances found on their node by those they needed. */
  IMAGE_CACHE_HIT_RATIO(
      "image.cache.hit.ratio",
      "ratio",
      false,
      "Compressed bytes that placed instances found on their node by those they needed.",
      "service",
      "runtime"),
  /** Times an image was evicted from a node's disk. */
  IMAGE_EVICTIONS(
      "image.evictions",
      "1",
      false,
      "Times an image was evicted from a node's disk.",
      "service",
      "runtime"),
  /** Bytes that a registry sent. */
  REGISTRY_EGRESS_BYTES(
      "registry.egress.bytes", "bytes", false, "Bytes that a registry sent.", "registry"),
  /** Bytes that a registry sent by what its bandwidth could have, mean over time. */
  REGISTRY_UTILIZATION(
      "registry.utilization",
      "ratio",
      false,
      "Bytes that a registry sent by what its bandwidth could have, mean over time.",
      "registry"),
  /** Instances that wait because no host admits them, mean over time. */
  INSTANCE_UNSCHEDULED(
      "instance.unscheduled",
      "1",
      false,
      "Instances that wait because no host admits them, mean over time.",
      "service",
      "runtime"),
  /** Most instances that waited at once because no host admitted them. */
  INSTANCE_UNSCHEDULED_MAX(
      "instance.unscheduled.max",
      "1",
      false,
      "Most instances that waited at once because no host admitted them.",
      "service",
      "runtime"),
  /** Instances that came from the warm pool. */
  WARM_POOL_HITS(
      "warm.pool.hits",
      "1",
      false,
      "Instances that came from the warm pool.",
      "service",
      "runtime"),
  /** Instances that were asked for when the warm pool had none that fits. */
  WARM_POOL_MISSES(
      "warm.pool.misses",
      "1",
      false,
      "Instances that were asked for when the warm pool had none that fits.",
      "service",
      "runtime"),
  /** Instances in the warm pool, on their way to it included, mean over time. */
  WARM_POOL_SIZE(
      "warm.pool.size",
      "1",
      false,
      "Instances in the warm pool, on their way to it included, mean over time.",
      "service",
      "runtime"),
  /** CPU used by CPU requested of every instance that was recorded, mean over samples. */
  INSTANCE_CPU_UTILIZATION(
      "instance.cpu.utilization",
      "ratio",
      false,
      "CPU used by CPU requested of every instance that was recorded, mean over samples.",
      "service",
      "runtime"),
  /** The same in the greatest sample of any instance. */
  INSTANCE_CPU_UTILIZATION_MAX(
      "instance.cpu.utilization.max",
      "ratio",
      false,
      "The same in the greatest sample of any instance.",
      "service",
      "runtime"),
  /** Instances killed because they passed their own memory limit. */
  INSTANCE_OOM_KILLS(
      "instance.oom.kills",
      "1",
      false,
      "Instances killed because they passed their own memory limit.",
      "service",
      "runtime"),
  /** Instances killed because their host's memory was exhausted. */
  INSTANCE_OOM_KILLS_HOST(
      "instance.oom.kills.host",
      "1",
      false,
      "Instances killed because their host's memory was exhausted.",
      "service",
      "runtime"),
  /** Instances evicted because their host's memory became scarce. */
  INSTANCE_EVICTIONS(
      "instance.evictions",
      "1",
      false,
      "Instances evicted because their host's memory became scarce.",
      "service",
      "runtime"),
  /** From ready to killed, of the instances that leaked and were killed. */
  INSTANCE_LEAK_LIFE(
      "instance.leak.life",
      "s",
      true,
      "From ready to killed, of the instances that leaked and were killed.",
      "service",
      "runtime"),
  /** Replicas asked for, mean over time. */
  REPLICAS_DESIRED(
      "replicas.desired", "1", false, "Replicas asked for, mean over time.", "service", "runtime"),
  /** Replicas ready, mean over time. */
  REPLICAS_READY(
      "replicas.ready", "1", false, "Replicas ready, mean over time.", "service", "runtime"),
  /** Most replicas asked for at once. */
  REPLICAS_DESIRED_MAX(
      "replicas.desired.max", "1", false, "Most replicas asked for at once.", "service", "runtime"),
  /** Decisions that changed the number of replicas asked for. */
  SCALE_EVENTS(
      "scale.events",
      "1",
      false,
      "Decisions that changed the number of replicas asked for.",
      "service",
      "runtime"),
  /** CPU in use by all cores, network functions included, mean over time. */
  HOST_CPU_UTILIZATION(
      "host.cpu.utilization",
      "ratio",
      false,
      "CPU in use by all cores, network functions included, mean over time.",
      "group"),
  /** Share of all cores that network functions take, a constant of the model. */
  HOST_CPU_NETWORK(
      "host.cpu.network",
      "ratio",
      false,
      "Share of all cores that network functions take, a constant of the model.",
      "group"),
  /** The same in the busiest step (a minute, unless the run is short). */
  HOST_CPU_UTILIZATION_MAX(
      "host.cpu.utilization.max",
      "ratio",
      false,
      "The same in the busiest step (a minute, unless the run is short).",
      "group"),
  /** Memory that instances reserve by what hosts have, mean over time. */
  HOST_MEMORY_RESERVED(
      "host.memory.reserved",
      "ratio",
      false,
      "Memory that instances reserve by what hosts have, mean over time.",
      "group"),
  /** Memory that instances use by what hosts have, mean over time. */
  HOST_MEMORY_UTILIZATION(
      "host.memory.utilization",
      "ratio",
      false,
      "Memory that instances use by what hosts have, mean over time.",
      "group"),
  /** The same on any host at any instant, the greatest. */
  HOST_MEMORY_UTILIZATION_MAX(
      "host.memory.utilization.max",
      "ratio",
      false,
      "The same on any host at any instant, the greatest.",
      "group"),
  /** Busy time of the gateways on the cards: bytes passed by their rate. */
  OFFLOAD_UTILIZATION(
      "offload.utilization",
      "ratio",
      false,
      "Busy time of the gateways on the cards: bytes passed by their rate.",
      "group"),
  /** Hosts whose card did not load its bitstream. */
  OFFLOAD_REFUSED(
      "offload.refused", "1", false, "Hosts whose card did not load its bitstream.", "group"),
  /** Times that a host went down. */
  HOST_FAILURES("host.failures", "1", false, "Times that a host went down.", "group"),
  /** Time that hosts were down, added up over hosts. */
  HOST_DOWN_TIME(
      "host.down.time", "s", false, "Time that hosts were down, added up over hosts.", "group"),
  /** Share of time in which a host was up, mean over hosts. */
  HOST_AVAILABILITY(
      "host.availability",
      "ratio",
      false,
      "Share of time in which a host was up, mean over hosts.",
      "group"),
  /** Placed instances that stopped serving although nobody asked them to. */
  INSTANCE_FAILURES(
      "instance.failures",
      "1",
      false,
      "Placed instances that stopped serving although nobody asked them to.",
      "service",
      "runtime",
      "cause"),
  /** Instances started again in place, on the same host. */
  INSTANCE_RESTARTS(
      "instance.restarts",
      "1",
      false,
      "Instances started again in place, on the same host.",
      "service",
      "runtime"),
  /** Instances given up because their host was not ready for too long. */
  INSTANCE_EVICTED(
      "instance.evicted",
      "1",
      false,
      "Instances given up because their host was not ready for too long.",
      "service",
      "runtime"),
  /** Share of time in which at least one instance served, or none was asked for. */
  SERVICE_AVAILABILITY(
      "service.availability",
      "ratio",
      false,
      "Share of time in which at least one instance served, or none was asked for.",
      "service",
      "runtime"),
  /** Share of time in which as many instances served as were asked for. */
  SERVICE_COMPLETE(
      "service.complete",
      "ratio",
      false,
      "Share of time in which as many instances served as were asked for.",
      "service",
      "runtime"),
  /** From a failure until as many instances served as were asked for again. */
  SERVICE_RECOVERY(
      "service.recovery",
      "s",
      true,
      "From a failure until as many instances served as were asked for again.",
      "service",
      "runtime"),
  /** Hosts, cards, instances and egress after warm-up at the scenario's prices; none without. */
  COST_TOTAL(
      "cost.total",
      "currency",
      false,
      "Hosts, cards, instances and egress after warm-up at the scenario's prices; none without.",
      "part"),
  /** Live migrations that ended on their target. */
  MIGRATION_COUNT(
      "migration.count",
      "1",
      false,
      "Live migrations that ended on their target.",
      "service",
      "runtime"),
  /** Live migrations that failed. */
  MIGRATION_FAILED(
      "migration.failed",
      "1",
      false,
      "Live migrations that failed, by reason; the instance serves on unless it was what failed.",
      "service",
      "reason"),
  /** From the beginning of a live migration until the instance runs on the target. */
  MIGRATION_DURATION(
      "migration.duration",
      "s",
      true,
      "From the beginning of a live migration until the instance runs on the target.",
      "service",
      "runtime"),
  /** How long an instance stands still in a live migration. */
  MIGRATION_DOWNTIME(
      "migration.downtime",
      "s",
      true,
      "How long an instance stands still in a live migration.",
      "service",
      "runtime"),
  /** Rounds of pre-copy per live migration that ended on its target, mean. */
  MIGRATION_ROUNDS(
      "migration.rounds",
      "1",
      false,
      "Rounds of pre-copy per live migration that ended on its target, mean.",
      "service",
      "runtime"),
  /** Sent by live migrations, failed ones included. */
  MIGRATION_BYTES(
      "migration.bytes",
      "B",
      false,
      "Sent by live migrations, failed ones included.",
      "service",
      "runtime"),
  /** Instances that were evicted from hosts being drained. */
  EVICTION_COUNT(
      "eviction.count",
      "1",
      false,
      "Instances that were evicted from hosts being drained.",
      "service",
      "runtime"),
  /** Evictions that the disruption budget refused; each is tried again after 5 s. */
  EVICTION_REFUSED(
      "eviction.refused",
      "1",
      false,
      "Evictions that the disruption budget refused; each is tried again after 5 s.",
      "service",
      "runtime"),
  /** From the cordon of a host until it was empty. */
  DRAIN_DURATION("drain.duration", "s", true, "From the cordon of a host until it was empty."),
  /** Hosts that were emptied for maintenance. */
  DRAIN_COUNT("drain.count", "1", false, "Hosts that were emptied for maintenance."),
  /** Drains that were given up at their time-out. */
  DRAIN_GIVEN_UP("drain.given.up", "1", false, "Drains that were given up at their time-out."),
  /** From the beginning of an update until all instances are of one version again. */
  UPDATE_DURATION(
      "update.duration",
      "s",
      false,
      "From the beginning of an update until all instances are of one version again.",
      "service",
      "runtime"),
  /** Updates that ended with all instances of the new version. */
  UPDATE_COMPLETED(
      "update.completed",
      "1",
      false,
      "Updates that ended with all instances of the new version.",
      "service",
      "runtime"),
  /** Updates without progress for as long as their deadline. */
  UPDATE_FAILED(
      "update.failed",
      "1",
      false,
      "Updates without progress for as long as their deadline.",
      "service",
      "runtime"),
  /** Updates that ended with all instances of the old version. */
  UPDATE_ROLLED_BACK(
      "update.rolled.back",
      "1",
      false,
      "Updates that ended with all instances of the old version.",
      "service",
      "runtime"),
  /** Most instances at once during an update, those that terminate not counted. */
  UPDATE_INSTANCES_MAX(
      "update.instances.max",
      "1",
      false,
      "Most instances at once during an update, those that terminate not counted.",
      "service",
      "runtime"),
  /** Least available instances during an update. */
  UPDATE_AVAILABLE_MIN(
      "update.available.min",
      "1",
      false,
      "Least available instances during an update.",
      "service",
      "runtime"),
  /** Time in which an SLO was violated, step by step. */
  SLO_VIOLATION_TIME(
      "slo.violation.time", "s", false, "Time in which an SLO was violated, step by step.", "slo"),
  /** Events fired per request that arrived, warm-up included. */
  EVENTS_PER_REQUEST(
      "events.per.request", "1", false, "Events fired per request that arrived, warm-up included.");

  /** Statistics of a family that is a distribution, in order of output. */
  public static final List<String> STATISTICS =
      List.of("mean", "p50", "p90", "p95", "p99", "p999", "max");

  private final String text;
  private final String unit;
  private final boolean distribution;
  private final String meaning;
  private final List<String> labels;

  MetricFamily(String text, String unit, boolean distribution, String meaning, String... labels) {
    this.text = text;
    this.unit = unit;
    this.distribution = distribution;
    this.meaning = meaning;
    this.labels = List.of(labels);
  }

  /** Name, for example {@code request.latency}. */
  public String text() {
    return text;
  }

  /** What it is, in one sentence. */
  public String meaning() {
    return meaning;
  }

  /** Base unit: {@code s}, {@code 1}, {@code B}, {@code bytes}, {@code ratio}, {@code currency}. */
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
