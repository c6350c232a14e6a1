/**
 * The control plane: the metrics pipeline, the scaling loop, and the record of figures over time.
 *
 * <p>May import the rooms {@code state}, {@code request} and {@code instance} and what they may.
 *
 * <pre>{@code
 * new ScalingLoop(simulation, model, services, lifecycle, pipeline, streams).start();
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.engine.control;

import org.jspecify.annotations.NullMarked;
