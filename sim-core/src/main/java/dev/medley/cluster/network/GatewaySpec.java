package dev.medley.cluster.network;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.distribution.DurationLaw;

/**
 * The gateway in front of a host's instances: a queue with one server at a rate, then a hop.
 *
 * @param latency of the hop
 * @param throughput at which messages pass one after the other
 * @param source where the numbers come from
 */
@Doc("The gateway in front of a host's instances")
public record GatewaySpec(
    @Doc("Latency that a request gains in the gateway") DurationLaw latency,
    @Doc("Rate at which messages pass, one after the other") @Range(min = 1e3, max = 1e15)
        Bandwidth throughput,
    @Doc("Where the numbers come from") String source) {

  /** Checks every component. */
  public GatewaySpec {
    Checks.of(GatewaySpec.class).with("throughput", throughput).orThrow();
  }
}
