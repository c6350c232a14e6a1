package dev.medley.cluster.host;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hosts of one group that are emptied, worked on and given back, some at a time.
 *
 * @param hosts name of the group
 * @param first index within the group of the first host
 * @param count how many hosts, or null for all from the first on
 * @param at when the first is cordoned
 * @param duration of the work on an empty host, or null when hosts do not return
 * @param atOnce hosts that are drained or worked on at once
 * @param timeout after which a drain is given up and its host used again, or null for never
 */
@Doc(
    "Hosts that are emptied, worked on and given back: each is cordoned, its instances migrate where"
        + " the service says how, or else are evicted within their disruption budget and replaced"
        + " elsewhere; an eviction that is refused is tried again every 5 s")
public record Maintenance(
    @Doc("Name of the host group") String hosts,
    @Doc("Index within the group of the first host, from 0")
        @Range(min = 0, max = 1_000_000)
        @Default("0")
        int first,
    @Doc("How many hosts, one after the other; without it, all from the first on")
        @Range(min = 1, max = 1_000_000)
        @Nullable Integer count,
    @Doc("When the first host is cordoned") @Range(min = 0, max = 315_360_000) Duration at,
    @Doc("Work on an empty host, before it is used again; without it, hosts do not return")
        @Range(min = 0, max = 315_360_000)
        @Nullable Duration duration,
    @Doc("Hosts that are drained or worked on at once")
        @Range(min = 1, max = 1_000_000)
        @Default("1")
        int atOnce,
    @Doc("A drain that takes longer is given up and its host used again; without it, never")
        @Range(min = 0.001, max = 315_360_000)
        @Nullable Duration timeout) {
  /** Checks every component. */
  public Maintenance {
    Checks.of(Maintenance.class)
        .with("first", first)
        .with("count", count)
        .with("at", at)
        .with("duration", duration)
        .with("atOnce", atOnce)
        .with("timeout", timeout)
        .orThrow();
  }
}
