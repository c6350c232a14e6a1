/**
 * Scaling of functions: per request, with expiry of idle instances.
 *
 * <p>May import {@code scaling} and what it may.
 *
 * <pre>{@code
 * new KeepAlivePolicy(Duration.ofMinutes(10)).start(plant);
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.scaling.keepalive;

import org.jspecify.annotations.NullMarked;
