package dev.medley.cluster.engine.instance;

import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.instance.InstanceSpec;
import dev.medley.cluster.instance.MemoryUse;
import dev.medley.distribution.Sampler;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every instance uses and how fast it leaks; rows are those of the instance table.
 *
 * <p>A service that does not say what it uses uses what it requests. The k-th instance of a service
 * draws the k-th leak.
 */
final class InstanceMemory {
  /** The instance does not leak at present. */
  static final long NOT_LEAKING = -1;

  private final long[] useBytes;
  private final long[] sharedBytes;
  private final long[] overheadBytes;
  private final long[] requestBytes;
  private final long[] limitBytes;
  private final List<@Nullable Sampler> samplers = new ArrayList<>();
  private final List<@Nullable RandomStream> streams = new ArrayList<>();
  private final double[] leakBytes;
  private double[] everyNanos = new double[64];
  private long[] leakingSinceNanos = new long[64];

  InstanceMemory(List<ServiceRun> services, StreamTree tree) {
    int n = services.size();
    useBytes = new long[n];
    sharedBytes = new long[n];
    overheadBytes = new long[n];
    requestBytes = new long[n];
    limitBytes = new long[n];
    leakBytes = new double[n];
    for (ServiceRun service : services) {
      InstanceSpec spec = service.model.instance();
      int s = service.index;
      MemoryUse memory = spec.memory();
      requestBytes[s] = spec.resources().requests().memory().bytes();
      useBytes[s] = memory == null ? requestBytes[s] : memory.use().bytes();
      sharedBytes[s] = memory == null ? 0 : memory.sharedBytes();
      overheadBytes[s] = spec.runtime().memoryOverhead().value().bytes();
      var limit = spec.resources().limits().memory();
      limitBytes[s] = limit == null ? Long.MAX_VALUE : limit.bytes();
      MemoryUse.Leak leak = memory == null ? null : memory.leak();
      leakBytes[s] = leak == null ? 0 : leak.amount().bytes();
      samplers.add(leak == null ? null : leak.every().sampler());
      streams.add(
          leak == null ? null : tree.stream("service/" + service.model.name() + "/memory/leak"));
    }
  }

  /** An instance was asked for: its leak is drawn. */
  void created(int instance, int service) {
    if (instance >= everyNanos.length) {
      int size = Math.max(instance + 1, everyNanos.length * 2);
      everyNanos = Arrays.copyOf(everyNanos, size);
      leakingSinceNanos = Arrays.copyOf(leakingSinceNanos, size);
    }
    leakingSinceNanos[instance] = NOT_LEAKING;
    Sampler sampler = samplers.get(service);
    RandomStream stream = streams.get(service);
    if (sampler != null && stream != null) {
      everyNanos[instance] = Math.max(1, sampler.nextNanos(stream));
    }
  }

  /** An instance leaks from now on. */
  void leaksFrom(int instance, long nowNanos) {
    leakingSinceNanos[instance] = nowNanos;
  }

  /** An instance is gone. */
  void ended(int instance) {
    leakingSinceNanos[instance] = NOT_LEAKING;
  }

  /** Whether instances of a service leak. */
  boolean leaks(int service) {
    return leakBytes[service] > 0;
  }

  /** Whether an instance leaks at present. */
  boolean isLeaking(int instance) {
    return leakingSinceNanos[instance] != NOT_LEAKING;
  }

  /** When an instance began to leak. */
  long leakingSinceNanos(int instance) {
    return leakingSinceNanos[instance];
  }

  /** How fast an instance leaks when it does, bytes per nanosecond. */
  double bytesPerNano(int instance, int service) {
    return leakBytes[service] / everyNanos[instance];
  }

  /** What an instance has leaked so far, bytes. */
  double leakedBytes(int instance, int service, long nowNanos) {
    return isLeaking(instance)
        ? bytesPerNano(instance, service) * (nowNanos - leakingSinceNanos[instance])
        : 0;
  }

  /** What an instance uses itself, without the runtime's overhead, bytes. */
  double usedBytes(int instance, int service, long nowNanos) {
    return useBytes[service] + leakedBytes(instance, service, nowNanos);
  }

  /** How much more an instance uses than it requests, bytes. */
  double excessBytes(int instance, int service, long nowNanos) {
    return usedBytes(instance, service, nowNanos) - requestBytes[service];
  }

  /** From the beginning of its leak until an instance passes its limit; infinite without one. */
  double nanosToLimit(int instance, int service) {
    return limitBytes[service] == Long.MAX_VALUE
        ? Double.POSITIVE_INFINITY
        : (double) (limitBytes[service] - useBytes[service])
            * everyNanos[instance]
            / leakBytes[service];
  }

  /** What a host holds for each instance of a service alone, overhead included, bytes. */
  long privateBytes(int service) {
    return overheadBytes[service] + useBytes[service] - sharedBytes[service];
  }

  /** What a host holds once for all instances of a service, bytes. */
  long sharedBytes(int service) {
    return sharedBytes[service];
  }
}
