package dev.medley.distribution.fit;

import dev.medley.distribution.DurationLaw;

/**
 * One fitted law and how well it fits.
 *
 * @param family which family it is of
 * @param law the law, as a scenario can hold it
 * @param logLikelihood densities per second; not-a-number for the empirical law
 * @param samples how many samples it was fitted to
 * @param distance from the samples
 * @param pValues of the distances
 * @param note what a reader should know of how it was found; empty when nothing
 */
public record Fit(
    Family family,
    DurationLaw law,
    double logLikelihood,
    int samples,
    Distance distance,
    PValues pValues,
    String note) {

  /** Akaike's criterion 2 k - 2 ln L, k the number of parameters; less is better. */
  public double aic() {
    return 2 * family.parameters() - 2 * logLikelihood;
  }

  /** Schwarz's criterion k ln n - 2 ln L; less is better. */
  public double bic() {
    return family.parameters() * StrictMath.log(samples) - 2 * logLikelihood;
  }

  /** Whether both tests leave it standing at a level, as far as there are p-values. */
  public boolean passes(double level) {
    return !(pValues.kolmogorov() < level) && !(pValues.andersonDarling() < level);
  }
}
