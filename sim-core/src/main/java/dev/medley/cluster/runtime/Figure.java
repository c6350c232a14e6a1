package dev.medley.cluster.runtime;

import dev.medley.check.Doc;

/**
 * A number with its source.
 *
 * @param value the number
 * @param source where it comes from
 */
@Doc("A number with its source")
public record Figure(@Doc("The number") double value, @Doc("Where it comes from") String source) {}
