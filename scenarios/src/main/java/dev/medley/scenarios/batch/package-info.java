/**
 * Scenarios made ready, replications on threads, durable run directories.
 *
 * <p>May import the rooms {@code yaml}, {@code trace} and {@code report}, and sim-core.
 *
 * <pre>{@code
 * PreparedScenario prepared = ScenarioLoader.standard(folders).load("flash-crowd", List.of());
 * }</pre>
 */
@NullMarked
package dev.medley.scenarios.batch;

import org.jspecify.annotations.NullMarked;
