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
 */
@Doc("One named stage of a start path")
public record StartStage(
    @Doc("Name, unique in the path; it labels the stage's histogram") String stage,
    @Doc("Which starts go through it") @Default("always") When when,
    @Doc("Its duration; exactly one of law and transfer") @Nullable DurationLaw law,
    @Doc("Moves the image: size / bandwidth; exactly one of law and transfer")
        @Nullable Transfer transfer,
    @Doc("Where the number comes from") String source) {

  /** Which starts go through a stage. */
  public enum When {
    @Doc("Every start")
    ALWAYS,
    @Doc("Starts on a node that does not have the image")
    IMAGE_ABSENT,
    @Doc("Starts on a node that has the image")
    IMAGE_PRESENT,
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
        .orThrow();
  }
}
