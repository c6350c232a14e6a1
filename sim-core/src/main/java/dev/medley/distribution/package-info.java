/**
 * Laws of durations as records: parameters, checks, formulas, sampling; rates and arrival times.
 *
 * <p>May import {@code random}, {@code check}, commons-rng and commons-math3; nothing else of ours.
 *
 * <pre>{@code
 * DurationLaw coldStart = LogNormal.ofMeanVariance(Duration.ofMillis(1800), SquareSeconds.parse("0.5s2"));
 * Sampler sampler = coldStart.sampler(); // at assembly
 * long delayNanos = sampler.nextNanos(stream); // in the loop: no conversion, no allocation
 * }</pre>
 *
 * <p>A law is written in a file by the kebab-case of its record name and the names of its
 * components, or the parameters of one of its {@link dev.medley.check.Form} factories: {@code
 * log-normal: { mean: 1.8s, variance: 0.5s2 }}.
 */
@NullMarked
package dev.medley.distribution;

import org.jspecify.annotations.NullMarked;
