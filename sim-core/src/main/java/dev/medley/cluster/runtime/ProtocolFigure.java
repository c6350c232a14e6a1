package dev.medley.cluster.runtime;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import java.util.List;

/**
 * A set of protocols with its source.
 *
 * @param value the protocols
 * @param source where it comes from
 */
@Doc("A set of protocols with its source")
public record ProtocolFigure(
    @Doc("The protocols") @Range(min = 0, max = 16) List<Protocol> value,
    @Doc("Where it comes from") String source) {

  /** Checks every component. */
  public ProtocolFigure {
    value = List.copyOf(value);
    Checks.of(ProtocolFigure.class).with("value", value).orThrow();
  }
}
