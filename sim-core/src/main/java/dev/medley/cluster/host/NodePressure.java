package dev.medley.cluster.host;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.resource.Bytes;
import java.time.Duration;

/**
 * When a host's agent evicts instances because memory becomes scarce: the kubelet's node-pressure
 * eviction with a hard threshold.
 *
 * @param available evict when less is available
 * @param reclaim go on until so much more is available
 * @param period how often the agent looks; it evicts one instance at a time
 */
@Doc(
    "Node-pressure eviction: when a host's available memory falls below a threshold, its agent"
        + " evicts one instance per period, those that use more than they request first, the"
        + " greatest excess first; without it, only the kernel kills, when memory is exhausted")
public record NodePressure(
    @Doc("Evict when less memory is available (Kubernetes: memory.available<100Mi)")
        @Range(min = 0, max = 1e15)
        @Default("100Mi")
        Bytes available,
    @Doc("Go on until so much more is available (Kubernetes: eviction-minimum-reclaim)")
        @Range(min = 0, max = 1e15)
        @Default("0")
        Bytes reclaim,
    @Doc("How often hosts look, all at multiples of it (Kubernetes: every 10 s)")
        @Range(min = 0.01, max = 86_400)
        @Default("10s")
        Duration period) {
  /** Checks every component. */
  public NodePressure {
    Checks.of(NodePressure.class)
        .with("available", available)
        .with("reclaim", reclaim)
        .with("period", period)
        .orThrow();
  }
}
