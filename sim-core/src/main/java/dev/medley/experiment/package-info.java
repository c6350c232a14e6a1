/**
 * The experiment: a scenario, its replications as pure functions, and what is folded from them.
 *
 * <p>May import the engine and below, {@code stat} and commons-math3; never files, YAML or threads.
 *
 * <pre>{@code
 * Outcome outcome = Replication.run(scenario, 0);
 * }</pre>
 */
@NullMarked
package dev.medley.experiment;

import org.jspecify.annotations.NullMarked;
