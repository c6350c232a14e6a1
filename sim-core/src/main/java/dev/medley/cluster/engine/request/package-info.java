/**
 * The data plane: arrivals, gateway, queues, CPU sharing, storage, responses, time-outs.
 *
 * <p>May import the room {@code state} and what it may.
 *
 * <pre>{@code
 * RequestFlow flow = new RequestFlow(simulation, model, services, sharing, idleListener);
 * flow.start();
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.engine.request;

import org.jspecify.annotations.NullMarked;
