/**
 * The engine's lowest room: the model that runs, the tables that change, and the interfaces through
 * which a lower room calls a higher one.
 *
 * <p>May import all {@code cluster} packages, {@code kernel}, {@code random}, {@code distribution},
 * {@code stat}, {@code check}; no other room of the engine.
 *
 * <pre>{@code
 * int request = requests.create(service, instance, nowNanos, workNanos);
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.engine.state;

import org.jspecify.annotations.NullMarked;
