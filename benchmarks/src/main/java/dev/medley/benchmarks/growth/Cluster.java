package dev.medley.benchmarks.growth;

import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.ControlPeriods;
import dev.medley.cluster.engine.state.ServiceModel;
import dev.medley.cluster.host.HostSpec;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.instance.InstanceSpec;
import dev.medley.cluster.instance.MigrationLimits;
import dev.medley.cluster.instance.Resources;
import dev.medley.cluster.network.GatewaySpec;
import dev.medley.cluster.network.NetworkPath;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.resource.Cpu;
import dev.medley.cluster.runtime.Figure;
import dev.medley.cluster.runtime.LawFigure;
import dev.medley.cluster.runtime.MemoryFigure;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.cluster.scaling.FixedPolicy;
import dev.medley.cluster.storage.StoragePath;
import dev.medley.cluster.workload.Arrivals;
import dev.medley.cluster.workload.Balancer;
import dev.medley.cluster.workload.Demand;
import dev.medley.distribution.Constant;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Exponential;
import dev.medley.distribution.Rate;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of any size: bare processes, ten requests a second of 20 ms CPU per host.
 *
 * @param hosts number of hosts
 * @param instances number of instances, all of one service
 * @param requests requests in the run, on average; 0 for none
 */
record Cluster(int hosts, int instances, int requests) {
  private static final double REQUESTS_PER_HOST_AND_SECOND = 10;
  private static final String SOURCE = "the growth benchmark";
  private static final DurationLaw NOTHING = new Constant(Duration.ZERO);
  private static final Bandwidth FAST = Bandwidth.parse("100Gb/s");

  /**
   * The model; instances that ask for a core fill hosts of as many cores, so that every host has as
   * many.
   */
  ClusterModel model() {
    double rate = REQUESTS_PER_HOST_AND_SECOND * hosts;
    Duration duration =
        requests == 0 ? Duration.ofSeconds(1) : Duration.ofNanos(Math.round(requests / rate * 1e9));
    HostType type =
        new HostType(
            "host",
            "",
            Math.max(1, instances / hosts),
            Bytes.parse("1024Gi"),
            FAST,
            FAST,
            List.of(),
            Collections.emptyMap(),
            new GatewaySpec(NOTHING, FAST, SOURCE),
            SOURCE);
    return new ClusterModel(
        duration.toNanos(),
        0,
        duration.toNanos(),
        Collections.nCopies(hosts, new HostSpec(0, "hosts", type, null)),
        List.of("hosts"),
        List.of(service(requests == 0 ? null : new Arrivals.Rate(new Rate(rate)))),
        new ControlPeriods(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(15)),
        null,
        List.of(),
        List.of(),
        ClusterModel.NO_RECORD,
        List.of(0),
        List.of(),
        MigrationLimits.KUBEVIRT);
  }

  private ServiceModel service(@Nullable Arrivals arrivals) {
    RuntimeProfile process =
        new RuntimeProfile(
            new Figure(0, SOURCE),
            new Figure(0, SOURCE),
            new MemoryFigure(new Bytes(0), SOURCE),
            new Figure(1_000_000, SOURCE),
            null,
            List.of(),
            new LawFigure(NOTHING, SOURCE),
            new NetworkPath(NOTHING, FAST, false, SOURCE),
            new StoragePath(NOTHING, 100_000, SOURCE),
            List.of());
    Resources resources =
        new Resources(
            new Resources.Requests(new Cpu(1000), Bytes.parse("1Mi")),
            new Resources.Limits(new Cpu(1000), null));
    return new ServiceModel(
        "web",
        new InstanceSpec(
            "process", process, new ImageSpec(new Bytes(0), true), resources, 8, 1000, 0),
        new Demand(
            new Exponential(Duration.ofMillis(20)),
            new Demand.Storage(0, 0),
            new Demand.Network(new Bytes(0), new Bytes(0))),
        arrivals,
        null,
        null,
        Balancer.ROUND_ROBIN,
        ServiceModel.NO_TIMEOUT,
        new FixedPolicy(),
        instances,
        1,
        instances,
        null,
        null,
        null);
  }
}
