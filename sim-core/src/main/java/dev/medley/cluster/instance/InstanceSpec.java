package dev.medley.cluster.instance;

import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.runtime.RuntimeProfile;

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
    LifeCycleSpec lifeCycle) {

  /** CPU reserved on the host, thousandths of a core. */
  public long cpuRequestMilli() {
    return resources.requests().cpu().milli();
  }

  /** Memory reserved on the host: the request and the runtime's overhead, bytes. */
  public long memoryBytes() {
    return resources.requests().memory().bytes() + runtime.memoryOverhead().value().bytes();
  }
}
