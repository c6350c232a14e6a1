package dev.medley.cluster.workload;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;

/**
 * The gateway holds a request until an instance has a free slot, and asks for an instance.
 *
 * @param queue requests that wait at the gateway at most
 */
@Doc(
    "Requests wait at the gateway until a ready instance serves fewer than `concurrency`, oldest"
        + " first, and one that has to wait asks for an instance at that instant (the activator of"
        + " Knative, the gateway of OpenFaaS); so `replicas.min` can be 0. Without it a request"
        + " chooses an instance at once and is rejected when none is ready")
public record Activation(
    @Doc("Requests that wait at the gateway at most; further ones are rejected")
        @Range(min = 1, max = 1_000_000_000)
        @Default("10000")
        int queue) {
  /** Checks every component. */
  public Activation {
    Checks.of(Activation.class).with("queue", queue).orThrow();
  }
}
