package dev.medley.cluster.runtime;

import dev.medley.check.Doc;

/**
 * A yes or no with its source.
 *
 * @param value whether it holds
 * @param source where it comes from
 */
@Doc("A yes or no with its source")
public record FlagFigure(
    @Doc("Whether it holds") boolean value, @Doc("Where it comes from") String source) {}
