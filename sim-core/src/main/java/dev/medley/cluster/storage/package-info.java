/**
 * Storage data paths: what one call takes and how many a second there can be.
 *
 * <p>May import {@code resource}, {@code distribution}, {@code random}, {@code check}.
 *
 * <pre>{@code
 * StoragePath path = new StoragePath(new Normal(ofNanos(165_000), ofNanos(25_000)), 95_000, source);
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.storage;

import org.jspecify.annotations.NullMarked;
