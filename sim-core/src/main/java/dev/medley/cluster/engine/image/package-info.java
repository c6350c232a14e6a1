/**
 * How images get to nodes: registries and links shared by all that pull, disks that hold layers,
 * storage shared by all that load. Knows services and hosts, but not instances' lives: who waits
 * for an image is called back.
 *
 * <p>May import all {@code cluster} packages, {@code kernel} and the room {@code state}.
 *
 * <pre>{@code
 * moves.begin(transfer, instance, image, imageBytes, host);
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.engine.image;

import org.jspecify.annotations.NullMarked;
