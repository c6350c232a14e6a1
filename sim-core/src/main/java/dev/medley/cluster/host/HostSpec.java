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
 * @param zone what it fails together with, or null when its group has no zone
 */
public record HostSpec(
    int group, String groupName, HostType type, @Nullable OffloadCard card, @Nullable String zone) {

  /** A host without a zone. */
  public HostSpec(int group, String groupName, HostType type, @Nullable OffloadCard card) {
    this(group, groupName, type, card, null);
  }

  /** CPU that is left for instances, thousandths of a core. */
  public long allocatableCpuMilli() {
    return Math.round(type.cores() * 1000.0 * (1 - type.networkShare(card)));
  }
}
