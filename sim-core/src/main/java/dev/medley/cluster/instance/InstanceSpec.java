package dev.medley.cluster.instance;

import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.runtime.RuntimeProfile;
import org.jspecify.annotations.Nullable;

/**
 * What every instance of a service is.
 *
 * @param runtimeName name of the runtime
 * @param runtime its numbers
 * @param image what it starts from
 * @param resources what it asks for
 * @param concurrency requests in service at once
 * @param queueCapacity requests that wait at most
 * @param gracePeriodNanos how long draining may take
 * @param imageAdmitted whether the signature policy admits its image
 * @param memory what it really uses of memory, or null: what it requests
 * @param lifeCycle how it lives and comes back
 */
public record InstanceSpec(
    String runtimeName,
    RuntimeProfile runtime,
    ImageSpec image,
    Resources resources,
    int concurrency,
    int queueCapacity,
    long gracePeriodNanos,
    boolean imageAdmitted,
    @Nullable MemoryUse memory,
    LifeCycleSpec lifeCycle) {

  /** A pod whose image is admitted, and which uses the memory it requests. */
  public InstanceSpec(
      String runtimeName,
      RuntimeProfile runtime,
      ImageSpec image,
      Resources resources,
      int concurrency,
      int queueCapacity,
      long gracePeriodNanos) {
    this(
        runtimeName,
        runtime,
        image,
        resources,
        concurrency,
        queueCapacity,
        gracePeriodNanos,
        true,
        null,
        LifeCycleSpec.POD);
  }

  /** CPU reserved on the host, thousandths of a core. */
  public long cpuRequestMilli() {
    return resources.requests().cpu().milli();
  }

  /** Memory reserved on the host: the request and the runtime's overhead, bytes. */
  public long memoryBytes() {
    return resources.memoryBytes(runtime.memoryOverhead());
  }
}
