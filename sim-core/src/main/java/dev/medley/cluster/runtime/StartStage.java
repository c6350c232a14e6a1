package dev.medley.cluster.runtime;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Names;
import dev.medley.distribution.DurationLaw;
import org.jspecify.annotations.Nullable;

/**
 * One named stage of a start path; a start takes the sum of its stages.
 *
 * @param stage name, unique in the path
 * @param when which starts go through it
 * @param law its duration, or null for a transfer
 * @param transfer the image over a medium, or null for a law
 * @param source where the number comes from
 * @param uses what it occupies of the host, or null for a plain wait
 */
@Doc("One named stage of a start path")
public record StartStage(
    @Doc("Name, unique in the path; it labels the stage's histogram") String stage,
    @Doc("Which starts go through it") @Default("always") When when,
    @Doc("Its duration; exactly one of law and transfer") @Nullable DurationLaw law,
    @Doc("Moves the image: size / bandwidth; exactly one of law and transfer")
        @Nullable Transfer transfer,
    @Doc("Where the number comes from") String source,
    @Doc("What it occupies of the host meanwhile; without it, nothing: a plain wait")
        @Nullable HostUse uses) {

  /** Which starts go through a stage. */
  public enum When {
    @Doc("Every start")
    ALWAYS,
    @Doc("Starts on a node that does not have the image")
    IMAGE_ABSENT,
    @Doc("Starts on a node that has the image")
    IMAGE_PRESENT,
    @Doc(
        "Starts that find no other start under way on their host when they are placed there: one"
            + " after the other, starts meet cold caches, clock and idle states")
    ALONE,
    @Doc("Starts that find another start under way on their host when they are placed there")
    ACCOMPANIED,
    @Doc("Starts without a snapshot where they are (services.X.snapshot)")
    SNAPSHOT_ABSENT,
    @Doc("Starts that are restored from a snapshot")
    SNAPSHOT_PRESENT
  }

  /** What the image is moved over. */
  public enum Transfer {
    @Doc("From the registry over the host's link (unsigned images: 1 Mb/s); shared per node")
    REGISTRY,
    @Doc("From the host's storage at its bandwidth")
    STORAGE
  }

  /** Checks the name, and that exactly one kind of duration is given. */
  public StartStage {
    Checks.of(StartStage.class)
        .require(Names.isName(stage), "stage", Names.rule(stage))
        .require(
            (law == null) != (transfer == null), "", "exactly one of law and transfer is needed")
        .require(
            uses == null || uses.kind() == HostUse.Kind.STORAGE || law != null,
            "uses",
            "a transfer can only use storage")
        .require(
            uses == null || transfer != Transfer.REGISTRY,
            "uses",
            "a pull is over the network: leave it out")
        .orThrow();
  }

  /** A stage that occupies nothing. */
  public StartStage(
      String stage,
      When when,
      @Nullable DurationLaw law,
      @Nullable Transfer transfer,
      String source) {
    this(stage, when, law, transfer, source, null);
  }

  /** The same stage under another name. */
  StartStage named(String other) {
    return new StartStage(other, when, law, transfer, source, uses);
  }
}
