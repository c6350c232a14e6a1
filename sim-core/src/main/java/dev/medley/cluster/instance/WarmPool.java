package dev.medley.cluster.instance;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.check.Range;

/**
 * Instances that have gone a part of their start path beforehand and wait to go the rest.
 *
 * @param size instances that wait
 * @param upTo the last stage that they have gone through
 */
@Doc(
    "Instances that have gone a part of their start path beforehand: they hold their memory, no"
        + " CPU; who asks for an instance gets one that waits, if its host has the CPU, and only"
        + " the remaining stages have to be gone; the pool is refilled in the background")
public record WarmPool(
    @Doc("Instances that wait; from time 0 on, where a host admits them")
        @Range(min = 1, max = 1_000_000)
        int size,
    @Doc("The last stage of the start path that they have gone through, for example guest-boot")
        String upTo) {
  /** Checks every component. */
  public WarmPool {
    Checks.of(WarmPool.class).with("size", size).orThrow();
  }
}
