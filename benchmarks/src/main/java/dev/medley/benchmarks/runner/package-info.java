/**
 * {@code medley bench}: runs the benchmarks fork by fork, compares contestants with baselines of
 * the same run, and judges the kernel's goals.
 *
 * <p>{@link dev.medley.benchmarks.runner.Criteria} is the table of goals as data; {@link
 * dev.medley.benchmarks.runner.Plan} says which forks that takes; {@link
 * dev.medley.benchmarks.runner.Bench} runs them; a {@link dev.medley.benchmarks.runner.Verdict}
 * judges. To add a goal, add a line to the table.
 */
@NullMarked
package dev.medley.benchmarks.runner;

import org.jspecify.annotations.NullMarked;
