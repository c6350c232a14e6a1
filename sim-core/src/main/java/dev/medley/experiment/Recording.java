package dev.medley.experiment;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded beyond the usual figures.
 *
 * @param instances interval between two samples of every instance's CPU utilisation, or null
 */
@Doc("What is recorded beyond the usual figures")
public record Recording(
    @Doc(
            "Interval at which the CPU utilisation (used by requested) of every ready instance is"
                + " sampled after warm-up; instances.csv.gz tells samples, mean and maximum of each."
                + " Costs some 20 ns per sample and 36 bytes per instance; without it, nothing")
        @Range(min = 0.001, max = 315_360_000)
        @Nullable Duration instances) {
  /** Checks every component. */
  public Recording {
    Checks.of(Recording.class).with("instances", instances).orThrow();
  }
}
