/**
 * SSJ 3.3.2, of the University of Montreal: its five event lists, its {@code Simulator} and its
 * generators.
 *
 * <p>Written after its user's guide: events are subclasses of {@code Event} that schedule
 * themselves again, with whole numbers of nanoseconds as times, exact in a {@code double}.
 */
@NullMarked
package dev.medley.benchmarks.ssj;

import org.jspecify.annotations.NullMarked;
