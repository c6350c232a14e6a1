/**
 * Network data paths: the hop between gateway and instance, and the gateway itself.
 *
 * <p>May import {@code resource}, {@code distribution}, {@code random}, {@code check}.
 *
 * <pre>{@code
 * NetworkPath cni = new NetworkPath(new Constant(ofNanos(50_000)), parse("9.5Gb/s"), true, source);
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.network;

import org.jspecify.annotations.NullMarked;
