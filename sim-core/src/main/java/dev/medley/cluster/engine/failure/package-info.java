/**
 * Failures: hosts that crash, zones that fail, hosts that are slow, processes that crash; and the
 * control plane that notices hosts which are down and evicts what was on them.
 *
 * <p>May import {@code control} and what it may. Draws from streams below {@code failures} only.
 *
 * <pre>{@code
 * FailureRoom room = new FailureRoom(simulation, model, failures, services, lifecycle, flow, streams);
 * room.start();
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.engine.failure;

import org.jspecify.annotations.NullMarked;
