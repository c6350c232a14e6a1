package dev.medley.scenarios.yaml;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.offload.OffloadCard;
import dev.medley.cluster.runtime.RuntimeDefinition;
import dev.medley.experiment.Scenario;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file that adds something scenarios can name: exactly one runtime, host type or offload card.
 *
 * @param apiVersion version of the format
 * @param runtime a runtime
 * @param hostType a host type
 * @param offloadCard an offload card
 */
@Doc("A file that adds one runtime, host type or offload card")
public record CatalogFile(
    @Doc("Version of this format: medley/v1") String apiVersion,
    @Doc("A runtime: what runs an instance") @Nullable RuntimeDefinition runtime,
    @Doc("A kind of host") @Nullable HostType hostType,
    @Doc("An offload card") @Nullable OffloadCard offloadCard) {

  /** Checks that there is exactly one thing. */
  public CatalogFile {
    long things =
        Stream.<@Nullable Object>of(runtime, hostType, offloadCard)
            .filter(Objects::nonNull)
            .count();
    Checks.of(CatalogFile.class)
        .require(
            apiVersion.equals(Scenario.VERSION),
            "apiVersion",
            "must be " + Scenario.VERSION + " (was " + apiVersion + ")")
        .require(
            things == 1,
            "",
            "must hold exactly one of runtime, hostType, offloadCard (held " + things + ")")
        .require(
            runtime == null
                || runtime.layers().isEmpty()
                || (runtime.nominal() == null && runtime.empirical() == null),
            "runtime.layers",
            "must stand alone: the profiles of a runtime of layers follow from them")
        .orThrow();
  }

  /** Whether a document names any of the three at its top, and so cannot be a scenario. */
  public static boolean isOne(Document document) {
    return Stream.of("runtime", "hostType", "offloadCard")
        .anyMatch(key -> document.root().get(key) != null);
  }

  /** What the file adds: {@code runtime container}. */
  public String words() {
    if (runtime != null) {
      return "runtime " + runtime.name();
    }
    return hostType != null
        ? "host type " + hostType.name()
        : "offload card " + Objects.requireNonNull(offloadCard).name();
  }
}
