package dev.medley.cluster.runtime;

import dev.medley.check.Doc;
import dev.medley.cluster.resource.Bytes;

/**
 * An amount of memory with its source.
 *
 * @param value the amount
 * @param source where it comes from
 */
@Doc("An amount of memory with its source")
public record MemoryFigure(
    @Doc("The amount") Bytes value, @Doc("Where it comes from") String source) {}
