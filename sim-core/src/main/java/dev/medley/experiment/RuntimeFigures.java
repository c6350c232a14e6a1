package dev.medley.experiment;

import dev.medley.cluster.host.HostType;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.runtime.MemoryFigure;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.cluster.runtime.StartTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What one profile of a runtime comes to on an empty host: undisturbed starts, idle instances.
 *
 * <p>An idle instance has one vCPU, asks for the least memory that the runtime starts with (0 where
 * it states no least) and does nothing; so CPU does not bound how many fit.
 *
 * @param cached start on a node that has the image
 * @param cold start on a node that does not
 * @param idleBytes memory of one idle instance, the runtime's own included, bytes
 * @param density idle instances that the host holds; 0 when it lacks a feature
 * @param boundBy what keeps it from holding more
 * @param cpuLoss share of CPU that the runtime takes
 * @param hopNanos mean latency of the network hop, nanoseconds
 * @param bitsPerSecond throughput of one instance
 * @param storageNanos mean latency of a storage call, nanoseconds
 * @param iops storage calls per second of one instance
 */
public record RuntimeFigures(
    Start cached,
    Start cold,
    long idleBytes,
    long density,
    String boundBy,
    double cpuLoss,
    double hopNanos,
    double bitsPerSecond,
    double storageNanos,
    double iops) {
  private static final long IDLE_CPU_MILLI = 1000;

  /**
   * Quantiles of a start, nanoseconds.
   *
   * @param p50Nanos the median
   * @param p99Nanos of 100 starts one takes longer
   * @param errorNanos by how much either may be off at most
   */
  public record Start(double p50Nanos, double p99Nanos, double errorNanos) {
    private static Start of(StartTime time) {
      return new Start(time.quantileNanos(0.5), time.quantileNanos(0.99), time.errorNanos());
    }
  }

  /** The figures of a profile on a host, starting from an image. */
  public static RuntimeFigures of(RuntimeProfile profile, HostType host, ImageSpec image) {
    long pull = image.pullNanos(host.link());
    long load = host.storage().transferNanos(image.bytes());
    MemoryFigure least = profile.limitsOrNone().minMemory();
    long asked = least == null ? 0 : least.value().bytes();
    long idle = asked + profile.memoryOverhead().bytes(IDLE_CPU_MILLI, asked);
    long ceiling = (long) profile.density().value();
    long room = idle == 0 ? Long.MAX_VALUE : host.memory().bytes() / idle;
    List<String> missing = new ArrayList<>(profile.requires());
    missing.removeAll(host.features());
    return new RuntimeFigures(
        Start.of(StartTime.of(profile, true, pull, load)),
        Start.of(StartTime.of(profile, false, pull, load)),
        idle,
        missing.isEmpty() ? Math.min(ceiling, room) : 0,
        !missing.isEmpty()
            ? "no " + String.join(", no ", missing)
            : room < ceiling ? "memory" : "ceiling",
        profile.cpuLoss().value(),
        profile.network().latency().meanNanos(),
        profile.network().throughput().bitsPerSecond(),
        profile.storage().latency().meanNanos(),
        profile.storage().iops());
  }
}
