package dev.medley.cluster.offload;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.check.Names;
import dev.medley.check.Range;
import dev.medley.cluster.network.GatewaySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An offload card: the network functions it takes over, and its gateway.
 *
 * @param name name in scenario files
 * @param summary one line
 * @param remaining network function to the share of host CPU that stays after offload
 * @param gateway the gateway on the card
 * @param allowedProtocols protocols whose bitstreams may be loaded
 * @param bitstream what is loaded unless a host group names another
 * @param source where the numbers come from
 */
@Doc("An offload card: the network functions it takes over, and its gateway")
public record OffloadCard(
    @Doc("Name in scenario files") String name,
    @Doc("What it is, in one line") String summary,
    @Doc("Network function to the share of the host's CPU that it still costs on this card")
        @Range(min = 1)
        Map<String, Double> remaining,
    @Doc("The gateway on the card") GatewaySpec gateway,
    @Doc("Protocols whose bitstreams may be loaded") List<String> allowedProtocols,
    @Doc("What is loaded unless a host group names another") Bitstream bitstream,
    @Doc("Where the numbers come from") String source) {

  /** Checks every component. */
  public OffloadCard {
    Checks checks =
        Checks.of(OffloadCard.class)
            .require(Names.isName(name), "name", Names.rule(name))
            .with("remaining", remaining);
    remaining.forEach(
        (function, share) ->
            checks.require(
                share >= 0 && share < 1,
                "remaining." + function,
                "must be >= 0 and < 1 (was " + share + ")"));
    checks.orThrow();
  }

  /** Why a bitstream is refused, or empty when it loads. */
  public Optional<Refusal> refusal(Bitstream candidate) {
    if (!candidate.signed()) {
      return Optional.of(Refusal.UNSIGNED);
    }
    return allowedProtocols.contains(candidate.protocol())
        ? Optional.empty()
        : Optional.of(Refusal.PROTOCOL_NOT_ALLOWED);
  }
}
