package dev.medley.cluster.storage;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.distribution.DurationLaw;

/**
 * The way of one storage call from an instance to the device and back.
 *
 * @param latency application, kernel, block layer and device together
 * @param iops calls per second that one instance can start at most
 * @param source where the numbers come from
 */
@Doc("The way of one storage call from an instance to the device and back")
public record StoragePath(
    @Doc("Latency of one call: application, kernel, block layer and device") DurationLaw latency,
    @Doc("Calls per second that one instance can start at most; further calls wait")
        @Range(min = 1, max = 1e9)
        double iops,
    @Doc("Where the numbers come from") String source) {

  /** Checks every component. */
  public StoragePath {
    Checks.of(StoragePath.class).with("iops", iops).orThrow();
  }

  /** Least time between the starts of two calls of one instance, nanoseconds. */
  public long spacingNanos() {
    return Math.round(1e9 / iops);
  }
}
