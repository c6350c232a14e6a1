package dev.medley.cluster.runtime;

import dev.medley.check.Doc;
import dev.medley.distribution.DurationLaw;

/**
 * A duration with its source.
 *
 * @param law the duration
 * @param source where it comes from
 */
@Doc("A duration with its source")
public record LawFigure(
    @Doc("The duration") DurationLaw law, @Doc("Where it comes from") String source) {}
