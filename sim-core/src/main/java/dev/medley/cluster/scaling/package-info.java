/**
 * Autoscaler policies and what they may see.
 *
 * <p>A policy is a settings record; {@link dev.medley.cluster.scaling.AutoscalerPolicy#start} makes
 * a controller that answers {@link dev.medley.cluster.scaling.Controller#decide} once per sync
 * period from a read-only view. It reads time from the view, schedules nothing and has no side
 * effect outside itself. May import {@code workload}, {@code instance}, {@code runtime}, {@code
 * resource}, {@code metric}, {@code distribution}, {@code stat}, {@code check} and commons-math3;
 * never the kernel, the engine or hosts.
 *
 * <pre>{@code
 * Controller controller = new FixedPolicy().start(plant);
 * ScalingDecision.Replicas decision = (ScalingDecision.Replicas) controller.decide(view);
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.scaling;

import org.jspecify.annotations.NullMarked;
