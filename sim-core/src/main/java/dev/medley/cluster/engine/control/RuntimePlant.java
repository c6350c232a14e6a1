package dev.medley.cluster.engine.control;

import dev.medley.cluster.engine.state.ServiceModel;
import dev.medley.cluster.host.HostSpec;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.cluster.scaling.PlantModel;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Sampler;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a policy may know of a service's start path: the distribution of start plus nothing else.
 *
 * <p>Every host that has the features which the runtime requires counts equally: it is not known
 * beforehand where an instance will be placed. Exact where at most one stage is random; otherwise
 * the distribution of 2^14 sums drawn from a fixed seed, the same in every replication.
 */
final class RuntimePlant implements PlantModel {
  private static final int DRAWS = 1 << 14;
  private static final long SEED = 0x5eed;

  private final long syncPeriodNanos;
  private final double limitOverRequest;
  private final int initialReplicas;

  /** Transfers take so long, nanoseconds, on so many hosts. */
  private final SortedMap<Long, Long> transfers = new TreeMap<>();

  private final long hosts;

  private final @Nullable DurationLaw single;
  private final long[] sums;

  /**
   * Hosts that are alike.
   *
   * @param spec what each is
   * @param count how many
   */
  record HostKind(HostSpec spec, long count) {}

  /** The hosts of a run, neighbours that are the same taken together. */
  static List<HostKind> kinds(List<HostSpec> hosts) {
    List<HostKind> kinds = new ArrayList<>();
    int begin = 0;
    for (int h = 1; h <= hosts.size(); h++) {
      if (h == hosts.size() || !hosts.get(h).equals(hosts.get(begin))) {
        kinds.add(new HostKind(hosts.get(begin), h - begin));
        begin = h;
      }
    }
    return kinds;
  }

  /**
   * Reads the start path, image present, of a start that is alone on its host.
   *
   * @param all where instances may be placed
   */
  RuntimePlant(ServiceModel service, List<HostKind> all, long syncPeriodNanos) {
    this.syncPeriodNanos = syncPeriodNanos;
    this.initialReplicas = service.initialReplicas();
    List<DurationLaw> laws = new ArrayList<>();
    int fromStorage = 0;
    for (StartStage stage : service.instance().runtime().start()) {
      if (isExpected(stage.when(), service)) {
        DurationLaw law = stage.law();
        if (law != null) {
          laws.add(law);
        } else if (stage.transfer() == StartStage.Transfer.STORAGE) {
          fromStorage++;
        }
      }
    }
    this.single = laws.size() == 1 ? laws.get(0) : null;
    this.sums = laws.size() > 1 ? drawSums(laws) : new long[0];
    double limits = 0;
    long count = 0;
    for (HostKind kind : admissible(service, all)) {
      HostSpec host = kind.spec();
      long transfer = host.type().storage().transferNanos(service.instance().image().bytes());
      transfers.merge(fromStorage * transfer, kind.count(), Long::sum);
      long limit =
          Math.min(service.instance().resources().cpuLimitMilli(), host.allocatableCpuMilli());
      limits += kind.count() * (double) limit;
      count += kind.count();
    }
    this.hosts = count;
    this.limitOverRequest = limits / count / service.instance().cpuRequestMilli();
  }

  /** The image is present, and the snapshot where there will be one. */
  private static boolean isExpected(StartStage.When when, ServiceModel service) {
    boolean restored = service.provisioning().snapshot() != null;
    return switch (when) {
      case ALWAYS, IMAGE_PRESENT, ALONE -> true;
      case IMAGE_ABSENT, ACCOMPANIED -> false;
      case SNAPSHOT_ABSENT -> !restored;
      case SNAPSHOT_PRESENT -> restored;
    };
  }

  private static List<HostKind> admissible(ServiceModel service, List<HostKind> hosts) {
    List<String> required = service.instance().runtime().requires();
    List<HostKind> found =
        hosts.stream().filter(kind -> kind.spec().type().features().containsAll(required)).toList();
    return found.isEmpty() ? hosts : found;
  }

  @Override
  public long syncPeriodNanos() {
    return syncPeriodNanos;
  }

  @Override
  public double readyWithin(long nanos) {
    double sum = 0;
    for (Map.Entry<Long, Long> kind : transfers.entrySet()) {
      sum += kind.getValue() * lawsWithin(nanos - kind.getKey());
    }
    return sum / hosts;
  }

  private double lawsWithin(long nanos) {
    if (nanos < 0) {
      return 0;
    }
    if (single != null) {
      return single.cdf(nanos);
    }
    if (sums.length == 0) {
      return 1;
    }
    int at = Arrays.binarySearch(sums, nanos);
    if (at < 0) {
      return (double) -(at + 1) / sums.length;
    }
    while (at + 1 < sums.length && sums[at + 1] == nanos) {
      at++;
    }
    return (at + 1.0) / sums.length;
  }

  @Override
  public double limitOverRequest() {
    return limitOverRequest;
  }

  @Override
  public int initialReplicas() {
    return initialReplicas;
  }

  private static long[] drawSums(List<DurationLaw> laws) {
    long[] sums = new long[DRAWS];
    StreamTree streams = new StreamTree(SEED, 0);
    for (int l = 0; l < laws.size(); l++) {
      RandomStream stream = streams.stream("plant/" + l);
      Sampler sampler = laws.get(l).sampler();
      for (int i = 0; i < DRAWS; i++) {
        sums[i] += sampler.nextNanos(stream);
      }
    }
    Arrays.sort(sums);
    return sums;
  }
}
