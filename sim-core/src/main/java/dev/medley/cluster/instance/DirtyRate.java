package dev.medley.cluster.instance;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.distribution.LogNormal;
import dev.medley.random.RandomStream;
import java.time.Duration;

/**
 * How fast a virtual machine writes to memory: log-normal over instances, constant for each.
 *
 * @param mean over instances
 * @param cv standard deviation by mean over instances; 0 makes all equal
 */
@Doc("How fast an instance writes to its memory: log-normal over instances, constant for each")
public record DirtyRate(
    @Doc("Mean over instances, for example 16MiB/s") @Range(min = 0, max = 1e15) Bandwidth mean,
    @Doc("Standard deviation by mean over instances; 0 makes all equal")
        @Range(min = 0, max = 100)
        @Default("0")
        double cv) {
  /** Checks every component. */
  public DirtyRate {
    Checks.of(DirtyRate.class).with("mean", mean).with("cv", cv).orThrow();
  }

  /** The rate of one instance, bytes per second. */
  public double bytesPerSecond(RandomStream stream) {
    double bytes = mean.bitsPerSecond() / 8.0;
    if (cv == 0) {
      return bytes;
    }
    return bytes * LogNormal.ofMeanCv(Duration.ofSeconds(1), cv).sampleNanos(stream) / 1e9;
  }
}
