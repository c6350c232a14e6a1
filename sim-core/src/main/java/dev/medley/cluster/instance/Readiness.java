package dev.medley.cluster.instance;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import java.time.Duration;

/**
 * The readiness probe of an instance: it becomes an endpoint at the first probe that finds it up.
 *
 * <p>Probes run at s + d, s + d + p, s + d + 2 p ... where s is when the application began (the end
 * of the runtime's own stages), d the initial delay and p the period.
 *
 * @param period between two probes
 * @param initialDelay from the application's begin to the first probe
 */
@Doc(
    "The readiness probe: an instance becomes an endpoint at the first probe that finds its start"
        + " path done; probes begin when the runtime's own stages are done (`startup` is what the"
        + " application needs after them). Without it, an instance is an endpoint at once")
public record Readiness(
    @Doc("Between two probes (Kubernetes: periodSeconds, 10 s)")
        @Range(min = 0.001, max = 86_400)
        @Default("10s")
        Duration period,
    @Doc("From the begin of the application to the first probe (initialDelaySeconds, 0 s)")
        @Range(min = 0, max = 86_400)
        @Default("0s")
        Duration initialDelay) {
  /** Checks every component. */
  public Readiness {
    Checks.of(Readiness.class).with("period", period).with("initialDelay", initialDelay).orThrow();
  }

  /**
   * How long an instance that is up waits for a probe, nanoseconds.
   *
   * @param upNanos from the application's begin to when it is up
   */
  public long waitNanos(long upNanos) {
    long late = upNanos - initialDelay.toNanos();
    if (late <= 0) {
      return -late;
    }
    long past = late % period.toNanos();
    return past == 0 ? 0 : period.toNanos() - past;
  }
}
