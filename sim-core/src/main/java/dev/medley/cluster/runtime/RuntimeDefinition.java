package dev.medley.cluster.runtime;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Names;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A runtime under one or both profiles.
 *
 * @param name name in scenario files
 * @param summary one line
 * @param nominal numbers of the mission's documents, or null
 * @param empirical published measurements, or null
 * @param kind whose life cycle its instances go through
 */
@Doc("A runtime: what runs an instance")
public record RuntimeDefinition(
    @Doc("Name in scenario files") String name,
    @Doc("What it is, in one line") String summary,
    @Doc("Numbers of the mission's source documents") @Nullable RuntimeProfile nominal,
    @Doc("Published measurements") @Nullable RuntimeProfile empirical,
    @Doc("Whose life cycle its instances go through: pod, vm or function") @Default("pod")
        RuntimeKind kind) {

  /** Checks the name, and that there is at least one profile. */
  public RuntimeDefinition {
    Checks.of(RuntimeDefinition.class)
        .require(Names.isName(name), "name", Names.rule(name))
        .require(
            nominal != null || empirical != null, "", "needs a nominal or an empirical profile")
        .orThrow();
  }

  /** The numbers under a profile, if this runtime has them. */
  public Optional<RuntimeProfile> variant(Profile profile) {
    return Optional.ofNullable(profile == Profile.NOMINAL ? nominal : empirical);
  }
}
