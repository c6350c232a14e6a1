/**
 * Benchmarks of the kernel against baselines measured in the same run.
 *
 * <p>May import anything of {@code sim-core}, never {@code scenarios}. A benchmark states its claim
 * in its first paragraph; nanoseconds differ from machine to machine, so a claim is a ratio.
 */
@NullMarked
package dev.medley.benchmarks;

import org.jspecify.annotations.NullMarked;
