package dev.medley.benchmarks;

import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.ControlPeriods;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.image.ImageSpec;
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
import dev.medley.cluster.runtime.Profile;
import dev.medley.cluster.runtime.RuntimeDefinition;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.cluster.scaling.ScalingMetric;
import dev.medley.cluster.scaling.hpa.HpaPolicy;
import dev.medley.cluster.storage.StoragePath;
import dev.medley.cluster.workload.Arrivals;
import dev.medley.cluster.workload.Balancer;
import dev.medley.cluster.workload.Demand;
import dev.medley.distribution.Constant;
import dev.medley.distribution.Exponential;
import dev.medley.distribution.LogNormal;
import dev.medley.distribution.PiecewiseRate;
import dev.medley.distribution.Rate;
import dev.medley.experiment.Catalog;
import dev.medley.experiment.HostGroup;
import dev.medley.experiment.Recording;
import dev.medley.experiment.Scenario;
import dev.medley.experiment.ScenarioAssembler;
import dev.medley.experiment.ServiceSpec;
import dev.medley.experiment.WorkloadSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A flash crowd in small: containers under an autoscaler, ten minutes, 50 requests a second that
 * become 500 for five of them; CPU, storage, hops and a gateway as in the library's {@code
 * flash-crowd}.
 */
final class SmallCluster {
  private static final String SOURCE = "benchmark";

  private SmallCluster() {}

  /** Its model on so many hosts. */
  static ClusterModel model(int hosts) {
    Scenario scenario =
        new Scenario(
            Scenario.VERSION,
            "small-flash-crowd",
            "",
            Duration.ofMinutes(10),
            Duration.ofMinutes(1),
            1,
            1,
            0.95,
            Profile.NOMINAL,
            List.of(new HostGroup("plain", hosts, "host", null, null)),
            Map.of("web", service()),
            Map.of("web", new WorkloadSpec(arrivals(), null)),
            new ControlPeriods(
                Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(15)),
            new Recording(null),
            null,
            List.of(),
            List.of(),
            List.of(),
            MigrationLimits.KUBEVIRT);
    Catalog catalog =
        new Catalog(
            Map.of("container", new RuntimeDefinition("container", "", runtime(), null)),
            Map.of("host", host()),
            Map.of());
    return ScenarioAssembler.assemble(scenario, catalog, Map.of());
  }

  private static ServiceSpec service() {
    return new ServiceSpec(
        "container",
        new ServiceSpec.Replicas(8, 6, 300),
        new Resources(
            new Resources.Requests(Cpu.parse("500m"), Bytes.parse("512Mi")),
            new Resources.Limits(Cpu.parse("1"), Bytes.parse("1Gi"))),
        new ImageSpec(Bytes.parse("200MB"), true),
        null,
        8,
        200,
        new Demand(
            LogNormal.ofMeanCv(Duration.ofMillis(20), 1),
            new Demand.Storage(2, 0),
            new Demand.Network(Bytes.parse("2kB"), Bytes.parse("20kB"))),
        Balancer.ROUND_ROBIN,
        Duration.ofSeconds(2),
        Duration.ofSeconds(30),
        HpaPolicy.of(ScalingMetric.CPU, 0.6),
        null,
        null,
        null);
  }

  private static Arrivals arrivals() {
    return new Arrivals.Rates(
        List.of(
            step(Duration.ZERO, 50, Duration.ZERO),
            step(Duration.ofMinutes(3), 500, Duration.ofMinutes(1)),
            step(Duration.ofMinutes(8), 50, Duration.ofMinutes(1))));
  }

  private static PiecewiseRate.Step step(Duration at, double perSecond, Duration ramp) {
    return new PiecewiseRate.Step(at, new Rate(perSecond), ramp);
  }

  private static RuntimeProfile runtime() {
    return new RuntimeProfile(
        new Figure(1, SOURCE),
        new Figure(0.02, SOURCE),
        new MemoryFigure(Bytes.parse("20Mi"), SOURCE),
        new Figure(500, SOURCE),
        null,
        List.of(
            new StartStage(
                "start",
                StartStage.When.ALWAYS,
                LogNormal.ofMeanCv(Duration.ofSeconds(1), 0.5),
                null,
                SOURCE)),
        new LawFigure(new Constant(Duration.ofMillis(100)), SOURCE),
        new NetworkPath(
            new Exponential(Duration.ofNanos(50_000)), Bandwidth.parse("10Gb/s"), true, SOURCE),
        new StoragePath(LogNormal.ofMeanCv(Duration.ofNanos(200_000), 0.5), 50_000, SOURCE),
        List.of());
  }

  private static HostType host() {
    return new HostType(
        "host",
        "",
        64,
        Bytes.parse("256Gi"),
        Bandwidth.parse("25Gb/s"),
        Bandwidth.parse("20Gb/s"),
        List.of(),
        Map.of(),
        new GatewaySpec(
            new Exponential(Duration.ofNanos(100_000)), Bandwidth.parse("10Gb/s"), SOURCE),
        SOURCE);
  }
}
