package dev.medley.cluster.image;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.resource.Bandwidth;
import org.jspecify.annotations.Nullable;

/**
 * Where images come from; shared by all nodes that pull at once.
 *
 * @param bandwidth of its egress, or null for more than anybody asks
 * @param perConnection rate of one connection at most, or null for no limit
 * @param connections served at once, or null for no limit
 */
@Doc("Where images come from; shared by all nodes that pull at once")
public record RegistrySpec(
    @Doc("Egress that all connections share max-min fairly; without it, no limit")
        @Range(min = 1e3, max = 1e15)
        @Nullable Bandwidth bandwidth,
    @Doc("Most that one connection gets; a layer takes one connection; without it, no limit")
        @Range(min = 1e3, max = 1e15)
        @Nullable Bandwidth perConnection,
    @Doc("Connections served at once, further ones wait in order; without it, no limit")
        @Range(min = 1, max = 1e9)
        @Nullable Integer connections) {

  /** A registry without limits. */
  public static final RegistrySpec UNLIMITED = new RegistrySpec(null, null, null);

  /** Checks every component. */
  public RegistrySpec {
    Checks.of(RegistrySpec.class)
        .with("bandwidth", bandwidth)
        .with("perConnection", perConnection)
        .with("connections", connections)
        .orThrow();
  }
}
