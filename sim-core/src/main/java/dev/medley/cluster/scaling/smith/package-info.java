/**
 * A Smith predictor: an autoscaler that knows how long a start takes.
 *
 * <p>{@link dev.medley.cluster.scaling.smith.StartUpModel} predicts how many of the replicas asked
 * for serve, {@link dev.medley.cluster.scaling.smith.ServingHistory} remembers how many served when
 * a sample was taken, {@link dev.medley.cluster.scaling.smith.SmithCore} is the linear controller
 * and {@link dev.medley.cluster.scaling.smith.SmithController} puts them together on logarithms.
 * May import what {@code cluster.scaling} may.
 *
 * <pre>{@code
 * Controller controller = SmithPolicy.of(ScalingMetric.CPU, 0.6).start(plant);
 * ScalingDecision decision = controller.decide(view);
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.scaling.smith;

import org.jspecify.annotations.NullMarked;
