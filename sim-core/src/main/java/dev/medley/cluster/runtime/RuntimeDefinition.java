package dev.medley.cluster.runtime;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Names;
import dev.medley.check.Range;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A runtime under one or both profiles, or one made of others.
 *
 * @param name name in scenario files
 * @param summary one line
 * @param nominal numbers of the mission's documents, or null
 * @param empirical published measurements, or null
 * @param layers runtimes it is made of, the outermost first; empty for one of its own
 * @param kind whose life cycle its instances go through
 */
@Doc("A runtime: what runs an instance")
public record RuntimeDefinition(
    @Doc("Name in scenario files") String name,
    @Doc("What it is, in one line") String summary,
    @Doc("Numbers of the mission's source documents") @Nullable RuntimeProfile nominal,
    @Doc("Published measurements") @Nullable RuntimeProfile empirical,
    @Doc(
            "Instead of profiles: the runtimes it is made of, the outermost first. Start stages"
                + " follow each other, overheads add, CPU losses multiply, limits and required"
                + " features unite")
        @Range(min = 0, max = 8)
        @Default("[]")
        List<String> layers,
    @Doc("Whose life cycle its instances go through: pod, vm or function") @Default("pod")
        RuntimeKind kind) {

  /** What a scenario writes to have a runtime chosen; no runtime may be called so. */
  public static final String AUTO = "auto";

  /** Checks the name, and that there is at least one profile or something to make it of. */
  public RuntimeDefinition {
    layers = List.copyOf(layers);
    Checks.of(RuntimeDefinition.class)
        .require(Names.isName(name), "name", Names.rule(name))
        .require(!name.equals(AUTO), "name", "must not be auto: scenarios ask for a choice so")
        .with("layers", layers)
        .require(layers.size() != 1, "layers", "must name two runtimes or more (was one)")
        .require(
            nominal != null || empirical != null || !layers.isEmpty(),
            "",
            "needs a nominal or an empirical profile, or layers")
        .orThrow();
  }

  /** A runtime of its own, not made of others. */
  public RuntimeDefinition(
      String name,
      String summary,
      @Nullable RuntimeProfile nominal,
      @Nullable RuntimeProfile empirical) {
    this(name, summary, nominal, empirical, List.of(), RuntimeKind.POD);
  }

  /** The numbers under a profile, if this runtime has them. */
  public Optional<RuntimeProfile> variant(Profile profile) {
    return Optional.ofNullable(profile == Profile.NOMINAL ? nominal : empirical);
  }

  /** As its file says it: a runtime of layers without the profiles that follow from them. */
  public RuntimeDefinition asWritten() {
    return layers.isEmpty() ? this : new RuntimeDefinition(name, summary, null, null, layers, kind);
  }
}
