package dev.medley.cluster.network;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.distribution.DurationLaw;

/**
 * The hop between an instance and the gateway, in one direction.
 *
 * @param latency of one message, without its transfer time
 * @param throughput of one instance
 * @param gateway whether requests pass the host's gateway
 * @param source where the numbers come from
 */
@Doc("The hop between an instance and the gateway, in one direction")
public record NetworkPath(
    @Doc("Latency of one message, without its transfer time") DurationLaw latency,
    @Doc("Throughput of one instance; a message takes latency + bits / throughput")
        @Range(min = 1e3, max = 1e15)
        Bandwidth throughput,
    @Doc("Whether requests pass the gateway of the instance's host") @Default("true")
        boolean gateway,
    @Doc("Where the numbers come from") String source) {

  /** Checks every component. */
  public NetworkPath {
    Checks.of(NetworkPath.class).with("throughput", throughput).orThrow();
  }
}
