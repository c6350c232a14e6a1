package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Problem;
import dev.medley.cluster.engine.ClusterModels;
import dev.medley.cluster.engine.state.ControlPeriods;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.instance.Resources;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.resource.Cpu;
import dev.medley.cluster.runtime.HostUse;
import dev.medley.cluster.runtime.Profile;
import dev.medley.cluster.runtime.RuntimeDefinition;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.cluster.scaling.AutoscalerPolicy;
import dev.medley.cluster.scaling.FixedPolicy;
import dev.medley.cluster.workload.Balancer;
import dev.medley.cluster.workload.Demand;
import dev.medley.cluster.workload.Starts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a scenario may say of starts and locks, and how it is told what it may not. */
class StartsScenarioTest {
  private static final Starts STARTS = new Starts(10, 2, Duration.ZERO, false);

  private static RuntimeDefinition locked(String name, int holders) {
    HostUse lock = new HostUse(HostUse.Kind.LOCK, "setup", holders);
    return new RuntimeDefinition(
        name, "", runtime().stage("boot", StartStage.When.ALWAYS, constant(1), lock).build(), null);
  }

  private static ServiceSpec service(String runtime, int initial, AutoscalerPolicy policy) {
    return new ServiceSpec(
        runtime,
        new ServiceSpec.Replicas(initial, null, null),
        new Resources(
            new Resources.Requests(new Cpu(1), new Bytes(0)), new Resources.Limits(null, null)),
        new ImageSpec(new Bytes(0), true),
        null,
        1,
        0,
        new Demand(
            constant(0), new Demand.Storage(0, 0), new Demand.Network(new Bytes(0), new Bytes(0))),
        Balancer.ROUND_ROBIN,
        null,
        Duration.ZERO,
        policy);
  }

  private static Scenario scenario(
      Map<String, ServiceSpec> services, Starts starts, Duration warmup) {
    return new Scenario(
        Scenario.VERSION,
        "test",
        "",
        Duration.ofMinutes(1),
        warmup,
        1,
        1,
        0.95,
        Profile.NOMINAL,
        List.of(new HostGroup("hosts", 1, "bench", null, null)),
        services,
        Map.of("a", new WorkloadSpec(null, null, starts)),
        new ControlPeriods(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(15)),
        new Recording(null),
        null,
        List.of(),
        List.of());
  }

  private static List<String> refusals(Map<String, ServiceSpec> services, Duration warmup) {
    Map<String, RuntimeDefinition> runtimes = new TreeMap<>();
    runtimes.put("one", locked("one", 1));
    runtimes.put("two", locked("two", 2));
    Catalog catalog = new Catalog(runtimes, Map.of("bench", host(8)), Map.of());
    InvalidConfiguration refusal =
        catchThrowableOfType(
            InvalidConfiguration.class,
            () ->
                ScenarioAssembler.assemble(scenario(services, STARTS, warmup), catalog, Map.of()));
    return refusal == null
        ? List.of()
        : refusal.problems().stream().map(StartsScenarioTest::text).toList();
  }

  private static String text(Problem problem) {
    return problem.path() + ": " + problem.message();
  }

  @Test
  void startsMakeTheInstancesOfTheirService() {
    assertThat(refusals(Map.of("a", service("one", 0, new FixedPolicy())), Duration.ZERO))
        .isEmpty();
    AutoscalerPolicy scripted = ClusterModels.schedule(0, 1, 2);
    assertThat(refusals(Map.of("a", service("one", 3, scripted)), Duration.ZERO))
        .containsExactly(
            "services.a.replicas.initial: must be 0 with starts, which make the instances (was 3)",
            "services.a.autoscaler: must be fixed with starts: no autoscaler may stop their"
                + " instances");
  }

  @Test
  void startsBeginInTheMeasuredTime() {
    assertThat(refusals(Map.of("a", service("one", 0, new FixedPolicy())), Duration.ofSeconds(30)))
        .containsExactly(
            "workload.a.starts.at: must be within the measured time, from warmup 30s to duration"
                + " 60s");
  }

  @Test
  void whoeverNamesALockAgreesOnItsHolders() {
    Map<String, ServiceSpec> services = new LinkedHashMap<>();
    services.put("a", service("two", 0, new FixedPolicy()));
    services.put("b", service("one", 0, new FixedPolicy()));
    assertThat(refusals(services, Duration.ZERO))
        .containsExactly("services.b.runtime: its lock 'setup' has 1 holders here and 2 elsewhere");
  }
}
