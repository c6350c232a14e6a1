package dev.medley.cluster.instance;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.resource.Portion;
import dev.medley.distribution.DurationLaw;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Replaces every instance of a service by one of a new version, as a Kubernetes Deployment does.
 *
 * @param at when it begins
 * @param surge instances beyond the replicas asked for; a percentage rounds up
 * @param unavailable instances that may be missing; a percentage rounds down
 * @param minReady how long an instance must have been ready to count as available
 * @param progressDeadline without progress for so long, the update has failed
 * @param rollBack whether an update that has failed is undone
 * @param image what new instances start from, or null for the same image
 * @param startup what the new application needs before it is ready, or null for the same as before
 */
@Doc("Replaces every instance by one of a new version, as a Kubernetes Deployment does")
public record RollingUpdate(
    @Doc("When it begins") @Range(min = 0, max = 315_360_000) Duration at,
    @Doc("Instances beyond the replicas asked for; a percentage rounds up (Kubernetes: 25%)")
        @Default("25%")
        Portion surge,
    @Doc("Instances that may be missing; a percentage rounds down (Kubernetes: 25%)")
        @Default("25%")
        Portion unavailable,
    @Doc("How long an instance must have been ready to count as available")
        @Range(min = 0, max = 31_536_000)
        @Default("0s")
        Duration minReady,
    @Doc("Without progress for so long, the update has failed (Kubernetes: 600 s)")
        @Range(min = 0.001, max = 31_536_000)
        @Default("10m")
        Duration progressDeadline,
    @Doc("Whether an update that has failed is undone; Kubernetes leaves it as it is")
        @Default("false")
        boolean rollBack,
    @Doc("What new instances start from; without it, the same image") @Nullable ImageSpec image,
    @Doc("What the new application needs before it is ready; without it, the same as before")
        @Nullable DurationLaw startup) {
  /** Checks every component. */
  public RollingUpdate {
    Checks.of(RollingUpdate.class)
        .with("at", at)
        .with("minReady", minReady)
        .with("progressDeadline", progressDeadline)
        .require(
            surge.number() > 0 || unavailable.number() > 0,
            "unavailable",
            "must not be 0 when surge is 0: nothing could be replaced")
        .require(
            !unavailable.isPercent() || unavailable.number() <= 100,
            "unavailable",
            "must be <= 100% (was " + unavailable + ")")
        .require(
            minReady.compareTo(progressDeadline) < 0,
            "minReady",
            "must be < progressDeadline " + progressDeadline.toSeconds() + "s")
        .orThrow();
  }

  /** Instances beyond the replicas asked for. */
  public int mostSurge(int desired) {
    return surge.roundedUp(desired);
  }

  /** Instances that may be missing; 1 when both portions round to nothing. */
  public int mostUnavailable(int desired) {
    int missing = Math.min(desired, unavailable.roundedDown(desired));
    return missing == 0 && mostSurge(desired) == 0 ? 1 : missing;
  }
}
