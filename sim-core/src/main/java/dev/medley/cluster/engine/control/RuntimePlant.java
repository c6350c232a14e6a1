package dev.medley.cluster.engine.control;

import dev.medley.cluster.engine.state.ServiceModel;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.cluster.scaling.PlantModel;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Sampler;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy may know of a service's start path: the distribution of start plus nothing else.
 *
 * <p>Exact where at most one stage is random; otherwise the distribution of 2^14 sums drawn from a
 * fixed seed, the same in every replication.
 */
final class RuntimePlant implements PlantModel {
  private static final int DRAWS = 1 << 14;
  private static final long SEED = 0x5eed;

  private final long syncPeriodNanos;
  private final double limitOverRequest;
  private final int initialReplicas;
  private final long constantNanos;
  private final @Nullable DurationLaw single;
  private final long[] sums;

  /**
   * Reads the start path, image present.
   *
   * @param type the host type whose storage transfers count
   */
  RuntimePlant(ServiceModel service, HostType type, long syncPeriodNanos) {
    this.syncPeriodNanos = syncPeriodNanos;
    this.initialReplicas = service.initialReplicas();
    long request = service.instance().cpuRequestMilli();
    long limit = Math.min(service.instance().resources().cpuLimitMilli(), 1000L * type.cores());
    this.limitOverRequest = (double) limit / request;
    long constant = 0;
    List<DurationLaw> laws = new ArrayList<>();
    for (StartStage stage : service.instance().runtime().start()) {
      if (stage.when() == StartStage.When.IMAGE_ABSENT) {
        continue;
      }
      DurationLaw law = stage.law();
      if (law == null) {
        constant +=
            stage.transfer() == StartStage.Transfer.STORAGE
                ? type.storage().transferNanos(service.instance().image().size().bytes())
                : 0;
      } else {
        laws.add(law);
      }
    }
    this.constantNanos = constant;
    this.single = laws.size() == 1 ? laws.get(0) : null;
    this.sums = laws.size() > 1 ? drawSums(laws) : new long[0];
  }

  @Override
  public long syncPeriodNanos() {
    return syncPeriodNanos;
  }

  @Override
  public double readyWithin(long nanos) {
    long left = nanos - constantNanos;
    if (left < 0) {
      return 0;
    }
    if (single != null) {
      return single.cdf(left);
    }
    if (sums.length == 0) {
      return 1;
    }
    int at = Arrays.binarySearch(sums, left);
    if (at < 0) {
      return (double) -(at + 1) / sums.length;
    }
    while (at + 1 < sums.length && sums[at + 1] == left) {
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
