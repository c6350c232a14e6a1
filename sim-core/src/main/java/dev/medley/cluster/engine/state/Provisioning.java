package dev.medley.cluster.engine.state;

import dev.medley.cluster.instance.Readiness;
import dev.medley.cluster.instance.Snapshot;
import dev.medley.cluster.instance.WarmPool;
import dev.medley.cluster.workload.Activation;
import org.jspecify.annotations.Nullable;

/**
 * How a service's instances come to be, beyond being asked for and going their start path.
 *
 * @param activation the gateway holds requests and asks for instances, or null
 * @param warmPool instances that have begun beforehand, or null
 * @param snapshot later instances are restored from the first, or null
 * @param readiness instances become endpoints at a probe, or null
 */
public record Provisioning(
    @Nullable Activation activation,
    @Nullable WarmPool warmPool,
    @Nullable Snapshot snapshot,
    @Nullable Readiness readiness) {
  /** Stage of every start: from asked for to placed; waits for the scheduler and for room. */
  public static final String QUEUE = "queue";

  /** Stage of every start where the scheduler takes time: from placed to the start path's begin. */
  public static final String BIND = "bind";

  /** Stage of starts with a readiness probe: from the start path's end to the probe. */
  public static final String READINESS = "readiness";

  /** Nothing of it. */
  public static final Provisioning NONE = new Provisioning(null, null, null, null);
}
