/**
 * Benchmarks of the kernel and of what stands on it, against peers measured in the same run.
 *
 * <p>A {@link dev.medley.benchmarks.Contest} sets a task; a {@link
 * dev.medley.benchmarks.Contestant} does it on one library; the {@link
 * dev.medley.benchmarks.Referee} lets nobody start who does another task. Nanoseconds differ from
 * machine to machine, so every claim is a ratio; {@link dev.medley.benchmarks.runner} makes and
 * judges them.
 *
 * <p>May import anything of {@code sim-core}, never {@code scenarios}. The peers live in a source
 * root of their own, {@code src/peers}, that only the Maven profile {@code peers} compiles; they
 * are found as services.
 */
@NullMarked
package dev.medley.benchmarks;

import org.jspecify.annotations.NullMarked;
