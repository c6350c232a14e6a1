package dev.medley.benchmarks;

import org.openjdk.jmh.annotations.Param;

/**
 * Random numbers: bits and laws.
 *
 * <p>Claim: a draw costs a fraction of commons-math3's and of SSJ's MRG32k3a by inversion, which is
 * most of what separates the M/M/c models once the calendars are small.
 */
public class Draws extends ContestBenchmark {
  /** What is drawn: a {@link Variate}. */
  @Param({"UNIFORM", "EXPONENTIAL", "LOG_NORMAL"})
  String law;

  /** A fork's own. */
  public Draws() {
    super(Contest.DRAWS);
  }

  @Override
  Setting setting() {
    return new Setting(1, law);
  }
}
