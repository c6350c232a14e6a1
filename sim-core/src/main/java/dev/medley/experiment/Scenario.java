package dev.medley.experiment;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Names;
import dev.medley.check.Nearest;
import dev.medley.check.Range;
import dev.medley.cluster.engine.state.ControlPeriods;
import dev.medley.cluster.engine.state.Failures;
import dev.medley.cluster.host.Maintenance;
import dev.medley.cluster.host.NodePressure;
import dev.medley.cluster.image.ImageDelivery;
import dev.medley.cluster.instance.MigrationLimits;
import dev.medley.cluster.runtime.Profile;
import dev.medley.cluster.workload.Jobs;
import dev.medley.cluster.workload.Starts;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question to the simulator: hosts, services, requests, and how to judge the answer.
 *
 * <p>Immutable; what its parts name (runtimes, host types, files) is resolved by {@link
 * ScenarioAssembler}.
 *
 * @param apiVersion version of this format
 * @param name name of the scenario
 * @param description for lists and reports
 * @param duration simulated time
 * @param warmup time before which nothing is measured
 * @param seed root of all randomness
 * @param replications independent repetitions
 * @param confidence level of every interval
 * @param profile which numbers of the runtimes count
 * @param hosts groups of identical hosts
 * @param services what runs, by name
 * @param workload requests by name of the service
 * @param control periods of the metrics pipeline
 * @param record what is recorded beyond the usual figures
 * @param prices what things cost, or null for no cost
 * @param slo service level objectives
 * @param expect known answers
 * @param images how images get to nodes, or null for each by itself at full rate
 * @param eviction when hosts evict instances for their memory, or null for never
 * @param failures what fails, or null for nothing
 * @param maintenance hosts that are emptied, worked on and given back
 * @param migrations live migrations at once
 */
@Doc("A question to the simulator: hosts, services, requests, and how to judge the answer")
public record Scenario(
    @Doc("Version of this format: medley/v1") String apiVersion,
    @Doc("Name of the scenario") String name,
    @Doc("What it is about, for lists and reports") @Default("") String description,
    @Doc("Simulated time") @Range(min = 0.001, max = 315_360_000) Duration duration,
    @Doc("Time before which nothing is measured") @Range(min = 0, max = 315_360_000) @Default("0s")
        Duration warmup,
    @Doc("Root of all randomness: the same seed gives the same bytes") @Default("1") long seed,
    @Doc("Independent repetitions, for confidence intervals")
        @Range(min = 1, max = 1_000_000)
        @Default("10")
        int replications,
    @Doc("Level of every confidence interval") @Range(min = 0.5, max = 0.999999) @Default("0.95")
        double confidence,
    @Doc("Which numbers of the runtimes count") @Default("nominal") Profile profile,
    @Doc("Groups of identical hosts") @Range(min = 1, max = 10_000) List<HostGroup> hosts,
    @Doc("What runs, by name") @Range(min = 1, max = 10_000) Map<String, ServiceSpec> services,
    @Doc("Requests, by name of the service") Map<String, WorkloadSpec> workload,
    @Doc("Periods of the metrics pipeline, and the scheduler") @Default("{}")
        ControlPeriods control,
    @Doc("What is recorded beyond the usual figures") @Default("{}") Recording record,
    @Doc("What things cost; without it, there is no cost") @Nullable Prices prices,
    @Doc(
            "Service level objectives, for example \"request.latency{service=web}.p99 < 500ms\";"
                + " judged by the mean over replications")
        @Range(min = 0, max = 200)
        @Default("[]")
        List<SloRule> slo,
    @Doc("Known answers; a run fails its check when an interval misses one")
        @Range(min = 0, max = 200)
        @Default("[]")
        List<Expectation> expect,
    @Doc(
            "How images get to nodes; without it, each pull has the host's link and each load the"
                + " host's storage for itself, and disks hold everything")
        @Nullable ImageDelivery images,
    @Doc("When hosts evict instances because their memory becomes scarce; without it, never")
        @Nullable NodePressure eviction,
    @Doc("What fails, and how the control plane reacts; without it, nothing fails")
        @Nullable Failures failures,
    @Doc("Hosts that are emptied, worked on and given back")
        @Range(min = 0, max = 1000)
        @Default("[]")
        List<Maintenance> maintenance,
    @Doc("How many live migrations may be under way at once") @Default("{}")
        MigrationLimits migrations) {
  /** The only version there is. */
  public static final String VERSION = "medley/v1";

  /** A scenario in which nothing fails, memory is never scarce and images move by themselves. */
  public Scenario(
      String apiVersion,
      String name,
      String description,
      Duration duration,
      Duration warmup,
      long seed,
      int replications,
      double confidence,
      Profile profile,
      List<HostGroup> hosts,
      Map<String, ServiceSpec> services,
      Map<String, WorkloadSpec> workload,
      ControlPeriods control,
      Recording record,
      @Nullable Prices prices,
      List<SloRule> slo,
      List<Expectation> expect) {
    this(
        apiVersion,
        name,
        description,
        duration,
        warmup,
        seed,
        replications,
        confidence,
        profile,
        hosts,
        services,
        workload,
        control,
        record,
        prices,
        slo,
        expect,
        null,
        null,
        null,
        List.of(),
        MigrationLimits.KUBEVIRT);
  }

  /** Checks everything that needs no catalog. */
  public Scenario {
    Checks checks =
        Checks.of(Scenario.class)
            .with("duration", duration)
            .with("warmup", warmup)
            .with("replications", replications)
            .with("confidence", confidence)
            .with("hosts", hosts)
            .with("services", services)
            .with("slo", slo)
            .with("expect", expect)
            .with("maintenance", maintenance)
            .require(
                apiVersion.equals(VERSION),
                "apiVersion",
                "must be " + VERSION + " (was " + apiVersion + ")")
            .require(Names.isName(name), "name", Names.rule(name))
            .require(
                warmup.compareTo(duration) < 0,
                "warmup",
                "must be < duration " + duration.toSeconds() + "s");
    Set<String> groups = new LinkedHashSet<>();
    long count = 0;
    for (int g = 0; g < hosts.size(); g++) {
      count += hosts.get(g).count();
      checks.require(
          groups.add(hosts.get(g).name()),
          "hosts[" + g + "].name",
          "another group is called '" + hosts.get(g).name() + "' too");
    }
    checks.require(
        count <= 1_000_000, "hosts", "there must be <= 1000000 hosts (were " + count + ")");
    for (String service : services.keySet()) {
      checks.require(Names.isName(service), "services." + service, "name " + Names.rule(service));
    }
    for (String service : workload.keySet()) {
      checks.require(
          services.containsKey(service),
          "workload." + service,
          "there is no service of this name" + Nearest.known(service, services.keySet()));
      Jobs jobs = workload.get(service).jobs();
      checks.require(
          jobs == null || (jobs.at().compareTo(warmup) >= 0 && jobs.at().compareTo(duration) < 0),
          "workload." + service + ".jobs.at",
          "must be within the measured time, from warmup "
              + warmup.toSeconds()
              + "s to duration "
              + duration.toSeconds()
              + "s");
      Starts starts = workload.get(service).starts();
      checks.require(
          starts == null
              || (starts.at().compareTo(warmup) >= 0 && starts.at().compareTo(duration) < 0),
          "workload." + service + ".starts.at",
          "must be within the measured time, from warmup "
              + warmup.toSeconds()
              + "s to duration "
              + duration.toSeconds()
              + "s");
    }
    for (int m = 0; m < maintenance.size(); m++) {
      checkMaintenance(checks, "maintenance[" + m + "]", maintenance.get(m), hosts, duration);
    }
    services.forEach(
        (service, spec) ->
            checks.require(
                spec.update() == null || spec.update().at().compareTo(duration) < 0,
                "services." + service + ".update.at",
                "must be < duration " + duration.toSeconds() + "s"));
    checks.orThrow();
    hosts = List.copyOf(hosts);
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    workload = Collections.unmodifiableMap(new LinkedHashMap<>(workload));
    slo = List.copyOf(slo);
    expect = List.copyOf(expect);
    maintenance = List.copyOf(maintenance);
  }

  private static void checkMaintenance(
      Checks checks, String path, Maintenance window, List<HostGroup> hosts, Duration duration) {
    checks.require(
        window.at().compareTo(duration) < 0,
        path + ".at",
        "must be < duration " + duration.toSeconds() + "s");
    HostGroup group =
        hosts.stream().filter(one -> one.name().equals(window.hosts())).findFirst().orElse(null);
    if (group == null) {
      List<String> names = hosts.stream().map(HostGroup::name).toList();
      checks.require(
          false,
          path + ".hosts",
          "there is no host group of this name" + Nearest.known(window.hosts(), names));
      return;
    }
    int count = window.count() == null ? 1 : window.count();
    checks.require(
        window.first() + (long) count <= group.count(),
        path + (window.count() == null ? ".first" : ".count"),
        "group "
            + group.name()
            + " has "
            + group.count()
            + " hosts: first + count must not be more (were "
            + window.first()
            + " + "
            + count
            + ")");
  }
}
