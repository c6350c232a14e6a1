package dev.medley.experiment;

import dev.medley.cluster.host.HostType;
import dev.medley.cluster.offload.OffloadCard;
import dev.medley.cluster.runtime.RuntimeDefinition;
import java.util.Map;

/**
 * What scenarios can name: runtimes, host types and offload cards, by name.
 *
 * @param runtimes runtimes
 * @param hostTypes host types
 * @param cards offload cards
 */
public record Catalog(
    Map<String, RuntimeDefinition> runtimes,
    Map<String, HostType> hostTypes,
    Map<String, OffloadCard> cards) {}
