package dev.medley.cluster.runtime;

import dev.medley.check.Doc;
import dev.medley.distribution.DurationLaw;
import org.jspecify.annotations.Nullable;

/**
 * A duration with its source.
 *
 * @param law the duration
 * @param source where it comes from
 * @param uses what it occupies of the host, or null for nothing
 */
@Doc("A duration with its source")
public record LawFigure(
    @Doc("The duration") DurationLaw law,
    @Doc("Where it comes from") String source,
    @Doc("What it occupies of the host meanwhile; without it, nothing") @Nullable HostUse uses) {

  /** A plain wait. */
  public LawFigure(DurationLaw law, String source) {
    this(law, source, null);
  }
}
