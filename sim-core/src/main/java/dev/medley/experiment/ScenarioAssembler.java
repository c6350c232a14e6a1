package dev.medley.experiment;

import dev.medley.check.Decimals;
import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Nearest;
import dev.medley.check.Problem;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.PriceList;
import dev.medley.cluster.engine.state.ServiceModel;
import dev.medley.cluster.engine.state.StepObjective;
import dev.medley.cluster.host.HostSpec;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.instance.InstanceKind;
import dev.medley.cluster.instance.InstanceSpec;
import dev.medley.cluster.instance.LifeCycleSpec;
import dev.medley.cluster.instance.MemoryUse;
import dev.medley.cluster.metric.MetricFamily;
import dev.medley.cluster.metric.MetricName;
import dev.medley.cluster.offload.Bitstream;
import dev.medley.cluster.offload.OffloadCard;
import dev.medley.cluster.offload.Refusal;
import dev.medley.cluster.runtime.HostUse;
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
import dev.medley.cluster.workload.Starts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a scenario into a cluster model: resolves names against the catalog, loads bitstreams,
 * checks rules against the metrics that will be emitted. Reports every problem at once.
 */
public final class ScenarioAssembler {
  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final int LEAST_STEPS = 60;
  private static final int MOST_STEPS = 20_000;

  private final Scenario scenario;
  private final Catalog catalog;
  private final Map<String, CountSeries> counts;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  /** One host of each group whose type is known. */
  private final List<HostSpec> kinds = new ArrayList<>();

  /** Holders of every lock that a runtime in use names. */
  private final Map<String, Integer> holdersOfLock = new LinkedHashMap<>();

  private boolean unknownHosts;

  /** Services, those on {@code auto} on the runtime that was chosen. */
  private final Map<String, ServiceSpec> specs = new LinkedHashMap<>();

  private ScenarioAssembler(Scenario scenario, Catalog catalog, Map<String, CountSeries> counts) {
    this.scenario = scenario;
    this.catalog = catalog;
    this.counts = counts;
  }

  /**
   * Assembles the model of a scenario.
   *
   * @param scenario what to run
   * @param catalog what it can name
   * @param counts content of the count files, by name of the service
   * @throws InvalidConfiguration with every problem, paths as in the scenario file
   */
  public static ClusterModel assemble(
      Scenario scenario, Catalog catalog, Map<String, CountSeries> counts) {
    return new ScenarioAssembler(scenario, catalog, counts).assemble();
  }

  private ClusterModel assemble() {
    List<HostSpec> hosts = new ArrayList<>();
    List<Integer> refused = new ArrayList<>();
    double hostsPerHour = 0;
    double cardsPerHour = 0;
    for (int g = 0; g < scenario.hosts().size(); g++) {
      HostGroup group = scenario.hosts().get(g);
      String path = "hosts[" + g + "]";
      HostType type = resolve(catalog.hostTypes(), group.type(), path + ".type", "host type");
      OffloadCard card = null;
      OffloadCard working = null;
      if (group.offload() != null) {
        card = resolve(catalog.cards(), group.offload(), path + ".offload", "offload card");
        working = card == null ? null : load(group, card);
      }
      refused.add(card != null && working == null ? group.count() : 0);
      if (type == null) {
        unknownHosts = true;
      } else {
        Integer addresses = group.addresses();
        HostSpec host =
            new HostSpec(
                g,
                group.name(),
                type,
                working,
                addresses == null ? HostSpec.NO_ADDRESS_LIMIT : addresses,
                group.zone());
        kinds.add(host);
        if (type.networkShare(working) >= 1) {
          problem(
              path + (working == null ? ".type" : ".offload"),
              "the network functions take every core of " + type.name());
        }
        hosts.addAll(Collections.nCopies(group.count(), host));
        hostsPerHour += group.count() * price(type.name());
        cardsPerHour += card == null ? 0 : group.count() * price(card.name());
        tellNetworkShare(group, type, working);
      }
    }
    chooseRuntimes();
    List<ServiceModel> services = new ArrayList<>();
    specs.forEach((name, spec) -> addService(services, name, spec));
    MemoryRules.check(scenario, kinds, problems);
    tellProfile();
    checkPrices();
    problems.addAll(ImageChecks.problems(scenario));
    FailureChecks.check(scenario, problems);
    List<StepObjective> objectives = checkRules();
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
    Prices prices = scenario.prices();
    Duration interval = scenario.record().instances();
    return new ClusterModel(
        scenario.duration().toNanos(),
        scenario.warmup().toNanos(),
        stepNanos(scenario.duration()),
        List.copyOf(hosts),
        scenario.hosts().stream().map(HostGroup::name).toList(),
        List.copyOf(services),
        scenario.control(),
        prices == null
            ? null
            : new PriceList(
                prices.currency(),
                hostsPerHour,
                cardsPerHour,
                prices.perHour(Prices.VCPU),
                prices.perHour(Prices.MEMORY),
                prices.perGigabyte(Prices.EGRESS),
                prices.perGigabyte(Prices.IMAGE_EGRESS)),
        objectives,
        List.copyOf(notices),
        interval == null ? ClusterModel.NO_RECORD : interval.toNanos(),
        List.copyOf(refused),
        scenario.images(),
        scenario.eviction(),
        scenario.failures(),
        scenario.maintenance(),
        scenario.migrations());
  }

  /** A minute, a whole number of minutes for very long runs, or 1/60 of a short run. */
  static long stepNanos(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos < LEAST_STEPS * MINUTE_NANOS / 6) {
      return Math.max(1, (nanos + LEAST_STEPS - 1) / LEAST_STEPS);
    }
    long minutes = (nanos + MINUTE_NANOS - 1) / MINUTE_NANOS;
    return ((minutes + MOST_STEPS - 1) / MOST_STEPS) * MINUTE_NANOS;
  }

  private double price(String name) {
    Prices prices = scenario.prices();
    return prices == null ? 0 : prices.perHour(name);
  }

  /** What decides whether a card pays, so nobody should have to look for it. */
  private void tellNetworkShare(HostGroup group, HostType type, @Nullable OffloadCard card) {
    double share = type.networkShare(card);
    if (share > 0) {
      notices.add(
          "hosts "
              + group.name()
              + ": network functions ("
              + String.join(", ", type.networkFunctions().keySet())
              + ") take "
              + Decimals.shortest(Math.round(share * 1000) / 10.0)
              + " % of the CPU at all times, "
              + (card == null ? "no card relieves them" : "the rest is on " + card.name())
              + "; `medley runtimes show "
              + (card == null ? type.name() : card.name())
              + "` tells the source");
    }
  }

  private void tellProfile() {
    boolean choice =
        specs.values().stream()
            .map(service -> catalog.runtimes().get(service.runtime()))
            .anyMatch(
                runtime ->
                    runtime != null && runtime.nominal() != null && runtime.empirical() != null);
    if (choice) {
      String name = scenario.profile().name().toLowerCase(Locale.ROOT);
      notices.add(
          name
              + " profile: "
              + (scenario.profile() == Profile.NOMINAL
                  ? "the numbers of the source documents"
                  : "published measurements")
              + "; compare with --vary profile=nominal,empirical");
    }
  }

  private @Nullable OffloadCard load(HostGroup group, OffloadCard card) {
    Bitstream bitstream = group.bitstream() == null ? card.bitstream() : group.bitstream();
    Optional<Refusal> refusal = card.refusal(bitstream);
    if (refusal.isEmpty()) {
      return card;
    }
    notices.add(
        "host group "
            + group.name()
            + ": "
            + card.name()
            + " refused bitstream '"
            + bitstream.name()
            + "' (protocol "
            + bitstream.protocol()
            + "): "
            + refusal.get().reason()
            + "; traffic stays on the CPU of its "
            + group.count()
            + " hosts");
    return null;
  }

  private void chooseRuntimes() {
    RuntimeChoice rule =
        new RuntimeChoice(
            catalog.runtimes(), scenario.profile(), new RuntimeAdmission(kinds, unknownHosts));
    scenario
        .services()
        .forEach(
            (name, spec) -> {
              specs.put(name, spec);
              if (spec.runtime().equals(RuntimeDefinition.AUTO)) {
                String path = "services." + name;
                RuntimeChoice.Answer answer = rule.choose(path, spec);
                if (answer.runtime() == null) {
                  problem(path + ".runtime", "auto finds no admissible runtime: " + answer.text());
                } else {
                  specs.put(name, spec.on(answer.runtime()));
                  notices.add(
                      "service "
                          + name
                          + ": runtime auto chose "
                          + answer.runtime()
                          + ": "
                          + answer.text());
                }
              }
            });
  }

  private void addService(List<ServiceModel> services, String name, ServiceSpec spec) {
    String path = "services." + name;
    if (spec.runtime().equals(RuntimeDefinition.AUTO)) {
      return;
    }
    RuntimeDefinition definition =
        resolve(catalog.runtimes(), spec.runtime(), path + ".runtime", "runtime");
    if (definition == null) {
      return;
    }
    RuntimeProfile runtime = definition.variant(scenario.profile()).orElse(null);
    if (runtime == null) {
      problem(
          path + ".runtime",
          spec.runtime()
              + " has no "
              + scenario.profile().name().toLowerCase(Locale.ROOT)
              + " profile");
      return;
    }
    RuntimeProfile profile = RuntimeAdmission.adapted(runtime, spec);
    problems.addAll(
        new RuntimeAdmission(kinds, unknownHosts).refusals(path, spec, spec.runtime(), profile));
    OperationChecks.of(path, spec).ifPresent(problems::add);
    MemoryUse memory = spec.memory();
    if (memory != null) {
      long overheadBytes = profile.memoryOverhead().value().bytes();
      MemoryRules.tellDensity(scenario, name, memory, overheadBytes, kinds, notices);
    }
    WorkloadSpec workload = scenario.workload().get(name);
    Arrivals arrivals = workload == null ? null : workload.arrivals();
    Jobs jobs = workload == null ? null : workload.jobs();
    if (jobs != null) {
      checkJobs(path, spec);
    }
    Starts starts = workload == null ? null : workload.starts();
    if (starts != null) {
      checkStarts(path, spec);
    }
    checkLocks(path, profile);
    problems.addAll(OperationConflicts.problems(path, spec, definition, scenario));
    CountSeries series = counts.get(name);
    if (arrivals instanceof Arrivals.Counts && series == null) {
      problem("workload." + name + ".arrivals.counts", "the file was not read");
      return;
    }
    services.add(
        new ServiceModel(
            name,
            new InstanceSpec(
                spec.runtime(),
                profile,
                spec.image(),
                spec.resources(),
                spec.concurrency(),
                spec.queue(),
                spec.gracePeriod().toNanos(),
                ImageChecks.admits(scenario.images(), spec.image()),
                spec.memory(),
                new LifeCycleSpec(
                    InstanceKind.of(definition.kind()), spec.restartPolicy(), spec.controller())),
            spec.demand(),
            arrivals,
            series,
            jobs,
            jobs == null ? spec.balancer() : Balancer.LEAST_CONNECTIONS,
            spec.timeout() == null ? ServiceModel.NO_TIMEOUT : spec.timeout().toNanos(),
            spec.autoscaler(),
            spec.replicas().initial(),
            spec.replicas().least(),
            spec.replicas().most(),
            starts,
            ProvisioningChecks.resolve(path, spec, profile, jobs != null, problems),
            spec.migration(),
            spec.disruption(),
            spec.update()));
  }

  /** A job only computes: what else a request may ask for is refused rather than ignored. */
  private void checkJobs(String path, ServiceSpec spec) {
    if (spec.timeout() != null) {
      problem(path + ".timeout", "nobody gives up a batch job: leave it out with jobs");
    }
    if (spec.demand().storage().calls() > 0) {
      problem(path + ".demand.storage", "a batch job makes no storage calls: must be 0 with jobs");
    }
    Demand.Network network = spec.demand().network();
    if (network.request().bytes() + network.response().bytes() > 0) {
      problem(path + ".demand.network", "a batch job sends no bytes: must be 0 with jobs");
    }
  }

  /** The starts alone make the instances of their service. */
  private void checkStarts(String path, ServiceSpec spec) {
    if (spec.replicas().initial() > 0) {
      problem(
          path + ".replicas.initial",
          "must be 0 with starts, which make the instances (was "
              + spec.replicas().initial()
              + ")");
    }
    if (!(spec.autoscaler() instanceof FixedPolicy)) {
      problem(
          path + ".autoscaler",
          "must be fixed with starts: no autoscaler may stop their instances");
    }
  }

  /** A lock is one thing: whoever names it agrees on how many may hold it. */
  private void checkLocks(String path, RuntimeProfile profile) {
    List<HostUse> uses = new ArrayList<>();
    profile.start().forEach(stage -> addUse(uses, stage.uses()));
    addUse(uses, profile.shutdown().uses());
    for (HostUse use : uses) {
      String name = use.name();
      if (name != null) {
        int holders = use.mostHolders();
        int known = holdersOfLock.merge(name, holders, (first, now) -> first);
        if (known != holders) {
          problem(
              path + ".runtime",
              "its lock '"
                  + name
                  + "' has "
                  + holders
                  + " holders here and "
                  + known
                  + " elsewhere");
        }
      }
    }
  }

  private static void addUse(List<HostUse> to, @Nullable HostUse use) {
    if (use != null) {
      to.add(use);
    }
  }

  private void checkPrices() {
    Prices prices = scenario.prices();
    if (prices == null) {
      return;
    }
    Set<String> known = new LinkedHashSet<>();
    known.addAll(catalog.hostTypes().keySet());
    known.addAll(catalog.cards().keySet());
    known.add(Prices.EGRESS);
    known.add(Prices.IMAGE_EGRESS);
    known.add(Prices.VCPU);
    known.add(Prices.MEMORY);
    for (String name : prices.of().keySet()) {
      if (!known.contains(name)) {
        problem("prices." + name, "nothing of this name has a price" + Nearest.known(name, known));
      }
    }
  }

  private List<StepObjective> checkRules() {
    List<StepObjective> objectives = new ArrayList<>();
    for (int i = 0; i < scenario.slo().size(); i++) {
      SloRule rule = scenario.slo().get(i);
      checkLabels("slo[" + i + "]", rule.metric());
      StepObjective objective = objective(rule);
      if (objective != null) {
        objectives.add(objective);
      }
    }
    for (int i = 0; i < scenario.expect().size(); i++) {
      checkLabels("expect[" + i + "].metric", scenario.expect().get(i).name());
    }
    return objectives;
  }

  private void checkLabels(String path, MetricName metric) {
    check(path, metric, "service", scenario.services().keySet());
    Set<String> groups = new LinkedHashSet<>();
    scenario
        .hosts()
        .forEach(
            group -> {
              if (!isOfCards(metric) || group.offload() != null) {
                groups.add(group.name());
              }
            });
    check(path, metric, "group", groups);
    if (isOfCards(metric) && groups.isEmpty()) {
      problem(path, metric + ": no host group has an offload card");
    }
    if (metric.family().text().startsWith("job.")
        && scenario.workload().values().stream().allMatch(spec -> spec.jobs() == null)) {
      problem(path, metric + ": no service has batch jobs");
    }
    ProvisioningChecks.checkMetric(path, metric, scenario, problems);
    if (metric.family().text().startsWith("instance.cpu.")
        && scenario.record().instances() == null) {
      problem(path, metric + ": instances are not recorded; set record.instances");
    }
    ImageChecks.addProblems(scenario, path, metric, problems);
    if (MemoryRules.isOfMemory(metric.family()) && !MemoryRules.isWatched(scenario)) {
      problem(path, metric + ": no service says what memory it uses; set services.NAME.memory");
    }
    FailureChecks.check(path, metric, scenario, problems);
    OperationChecks.of(path, metric, scenario).ifPresent(problems::add);
    if (metric.family() == MetricFamily.COST_TOTAL && scenario.prices() == null) {
      problem(path, metric + ": there is no cost without prices");
    }
    Set<String> runtimes = new LinkedHashSet<>();
    Set<String> stages = new LinkedHashSet<>();
    String service = metric.labels().get("service");
    specs.forEach(
        (name, spec) -> {
          if (service == null || service.equals(name)) {
            runtimes.add(spec.runtime());
            stages.addAll(stages(spec));
            stages.addAll(ProvisioningChecks.outerStages(scenario, spec));
            if (spec.startup() != null) {
              stages.add(RuntimeProfile.APPLICATION);
            }
          }
        });
    if (service == null || scenario.services().containsKey(service)) {
      check(path, metric, "runtime", runtimes);
      check(path, metric, "stage", stages);
    }
  }

  private static boolean isOfCards(MetricName metric) {
    return metric.family() == MetricFamily.OFFLOAD_UTILIZATION
        || metric.family() == MetricFamily.OFFLOAD_REFUSED;
  }

  private List<String> stages(ServiceSpec spec) {
    RuntimeDefinition definition = catalog.runtimes().get(spec.runtime());
    return definition == null
        ? List.of()
        : definition
            .variant(scenario.profile())
            .map(profile -> profile.start().stream().map(StartStage::stage).toList())
            .orElse(List.of());
  }

  private void check(String path, MetricName metric, String label, Set<String> known) {
    String value = metric.labels().get(label);
    if (value != null && !known.contains(value)) {
      problem(
          path,
          metric + ": no " + label + " is called '" + value + "'" + Nearest.known(value, known));
    }
  }

  private @Nullable StepObjective objective(SloRule rule) {
    if (!rule.comparison().startsWith("<")) {
      return null;
    }
    StepObjective.Kind kind;
    if (rule.metric().family() == MetricFamily.REQUEST_LATENCY) {
      kind = StepObjective.Kind.LATENCY;
    } else if (rule.metric().family() == MetricFamily.REQUEST_REJECTED_RATIO) {
      kind = StepObjective.Kind.REJECTED_RATIO;
    } else if (rule.metric().family() == MetricFamily.REQUEST_TIMEOUT_RATIO) {
      kind = StepObjective.Kind.TIMEOUT_RATIO;
    } else if (rule.metric().family() == MetricFamily.REQUEST_FAILED_RATIO) {
      kind = StepObjective.Kind.FAILED_RATIO;
    } else {
      return null;
    }
    double quantile = MetricFamily.quantile(rule.metric().statistic());
    String service = rule.metric().labels().get("service");
    boolean byService = service != null || rule.metric().labels().isEmpty();
    if (!byService || (kind == StepObjective.Kind.LATENCY && Double.isNaN(quantile))) {
      return null;
    }
    int index =
        service == null
            ? StepObjective.ALL
            : new ArrayList<>(scenario.services().keySet()).indexOf(service);
    return new StepObjective(rule.toString(), index, kind, quantile, rule.limit().value());
  }

  private <T> @Nullable T resolve(Map<String, T> known, String name, String path, String what) {
    T found = known.get(name);
    if (found == null) {
      problem(
          path, "there is no " + what + " '" + name + "'" + Nearest.known(name, known.keySet()));
    }
    return found;
  }

  private void problem(String path, String message) {
    problems.add(new Problem(path, message));
  }
}
