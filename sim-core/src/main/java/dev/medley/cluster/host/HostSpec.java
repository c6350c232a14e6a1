package dev.medley.cluster.host;

import dev.medley.cluster.offload.OffloadCard;
import org.jspecify.annotations.Nullable;

/**
 * What one host of a run is.
 *
 * @param group index of its group
 * @param groupName name of its group
 * @param type its type
 * @param card the card that works in it, or null: none, or its bitstream was refused
 * @param addresses how many it can give to instances
 * @param zone what it fails together with, or null when its group has no zone
 */
public record HostSpec(
    int group,
    String groupName,
    HostType type,
    @Nullable OffloadCard card,
    int addresses,
    @Nullable String zone) {
  /** As many addresses as instances need. */
  public static final int NO_ADDRESS_LIMIT = Integer.MAX_VALUE;

  /** A host without a zone, with as many addresses as its instances need. */
  public HostSpec(int group, String groupName, HostType type, @Nullable OffloadCard card) {
    this(group, groupName, type, card, NO_ADDRESS_LIMIT, null);
  }

  /** CPU that is left for instances, thousandths of a core. */
  public long allocatableCpuMilli() {
    return Math.round(type.cores() * 1000.0 * (1 - type.networkShare(card)));
  }
}
