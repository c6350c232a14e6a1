package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.card;
import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.nominalFunctions;
import static dev.medley.cluster.engine.ClusterModels.nominalGateway;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Problem;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.ControlPeriods;
import dev.medley.cluster.engine.state.StepObjective;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.instance.Resources;
import dev.medley.cluster.offload.Bitstream;
import dev.medley.cluster.offload.OffloadCard;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.resource.Cpu;
import dev.medley.cluster.resource.Price;
import dev.medley.cluster.runtime.MemoryFigure;
import dev.medley.cluster.runtime.Profile;
import dev.medley.cluster.runtime.RuntimeDefinition;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.cluster.scaling.FixedPolicy;
import dev.medley.cluster.workload.Arrivals;
import dev.medley.cluster.workload.Balancer;
import dev.medley.cluster.workload.CountSeries;
import dev.medley.cluster.workload.Demand;
import dev.medley.cluster.workload.Jobs;
import dev.medley.distribution.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every problem of a scenario is found, with its path; what is right is resolved. */
class ScenarioAssemblerTest {
  private String duration = "PT10M";
  private Profile profile = Profile.NOMINAL;
  private final List<HostGroup> hosts = new ArrayList<>();
  private final Map<String, ServiceSpec> services = new LinkedHashMap<>();
  private final Map<String, WorkloadSpec> workload = new LinkedHashMap<>();
  private final Map<String, CountSeries> counts = new LinkedHashMap<>();
  private @Nullable Prices prices;
  private final List<SloRule> slo = new ArrayList<>();
  private final List<Expectation> expect = new ArrayList<>();

  ScenarioAssemblerTest() {
    hosts.add(new HostGroup("plain", 3, "busy", null, null));
    service("web", "container", "500m", "1Gi", null);
  }

  private void service(
      String name, String runtime, String cpu, String memory, @Nullable String memoryLimit) {
    services.put(
        name,
        new ServiceSpec(
            runtime,
            new ServiceSpec.Replicas(2, null, null),
            new Resources(
                new Resources.Requests(Cpu.parse(cpu), Bytes.parse(memory)),
                new Resources.Limits(null, memoryLimit == null ? null : Bytes.parse(memoryLimit))),
            new ImageSpec(new Bytes(0), true),
            null,
            1,
            10,
            new Demand(
                exponential(0.01),
                new Demand.Storage(0, 0),
                new Demand.Network(new Bytes(0), new Bytes(0))),
            Balancer.ROUND_ROBIN,
            null,
            Duration.ofSeconds(30),
            new FixedPolicy()));
  }

  private static Catalog catalog() {
    Map<String, RuntimeDefinition> runtimes = new LinkedHashMap<>();
    RuntimeProfile container =
        runtime()
            .overhead(50_000_000)
            .stage("boot", StartStage.When.ALWAYS, exponential(1))
            .build();
    runtimes.put("container", new RuntimeDefinition("container", "", container, null));
    RuntimeProfile sandbox = runtime().requires("hardware-virtualization").build();
    runtimes.put("vm", new RuntimeDefinition("vm", "", sandbox, sandbox));
    RuntimeProfile plain = runtime().build();
    RuntimeProfile small =
        new RuntimeProfile(
            plain.isolation(),
            plain.cpuLoss(),
            plain.memoryOverhead(),
            plain.density(),
            new MemoryFigure(Bytes.parse("4Gi"), "wasm32"),
            plain.start(),
            plain.shutdown(),
            plain.network(),
            plain.storage(),
            List.of());
    runtimes.put("wasm", new RuntimeDefinition("wasm", "", small, null));
    Map<String, HostType> types = new LinkedHashMap<>();
    types.put("busy", host("busy", 64, nominalFunctions(), nominalGateway()));
    types.put("bench", host(8));
    types.put("virtual", virtual());
    return new Catalog(runtimes, types, new LinkedHashMap<>(Map.of("fpga", card())));
  }

  private static HostType virtual() {
    HostType plain = host(2);
    return new HostType(
        "virtual",
        "",
        2,
        Bytes.parse("8Gi"),
        plain.link(),
        plain.storage(),
        List.of("hardware-virtualization"),
        Map.of(),
        plain.gateway(),
        "test");
  }

  private ClusterModel assemble() {
    return ScenarioAssembler.assemble(scenario(), catalog(), counts);
  }

  private Scenario scenario() {
    return new Scenario(
        Scenario.VERSION,
        "test",
        "",
        Duration.parse(duration),
        Duration.ZERO,
        1,
        1,
        0.95,
        profile,
        hosts,
        services,
        workload,
        new ControlPeriods(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(15)),
        new Recording(null),
        prices,
        slo,
        expect);
  }

  /** Assembles and expects exactly these problems: path, then a part of the message. */
  private void refused(String... pathsAndParts) {
    InvalidConfiguration refusal = catchThrowableOfType(InvalidConfiguration.class, this::assemble);
    assertThat(refusal).isNotNull();
    assertThat(refusal.problems()).hasSize(pathsAndParts.length / 2);
    for (int i = 0; i < refusal.problems().size(); i++) {
      assertThat(refusal.problems().get(i).path()).isEqualTo(pathsAndParts[2 * i]);
      assertThat(refusal.problems().get(i).message()).contains(pathsAndParts[2 * i + 1]);
    }
  }

  @Test
  void whatABatchJobDoesNotDoIsRefused() {
    workload.put("web", new WorkloadSpec(null, new Jobs(10, Duration.ZERO)));
    ServiceSpec spec = services.get("web");
    services.put(
        "web",
        new ServiceSpec(
            spec.runtime(),
            spec.replicas(),
            spec.resources(),
            spec.image(),
            null,
            1,
            0,
            new Demand(
                spec.demand().cpu(),
                new Demand.Storage(1, 0),
                new Demand.Network(new Bytes(1), new Bytes(0))),
            Balancer.RANDOM,
            Duration.ofSeconds(1),
            Duration.ZERO,
            new FixedPolicy()));
    refused(
        "services.web.timeout", "nobody gives up",
        "services.web.demand.storage", "no storage calls",
        "services.web.demand.network", "no bytes");
  }

  @Test
  void figuresOfJobsAndRecordsNeedJobsAndRecords() {
    slo.add(SloRule.parse("job.makespan < 1h"));
    slo.add(SloRule.parse("instance.cpu.utilization < 0.5"));
    refused("slo[0]", "no service has batch jobs", "slo[1]", "set record.instances");
    workload.put("web", new WorkloadSpec(null, new Jobs(10, Duration.ZERO)));
    refused("slo[1]", "set record.instances");
  }

  @Test
  void aWorkloadIsRequestsOrJobs() {
    Jobs jobs = new Jobs(10, Duration.ofMinutes(10));
    Arrivals arrivals = new Arrivals.Rate(new Rate(5));
    assertThat(catchThrowableOfType(InvalidConfiguration.class, () -> new WorkloadSpec(null, null)))
        .hasMessageContaining("exactly one of arrivals, jobs and starts");
    assertThat(
            catchThrowableOfType(
                InvalidConfiguration.class, () -> new WorkloadSpec(arrivals, jobs)))
        .hasMessageContaining("exactly one of");
    workload.put("web", new WorkloadSpec(null, jobs));
    InvalidConfiguration late = catchThrowableOfType(InvalidConfiguration.class, this::scenario);
    assertThat(late.problems())
        .singleElement()
        .extracting(Problem::path)
        .isEqualTo("workload.web.jobs.at");
  }

  @Test
  void whatIsRightIsResolved() {
    hosts.add(new HostGroup("carded", 2, "busy", "fpga", null));
    workload.put("web", new WorkloadSpec(new Arrivals.Rate(new Rate(5)), null));
    Map<String, Price> of = new LinkedHashMap<>();
    of.put("busy", Price.parse("2/h"));
    of.put("fpga", Price.parse("73/month"));
    of.put("vcpu", Price.parse("0.04/h"));
    of.put("egress", Price.parse("0.05/GB"));
    prices = new Prices("USD", of);
    ClusterModel model = assemble();
    assertThat(model.hosts()).hasSize(5);
    assertThat(model.hosts().get(0).allocatableCpuMilli()).isEqualTo(22_400);
    assertThat(model.hosts().get(4).allocatableCpuMilli()).isEqualTo(57_600);
    assertThat(model.groups()).containsExactly("plain", "carded");
    assertThat(model.prices().currency()).isEqualTo("USD");
    assertThat(model.prices().hostsPerHour()).isCloseTo(5 * 2, within(1e-12));
    assertThat(model.prices().cardsPerHour()).isCloseTo(2 * 0.1, within(1e-12));
    assertThat(model.prices().vcpuPerHour()).isEqualTo(0.04);
    assertThat(model.prices().egressPerGigabyte()).isEqualTo(0.05);
    assertThat(model.services().get(0).minReplicas()).isEqualTo(1);
    assertThat(model.services().get(0).maxReplicas()).isEqualTo(2);
    assertThat(model.notices()).hasSize(2);
    assertThat(model.notices().get(0))
        .startsWith("hosts plain: network functions (")
        .contains(" take 65 % of the CPU at all times, no card relieves them");
    assertThat(model.notices().get(1)).contains("hosts carded", " take 10 % ", "the rest is on ");
    assertThat(model.refusedCards()).containsExactly(0, 0);
  }

  @Test
  void unknownNamesAreRefusedAllAtOnce() {
    hosts.add(new HostGroup("other", 1, "general", "gpu", null));
    service("api", "docker", "1", "1Gi", null);
    Map<String, Price> of = new LinkedHashMap<>();
    of.put("busyy", Price.parse("2/h"));
    prices = new Prices("EUR", of);
    slo.add(SloRule.parse("request.latency{service=www}.p99 < 1s"));
    slo.add(SloRule.parse("host.cpu.utilization{group=fast} < 0.5"));
    expect.add(new Expectation("instance.start{runtime=vm}.mean", Amount.parse("1s"), "", 0.99));
    expect.add(
        new Expectation("instance.start.stage{stage=pull}.mean", Amount.parse("1s"), "", 0.99));
    expect.add(new Expectation("offload.refused{group=plain}", Amount.parse("0"), "", 0.99));
    refused(
        "hosts[1].type", "no host type 'general'",
        "hosts[1].offload", "no offload card 'gpu'",
        "services.api.runtime", "no runtime 'docker'",
        "prices.busyy", "known:",
        "slo[0]", "no service is called 'www'",
        "slo[1]", "no group is called 'fast'",
        "expect[0].metric", "no runtime is called 'vm'",
        "expect[1].metric", "no stage is called 'pull'",
        "expect[2].metric", "no group is called 'plain'");
  }

  @Test
  void aRuleAboutCardsNeedsCards() {
    slo.add(SloRule.parse("offload.utilization < 0.5"));
    refused("slo[0]", "no host group has an offload card");
  }

  @Test
  void aRuntimeWithoutTheProfileIsRefused() {
    profile = Profile.EMPIRICAL;
    refused("services.web.runtime", "container has no empirical profile");
  }

  @Test
  void moreMemoryThanTheRuntimeCanAddressIsRefused() {
    service("filter", "wasm", "1", "1Gi", "5Gi");
    service("other", "wasm", "1", "6Gi", null);
    refused(
        "services.filter.resources.limits.memory", "must be <= 4Gi on wasm (was 5Gi): wasm32",
        "services.other.resources.requests.memory", "must be <= 4Gi on wasm (was 6Gi)");
  }

  @Test
  void featuresThatNoHostHasAreRefused() {
    service("legacy", "vm", "1", "1Gi", null);
    refused("services.legacy.runtime", "needs hosts with [hardware-virtualization]");
  }

  /** 64 cores, but 22.4 for instances; a terabyte, but not with the runtime's own 50 MB. */
  @Test
  void requestsThatNoHostCanEverHoldAreRefused() {
    service("wide", "container", "23", "1Gi", null);
    service("deep", "container", "1", "1Ti", null);
    refused(
        "services.wide.resources.requests", "plain cpu 22400m",
        "services.deep.resources.requests", "more than any admissible host");
    hosts.add(new HostGroup("carded", 1, "busy", "fpga", null));
    services.remove("deep");
    assertThat(assemble().services()).hasSize(2);
  }

  /** The large hosts lack the feature, and those that have it are small. */
  @Test
  void featuresAndRoomMustBeOnTheSameHost() {
    hosts.add(new HostGroup("small", 1, "virtual", null, null));
    service("legacy", "vm", "4", "1Gi", null);
    refused("services.legacy.resources.requests", "cpu 4 and memory 1Gi");
  }

  @Test
  void aRefusedBitstreamIsANoticeAndTrafficStaysOnTheCpu() {
    hosts.add(new HostGroup("unsigned", 2, "busy", "fpga", new Bitstream("gw", false, "http")));
    hosts.add(new HostGroup("odd", 1, "busy", "fpga", new Bitstream("gw", true, "gopher")));
    hosts.add(new HostGroup("good", 1, "busy", "fpga", new Bitstream("gw2", true, "http")));
    ClusterModel model = assemble();
    List<String> refusals =
        model.notices().stream().filter(notice -> notice.contains("refused")).toList();
    assertThat(refusals).hasSize(2);
    assertThat(refusals.get(0)).contains("unsigned", "signature does not verify", "its 2 hosts");
    assertThat(refusals.get(1)).contains("odd", "gopher", "allow-list");
    assertThat(model.refusedCards()).containsExactly(0, 2, 1, 0);
    assertThat(model.hosts().get(3).card()).isNull();
    assertThat(model.hosts().get(3).type().gateway()).isEqualTo(nominalGateway());
    assertThat(model.hosts().get(3).allocatableCpuMilli()).isEqualTo(22_400);
    assertThat(model.hosts().get(6).card()).isEqualTo(card());
    Outcome outcome = Replication.run(model, 1, 0);
    assertThat(Runs.figure(outcome, "offload.refused{group=unsigned}")).isEqualTo(2);
    assertThat(Runs.figure(outcome, "offload.refused{group=good}")).isZero();
    assertThat(outcome.notices()).containsAll(model.notices());
  }

  /** A card may leave functions on the CPU that the host alone does cheaper, but not all of it. */
  @Test
  void networkFunctionsThatTakeEveryCoreAreRefused() {
    Map<String, Double> remaining = new LinkedHashMap<>();
    for (String function : nominalFunctions().keySet()) {
      remaining.put(function, 0.4);
    }
    OffloadCard good = card();
    OffloadCard greedy =
        new OffloadCard(
            "greedy",
            "",
            remaining,
            good.gateway(),
            good.allowedProtocols(),
            good.bitstream(),
            "test");
    hosts.add(new HostGroup("carded", 1, "busy", "greedy", null));
    Catalog catalog = catalog();
    Catalog with =
        new Catalog(
            catalog.runtimes(), catalog.hostTypes(), new LinkedHashMap<>(Map.of("greedy", greedy)));
    InvalidConfiguration refusal =
        catchThrowableOfType(
            InvalidConfiguration.class, () -> ScenarioAssembler.assemble(scenario(), with, counts));
    assertThat(refusal.problems().get(0).path()).isEqualTo("hosts[1].offload");
  }

  @Test
  void countsNeedTheirFile() {
    workload.put(
        "web",
        new WorkloadSpec(
            new Arrivals.Counts("day.csv", "count", null, Arrivals.Within.UNIFORM), null));
    refused("workload.web.arrivals.counts", "the file was not read");
    counts.put("web", new CountSeries(new long[] {1, 2}, 60_000_000_000L));
    assertThat(assemble().services().get(0).counts()).isEqualTo(counts.get("web"));
  }

  @Test
  void aRuleAboutTheCostNeedsPrices() {
    slo.add(SloRule.parse("cost.total < 5"));
    refused("slo[0]", "there is no cost without prices");
  }

  @Test
  void onlyRulesThatCanBeJudgedStepByStepBecomeObjectives() {
    service("api", "container", "1", "1Gi", null);
    slo.add(SloRule.parse("request.latency{service=api}.p99 < 500ms"));
    slo.add(SloRule.parse("request.latency.p50 <= 1s"));
    slo.add(SloRule.parse("request.latency.mean < 1s"));
    slo.add(SloRule.parse("request.rejected.ratio{service=web} < 1%"));
    slo.add(SloRule.parse("request.timeout.ratio < 0.5"));
    slo.add(SloRule.parse("cost.total < 5"));
    prices = new Prices("EUR", new LinkedHashMap<>());
    slo.add(SloRule.parse("request.latency.p99 > 1ms"));
    List<StepObjective> objectives = assemble().objectives();
    assertThat(objectives).hasSize(4);
    assertThat(objectives.get(0))
        .isEqualTo(
            new StepObjective(
                "request.latency{service=api}.p99 < 500ms",
                1,
                StepObjective.Kind.LATENCY,
                0.99,
                0.5));
    assertThat(objectives.get(1).service()).isEqualTo(StepObjective.ALL);
    assertThat(objectives.get(2).kind()).isEqualTo(StepObjective.Kind.REJECTED_RATIO);
    assertThat(objectives.get(2).limit()).isEqualTo(0.01);
    assertThat(objectives.get(3).kind()).isEqualTo(StepObjective.Kind.TIMEOUT_RATIO);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.001S, 16667",
    "PT90S, 1500000000",
    "PT10M, 60000000000",
    "PT24H, 60000000000",
    "P30D, 180000000000",
    "P3650D, 15780000000000"
  })
  void aStepIsAMinuteUnlessTheRunIsShortOrVeryLong(String text, long stepNanos) {
    assertThat(ScenarioAssembler.stepNanos(Duration.parse(text))).isEqualTo(stepNanos);
    duration = text;
    assertThat(assemble().steps()).isBetween(10, 20_000);
  }

  @Test
  void aScenarioChecksItself() {
    hosts.add(new HostGroup("plain", 1, "busy", null, null));
    workload.put("nobody", new WorkloadSpec(new Arrivals.Rate(new Rate(5)), null));
    services.put("Bad Name", services.get("web"));
    InvalidConfiguration refusal = catchThrowableOfType(InvalidConfiguration.class, this::scenario);
    assertThat(refusal.problems())
        .extracting(problem -> problem.path())
        .containsExactly("hosts[1].name", "services.Bad Name", "workload.nobody");
  }
}
