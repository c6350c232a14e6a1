package dev.medley.distribution.fit;

import dev.medley.distribution.DurationLaw;

/** What came of fitting one family: a law, or the reason why there is none. */
public sealed interface Estimate {

  /**
   * The most likely law of a family.
   *
   * @param law the law, its numbers rounded to a thousandth of their standard error
   * @param logLikelihood sum of the logarithms of its density per second at the samples
   * @param note what a reader should know of how it was found; empty when nothing
   */
  record Fitted(DurationLaw law, double logLikelihood, String note) implements Estimate {}

  /** No law of the family can be fitted; the reason is a clause without a final period. */
  record Refused(String reason) implements Estimate {}
}
