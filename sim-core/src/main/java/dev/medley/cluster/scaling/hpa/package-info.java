/**
 * The Kubernetes HorizontalPodAutoscaler, version 2: the algorithm of its controller.
 *
 * <p>One pass: {@link dev.medley.cluster.scaling.hpa.InstanceClass} sorts the instances, {@link
 * dev.medley.cluster.scaling.hpa.ReplicaCalculator} proposes a size, {@link
 * dev.medley.cluster.scaling.hpa.RecommendationHistory} stabilises it, {@link
 * dev.medley.cluster.scaling.hpa.ReplicaLimit} bounds it. All but the history are pure functions,
 * checked against cases read from the controller's own tests. May import what {@code
 * cluster.scaling} may.
 *
 * <pre>{@code
 * Controller controller = HpaPolicy.of(ScalingMetric.CPU, 0.6).start(plant);
 * ScalingDecision decision = controller.decide(view);
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.scaling.hpa;

import org.jspecify.annotations.NullMarked;
