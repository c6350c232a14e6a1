/** The contestants that need no peer: ours, those of the JDK, and commons-math3. */
@NullMarked
package dev.medley.benchmarks.contestants;

import org.jspecify.annotations.NullMarked;
