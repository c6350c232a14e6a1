/**
 * Placement: filter and score plug-ins, and the pipeline that runs them.
 *
 * <p>Plug-ins give pure answers about one host under a cursor; the pipeline owns the order, the
 * argmax, the tie rule and the count of refusals. May import {@code host}, {@code instance}, {@code
 * workload}, {@code runtime}, {@code image}, {@code offload}, {@code network}, {@code storage},
 * {@code resource}, {@code random}, {@code check}; never the kernel or the engine.
 *
 * <pre>{@code
 * int host = new Placement(SchedulingPipeline.standard(), hosts).place(spec);
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.scheduling;

import org.jspecify.annotations.NullMarked;
