package dev.medley.cluster.runtime;

import dev.medley.check.Doc;
import dev.medley.cluster.resource.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * An amount of memory with its source.
 *
 * @param value the amount
 * @param source where it comes from
 */
@Doc("An amount of memory with its source")
public record MemoryFigure(
    @Doc("The amount") Bytes value, @Doc("Where it comes from") String source) {

  /** The lesser of two limits, of which either may be missing; the first among equals. */
  static @Nullable MemoryFigure less(@Nullable MemoryFigure one, @Nullable MemoryFigure other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.value.bytes() < one.value.bytes() ? other : one;
  }
}
