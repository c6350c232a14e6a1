package dev.medley.benchmarks;

import org.openjdk.jmh.annotations.Param;

/**
 * An M/M/c queue at 80 % load whose times in the system are recorded in a histogram: a whole model,
 * with the random numbers of its library.
 *
 * <p>Claim: with 8 servers at least 4.5 times as fast per event as on SSJ and 6 times as on
 * CloudSim Plus.
 */
public class Station extends ContestBenchmark {
  /** The mean time between arrivals at c servers that each serve one customer a second. */
  public static double gapSeconds(int servers) {
    return 1 / (0.8 * servers);
  }

  /** c. */
  @Param({"1", "8"})
  int servers;

  /** A fork's own. */
  public Station() {
    super(Contest.STATION);
  }

  @Override
  Setting setting() {
    return new Setting(servers, "EXPONENTIAL");
  }
}
