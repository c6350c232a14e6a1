/**
 * What an instance (pod, VM, Wasm instance, process) asks for, its life cycle, and the table of all
 * instances of a run.
 *
 * <p>May import {@code runtime}, {@code image}, {@code offload}, {@code network}, {@code storage}
 * and what they may.
 *
 * <pre>{@code
 * int instance = table.create(service, ordinal, nowNanos);
 * table.moveTo(instance, InstanceState.STARTING, nowNanos);
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.instance;

import org.jspecify.annotations.NullMarked;
