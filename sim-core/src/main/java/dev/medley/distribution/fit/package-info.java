/**
 * Laws fitted to measured durations by maximum likelihood, and how far each lies from them.
 *
 * <p>May import {@code distribution}, {@code random}, {@code check} and commons-math3; knows no
 * file and no word of a cluster.
 *
 * <pre>{@code
 * Samples samples = Samples.of(nanos); // refuses too few, negative, constant
 * Fits fits = Fits.of(samples, Family.all(), 1);
 * DurationLaw law = fits.recommended().law();
 * }</pre>
 *
 * <p>A fitted law is a record that a scenario can hold: its durations are whole nanoseconds and its
 * numbers are rounded to a thousandth of their standard error. Likelihood and distances are those
 * of the law as rounded, so what is reported is what will be simulated.
 */
@NullMarked
package dev.medley.distribution.fit;

import org.jspecify.annotations.NullMarked;
