/**
 * The cluster in motion: assembles the rooms of the engine into one replication and runs it.
 *
 * <p>The only place that schedules events. Rooms: {@code state < request < instance < control}; a
 * lower room calls a higher one only through an interface that stands in {@code state}.
 *
 * <pre>{@code
 * new ClusterSimulation(model, new StreamTree(seed, replication)).run(sink);
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.engine;

import org.jspecify.annotations.NullMarked;
