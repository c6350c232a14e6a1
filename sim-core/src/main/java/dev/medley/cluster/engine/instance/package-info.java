/**
 * The life of instances: placement, start path, ready, drain, stop.
 *
 * <p>May import the rooms {@code state} and {@code request} and what they may.
 *
 * <pre>{@code
 * int instance = lifecycle.create(service);
 * lifecycle.retire(instance);
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.engine.instance;

import org.jspecify.annotations.NullMarked;
