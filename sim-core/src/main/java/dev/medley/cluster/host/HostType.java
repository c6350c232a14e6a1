package dev.medley.cluster.host;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Names;
import dev.medley.check.Range;
import dev.medley.cluster.network.GatewaySpec;
import dev.medley.cluster.offload.OffloadCard;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A kind of host.
 *
 * @param name name in scenario files
 * @param summary one line
 * @param cores CPU cores
 * @param memory memory
 * @param link rate of its network link
 * @param storage bandwidth of its storage
 * @param features what runtimes may require of it
 * @param networkFunctions network function to the share of all cores it costs without a card
 * @param gateway the gateway without a card
 * @param source where the numbers come from
 */
@Doc("A kind of host")
public record HostType(
    @Doc("Name in scenario files") String name,
    @Doc("What it is, in one line") String summary,
    @Doc("CPU cores") @Range(min = 1, max = 100_000) int cores,
    @Doc("Memory") @Range(min = 1, max = 1e15) Bytes memory,
    @Doc("Rate of its network link; image pulls go over it") @Range(min = 1e3, max = 1e15)
        Bandwidth link,
    @Doc("Bandwidth of its storage; disk images are read at it") @Range(min = 1e3, max = 1e15)
        Bandwidth storage,
    @Doc("What runtimes may require, for example hardware-virtualization") @Default("[]")
        List<String> features,
    @Doc("Network function to the share of all cores that it costs without an offload card")
        @Default("{}")
        Map<String, Double> networkFunctions,
    @Doc("The gateway without an offload card") GatewaySpec gateway,
    @Doc("Where the numbers come from") String source) {

  /** Checks every component. */
  public HostType {
    Checks checks =
        Checks.of(HostType.class)
            .require(Names.isName(name), "name", Names.rule(name))
            .with("cores", cores)
            .with("memory", memory)
            .with("link", link)
            .with("storage", storage);
    double sum = 0;
    for (Map.Entry<String, Double> function : networkFunctions.entrySet()) {
      double share = function.getValue();
      checks.require(
          share >= 0 && share < 1,
          "networkFunctions." + function.getKey(),
          "must be >= 0 and < 1 (was " + share + ")");
      sum += share;
    }
    checks.require(
        sum < 1, "networkFunctions", "shares must sum to < 1 of the cores (was " + sum + ")");
    checks.orThrow();
  }

  /**
   * Share of all cores that the network functions take.
   *
   * @param card the card that works in the host, or null for none
   */
  public double networkShare(@Nullable OffloadCard card) {
    double share = 0;
    for (Map.Entry<String, Double> function : networkFunctions.entrySet()) {
      Double remaining = card == null ? null : card.remaining().get(function.getKey());
      share += remaining == null ? function.getValue() : remaining;
    }
    return share;
  }
}
