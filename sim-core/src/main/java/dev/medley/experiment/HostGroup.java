package dev.medley.experiment;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.check.Names;
import dev.medley.check.Range;
import dev.medley.cluster.offload.Bitstream;
import org.jspecify.annotations.Nullable;

/**
 * Identical hosts.
 *
 * @param name name, a label of metrics
 * @param count how many
 * @param type name of the host type
 * @param offload name of the offload card in each, or null for none
 * @param bitstream what is loaded into the card, or null for the card's own
 * @param addresses that each host can give to instances, or null for as many as they need
 * @param zone what its hosts fail together with, or null
 */
@Doc("Identical hosts")
public record HostGroup(
    @Doc("Name of the group; a label of metrics") String name,
    @Doc("Number of hosts") @Range(min = 1, max = 1_000_000) int count,
    @Doc("Name of the host type") String type,
    @Doc("Name of the offload card in each host") @Nullable String offload,
    @Doc("What is loaded into the card; without it, the card's own bitstream")
        @Nullable Bitstream bitstream,
    @Doc(
            "Addresses that each host can give to instances: one that has none left admits nobody"
                + " (a /24 range, usual in Kubernetes, has 254); without it, as many as they need")
        @Range(min = 1, max = 1_000_000_000)
        @Nullable Integer addresses,
    @Doc("Failure zone of its hosts; several groups may share one") @Nullable String zone) {

  /** Hosts without a zone, with as many addresses as their instances need. */
  public HostGroup(
      String name,
      int count,
      String type,
      @Nullable String offload,
      @Nullable Bitstream bitstream) {
    this(name, count, type, offload, bitstream, null, null);
  }

  /** Checks every component. */
  public HostGroup {
    Checks.of(HostGroup.class)
        .with("count", count)
        .with("addresses", addresses)
        .require(Names.isName(name), "name", Names.rule(name))
        .require(
            bitstream == null || offload != null,
            "bitstream",
            "needs an offload card to be loaded into")
        .require(zone == null || Names.isName(zone), "zone", Names.rule(String.valueOf(zone)))
        .orThrow();
  }
}
