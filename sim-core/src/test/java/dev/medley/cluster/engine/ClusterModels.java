package dev.medley.cluster.engine;

import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.ControlPeriods;
import dev.medley.cluster.engine.state.Failures;
import dev.medley.cluster.engine.state.PriceList;
import dev.medley.cluster.engine.state.Provisioning;
import dev.medley.cluster.engine.state.Scheduler;
import dev.medley.cluster.engine.state.ServiceModel;
import dev.medley.cluster.engine.state.StepObjective;
import dev.medley.cluster.host.HostSpec;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.host.Maintenance;
import dev.medley.cluster.host.NodePressure;
import dev.medley.cluster.image.ImageDelivery;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.instance.DisruptionBudget;
import dev.medley.cluster.instance.InstanceKind;
import dev.medley.cluster.instance.InstanceSpec;
import dev.medley.cluster.instance.LifeCycleSpec;
import dev.medley.cluster.instance.MemoryUse;
import dev.medley.cluster.instance.MigrationLimits;
import dev.medley.cluster.instance.MigrationSpec;
import dev.medley.cluster.instance.OwningController;
import dev.medley.cluster.instance.Readiness;
import dev.medley.cluster.instance.Resources;
import dev.medley.cluster.instance.RestartPolicy;
import dev.medley.cluster.instance.RollingUpdate;
import dev.medley.cluster.instance.Snapshot;
import dev.medley.cluster.instance.WarmPool;
import dev.medley.cluster.network.GatewaySpec;
import dev.medley.cluster.network.NetworkPath;
import dev.medley.cluster.offload.Bitstream;
import dev.medley.cluster.offload.OffloadCard;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.resource.Cpu;
import dev.medley.cluster.runtime.Figure;
import dev.medley.cluster.runtime.HostUse;
import dev.medley.cluster.runtime.LawFigure;
import dev.medley.cluster.runtime.MemoryOverhead;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.cluster.scaling.AutoscalerPolicy;
import dev.medley.cluster.scaling.Controller;
import dev.medley.cluster.scaling.FixedPolicy;
import dev.medley.cluster.scaling.PlantModel;
import dev.medley.cluster.scaling.ScalingDecision;
import dev.medley.cluster.scaling.ScalingMetric;
import dev.medley.cluster.scaling.ScalingView;
import dev.medley.cluster.storage.StoragePath;
import dev.medley.cluster.workload.Activation;
import dev.medley.cluster.workload.Arrivals;
import dev.medley.cluster.workload.Balancer;
import dev.medley.cluster.workload.CountSeries;
import dev.medley.cluster.workload.Demand;
import dev.medley.cluster.workload.Jobs;
import dev.medley.cluster.workload.Starts;
import dev.medley.distribution.Constant;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Exponential;
import dev.medley.distribution.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Models in few words. Everything that a test does not name is free: no latency, no loss, no start
 * path, a gateway without delay, hosts with plenty of memory.
 *
 * <pre>{@code
 * ClusterModel model =
 *     model(hours(1)).host(host(1)).service(service("web").rate(0.8).cpu(exponential(1))).build();
 * }</pre>
 */
public final class ClusterModels {
  static final String SOURCE = "test";
  static final Bandwidth FAST = new Bandwidth(1_000_000_000_000L);

  private ClusterModels() {}

  public static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  public static DurationLaw exponential(double meanSeconds) {
    return new Exponential(seconds(meanSeconds));
  }

  public static DurationLaw constant(double seconds) {
    return new Constant(seconds(seconds));
  }

  /** The same with so much memory. */
  public static HostType host(int cores, long memoryBytes) {
    HostType like = host(cores);
    return new HostType(
        like.name(),
        like.summary(),
        cores,
        new Bytes(memoryBytes),
        like.link(),
        like.storage(),
        like.features(),
        like.networkFunctions(),
        like.gateway(),
        like.source());
  }

  /** A host without network functions, with a gateway that takes no time. */
  public static HostType host(int cores) {
    return host("bench", cores, Map.of(), gateway(0, FAST));
  }

  public static HostType host(
      String name, int cores, Map<String, Double> networkFunctions, GatewaySpec gateway) {
    return new HostType(
        name,
        "",
        cores,
        new Bytes(1L << 40),
        FAST,
        FAST,
        List.of(),
        networkFunctions,
        gateway,
        SOURCE);
  }

  public static GatewaySpec gateway(double latencySeconds, Bandwidth throughput) {
    return new GatewaySpec(constant(latencySeconds), throughput, SOURCE);
  }

  /** The network functions of the nominal profile: 65 % of all cores. */
  public static Map<String, Double> nominalFunctions() {
    return functions(0.30, 0.20, 0.15);
  }

  private static Map<String, Double> functions(double vswitch, double ipsec, double balancer) {
    Map<String, Double> functions = new LinkedHashMap<>();
    functions.put("vswitch", vswitch);
    functions.put("ipsec", ipsec);
    functions.put("load-balancer", balancer);
    return functions;
  }

  /** The gateway without a card in the nominal profile: 10 ms, 10 Gb/s. */
  public static GatewaySpec nominalGateway() {
    return gateway(0.010, Bandwidth.parse("10Gb/s"));
  }

  /** The card of the nominal profile: 10 % of all cores stay, 5 ms, 15 Gb/s. */
  public static OffloadCard card() {
    return new OffloadCard(
        "fpga",
        "",
        functions(0.05, 0.03, 0.02),
        gateway(0.005, Bandwidth.parse("15Gb/s")),
        List.of("http"),
        new Bitstream("gateway-1", true, "http"),
        SOURCE);
  }

  /** A bare process. */
  public static Runtime runtime() {
    return new Runtime();
  }

  public static Service service(String name) {
    return new Service(name);
  }

  public static Model model(Duration duration) {
    return new Model(duration);
  }

  /** A policy that asks for what a function of its view says. */
  public record Scripted(@Nullable ScalingMetric observedMetric, ToIntFunction<ScalingView> script)
      implements AutoscalerPolicy {
    @Override
    public Controller start(PlantModel plant) {
      return view -> new ScalingDecision.Replicas(script.applyAsInt(view), "scripted");
    }
  }

  /** Replicas by time: the last entry that is not after now. */
  public static AutoscalerPolicy schedule(int first, double atSeconds, int then) {
    return new Scripted(null, view -> view.nowNanos() < atSeconds * 1e9 ? first : then);
  }

  /** A runtime; every setter gives the builder back. */
  public static final class Runtime {
    private double loss;
    private long overheadBytes;
    private double density = 1e9;
    private final List<StartStage> start = new ArrayList<>();
    private DurationLaw shutdown = constant(0);
    private @Nullable HostUse shutdownUses;
    private DurationLaw hop = constant(0);
    private Bandwidth throughput = FAST;
    private boolean gateway;
    private DurationLaw storage = constant(0);
    private double iops = 1e9;
    private List<String> requires = List.of();

    public Runtime loss(double ratio) {
      loss = ratio;
      return this;
    }

    public Runtime overhead(long bytes) {
      overheadBytes = bytes;
      return this;
    }

    public Runtime density(double instances) {
      density = instances;
      return this;
    }

    public Runtime stage(String name, StartStage.When when, DurationLaw law) {
      start.add(new StartStage(name, when, law, null, SOURCE));
      return this;
    }

    public Runtime stage(String name, StartStage.When when, DurationLaw law, HostUse uses) {
      start.add(new StartStage(name, when, law, null, SOURCE, uses));
      return this;
    }

    public Runtime shutdown(DurationLaw law, HostUse uses) {
      shutdown = law;
      shutdownUses = uses;
      return this;
    }

    public Runtime transfer(String name, StartStage.When when, StartStage.Transfer transfer) {
      start.add(new StartStage(name, when, null, transfer, SOURCE));
      return this;
    }

    public Runtime transfer(
        String name, StartStage.When when, StartStage.Transfer transfer, HostUse uses) {
      start.add(new StartStage(name, when, null, transfer, SOURCE, uses));
      return this;
    }

    public Runtime shutdown(DurationLaw law) {
      shutdown = law;
      return this;
    }

    public Runtime hop(DurationLaw law) {
      hop = law;
      return this;
    }

    public Runtime throughput(String text) {
      throughput = Bandwidth.parse(text);
      return this;
    }

    public Runtime throughGateway() {
      gateway = true;
      return this;
    }

    public Runtime storage(DurationLaw law, double callsPerSecond) {
      storage = law;
      iops = callsPerSecond;
      return this;
    }

    public Runtime requires(String... features) {
      requires = List.of(features);
      return this;
    }

    public RuntimeProfile build() {
      return new RuntimeProfile(
          new Figure(0, SOURCE),
          new Figure(loss, SOURCE),
          new MemoryOverhead(new Bytes(overheadBytes), SOURCE),
          new Figure(density, SOURCE),
          null,
          start,
          new LawFigure(shutdown, SOURCE, shutdownUses),
          new NetworkPath(hop, throughput, gateway, SOURCE),
          new StoragePath(storage, iops, SOURCE),
          requires);
    }
  }

  /** A service: one instance of one core, one request at a time, an endless queue, no requests. */
  public static final class Service {
    private final String name;
    private RuntimeProfile runtime = new Runtime().build();
    private ImageSpec image = new ImageSpec(new Bytes(0), true);
    private long requestMilli = 1000;
    private long requestBytes;
    private @Nullable Cpu limit = new Cpu(1000);
    private long limitBytes;
    private @Nullable MemoryUse memory;
    private int concurrency = 1;
    private int queue = Integer.MAX_VALUE;
    private Duration grace = Duration.ofSeconds(30);
    private LifeCycleSpec lifeCycle = LifeCycleSpec.POD;
    private DurationLaw cpu = constant(0);
    private int calls;
    private long sentBytes;
    private long returnedBytes;
    private @Nullable Arrivals arrivals;
    private @Nullable CountSeries counts;
    private @Nullable Jobs jobs;
    private @Nullable Starts starts;
    private Balancer balancer = Balancer.ROUND_ROBIN;
    private long timeoutNanos = ServiceModel.NO_TIMEOUT;
    private AutoscalerPolicy policy = new FixedPolicy();
    private int initial = 1;
    private int least = 1;
    private int most = 1;
    private Provisioning provisioning = Provisioning.NONE;
    private @Nullable MigrationSpec migration;
    private @Nullable DisruptionBudget disruption;
    private @Nullable RollingUpdate update;

    private Service(String name) {
      this.name = name;
    }

    public Service runtime(Runtime of) {
      runtime = of.build();
      return this;
    }

    public Service image(long bytes, boolean signed) {
      image = new ImageSpec(new Bytes(bytes), signed);
      return this;
    }

    public Service image(ImageSpec of) {
      image = of;
      return this;
    }

    public Service request(long milli, long bytes) {
      requestMilli = milli;
      requestBytes = bytes;
      return this;
    }

    public Service limit(long milli) {
      limit = new Cpu(milli);
      return this;
    }

    /** What an instance really uses, and its limit; 0 for no limit. */
    public Service memory(long limitOf, MemoryUse use) {
      limitBytes = limitOf;
      memory = use;
      return this;
    }

    public Service unlimited() {
      limit = null;
      return this;
    }

    public Service concurrency(int atOnce) {
      concurrency = atOnce;
      return this;
    }

    public Service queue(int capacity) {
      queue = capacity;
      return this;
    }

    public Service grace(double seconds) {
      grace = seconds(seconds);
      return this;
    }

    public Service lifeCycle(InstanceKind kind, RestartPolicy policy, OwningController owner) {
      lifeCycle = new LifeCycleSpec(kind, policy, owner);
      return this;
    }

    public Service cpu(DurationLaw law) {
      cpu = law;
      return this;
    }

    public Service calls(int count) {
      calls = count;
      return this;
    }

    public Service bytes(long sent, long returned) {
      sentBytes = sent;
      returnedBytes = returned;
      return this;
    }

    public Service rate(double perSecond) {
      arrivals = new Arrivals.Rate(new Rate(perSecond));
      return this;
    }

    public Service arrivals(Arrivals of) {
      arrivals = of;
      return this;
    }

    public Service counts(double intervalSeconds, Arrivals.Within within, long... perInterval) {
      arrivals = new Arrivals.Counts("counts.csv", "count", null, within);
      counts = new CountSeries(perInterval, seconds(intervalSeconds).toNanos());
      return this;
    }

    public Service jobs(int count, double atSeconds) {
      jobs = new Jobs(count, seconds(atSeconds));
      return this;
    }

    public Service starts(Starts of) {
      starts = of;
      return replicas(0);
    }

    public Service balancer(Balancer of) {
      balancer = of;
      return this;
    }

    public Service timeout(double seconds) {
      timeoutNanos = seconds(seconds).toNanos();
      return this;
    }

    public Service policy(AutoscalerPolicy of) {
      policy = of;
      return this;
    }

    public Service replicas(int count) {
      return replicas(count, Math.min(count, 1), Math.max(count, 1));
    }

    public Service replicas(int initially, int min, int max) {
      initial = initially;
      least = min;
      most = max;
      return this;
    }

    public Service provisioning(
        @Nullable Activation activation,
        @Nullable WarmPool warmPool,
        @Nullable Snapshot snapshot,
        @Nullable Readiness readiness) {
      provisioning = new Provisioning(activation, warmPool, snapshot, readiness);
      return this;
    }

    public Service migration(MigrationSpec of) {
      migration = of;
      return this;
    }

    public Service disruption(DisruptionBudget of) {
      disruption = of;
      return this;
    }

    public Service update(RollingUpdate of) {
      update = of;
      return this;
    }

    public InstanceSpec instance() {
      return new InstanceSpec(
          "process",
          runtime,
          image,
          new Resources(
              new Resources.Requests(new Cpu(requestMilli), new Bytes(requestBytes)),
              new Resources.Limits(limit, limitBytes == 0 ? null : new Bytes(limitBytes))),
          concurrency,
          queue,
          grace.toNanos(),
          true,
          memory,
          lifeCycle);
    }

    public ServiceModel build() {
      return new ServiceModel(
          name,
          instance(),
          new Demand(
              cpu,
              new Demand.Storage(calls, 0),
              new Demand.Network(new Bytes(sentBytes), new Bytes(returnedBytes))),
          arrivals,
          counts,
          jobs,
          jobs == null ? balancer : Balancer.LEAST_CONNECTIONS,
          timeoutNanos,
          policy,
          initial,
          least,
          most,
          starts,
          provisioning,
          migration,
          disruption,
          update);
    }
  }

  /** A cluster. */
  public static final class Model {
    private final Duration duration;
    private Duration warmup = Duration.ZERO;
    private @Nullable Duration step;
    private final List<HostSpec> hosts = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final List<ServiceModel> services = new ArrayList<>();
    private ControlPeriods control =
        new ControlPeriods(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(15));
    private @Nullable PriceList prices;
    private @Nullable ImageDelivery images;
    private long recordNanos = ClusterModel.NO_RECORD;
    private List<StepObjective> objectives = List.of();
    private @Nullable NodePressure eviction;
    private @Nullable Failures failures;
    private final List<Maintenance> maintenance = new ArrayList<>();
    private MigrationLimits migrations = MigrationLimits.KUBEVIRT;

    private Model(Duration duration) {
      this.duration = duration;
    }

    public Model warmup(double seconds) {
      warmup = seconds(seconds);
      return this;
    }

    public Model step(double seconds) {
      step = seconds(seconds);
      return this;
    }

    public Model host(HostType type) {
      return hosts(1, type, null);
    }

    public Model hosts(int count, HostType type, @Nullable OffloadCard card) {
      for (int i = 0; i < count; i++) {
        hosts.add(new HostSpec(groups.size(), "group-" + groups.size(), type, card));
      }
      groups.add("group-" + groups.size());
      return this;
    }

    /** Hosts of a group of their own in a zone. */
    public Model zone(String zone, int count, HostType type) {
      for (int i = 0; i < count; i++) {
        hosts.add(
            new HostSpec(
                groups.size(),
                "group-" + groups.size(),
                type,
                null,
                HostSpec.NO_ADDRESS_LIMIT,
                zone));
      }
      groups.add("group-" + groups.size());
      return this;
    }

    public Model failures(Failures of) {
      failures = of;
      return this;
    }

    public Model service(Service service) {
      services.add(service.build());
      return this;
    }

    public Model control(double sampling, double collection, double sync) {
      control = new ControlPeriods(seconds(sampling), seconds(collection), seconds(sync));
      return this;
    }

    public Model scheduler(DurationLaw cycle, DurationLaw bind) {
      control =
          new ControlPeriods(
              control.sampling(), control.collection(), control.sync(), new Scheduler(cycle, bind));
      return this;
    }

    public Model record(double everySeconds) {
      recordNanos = seconds(everySeconds).toNanos();
      return this;
    }

    public Model prices(PriceList of) {
      prices = of;
      return this;
    }

    public Model images(ImageDelivery of) {
      images = of;
      return this;
    }

    public Model maintenance(Maintenance window) {
      maintenance.add(window);
      return this;
    }

    public Model migrations(int parallel, int outbound) {
      migrations = new MigrationLimits(parallel, outbound);
      return this;
    }

    public Model objectives(StepObjective... of) {
      objectives = List.of(of);
      return this;
    }

    public Model eviction(NodePressure of) {
      eviction = of;
      return this;
    }

    public ClusterModel build() {
      return new ClusterModel(
          duration.toNanos(),
          warmup.toNanos(),
          step == null ? Math.max(1, duration.toNanos() / 60) : step.toNanos(),
          List.copyOf(hosts),
          List.copyOf(groups),
          List.copyOf(services),
          control,
          prices,
          objectives,
          List.of(),
          recordNanos,
          groups.stream().map(group -> 0).toList(),
          images,
          eviction,
          failures,
          List.copyOf(maintenance),
          migrations);
    }
  }
}
