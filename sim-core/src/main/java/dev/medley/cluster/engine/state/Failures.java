package dev.medley.cluster.engine.state;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.distribution.DurationLaw;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What fails, how often and for how long, and how the control plane notices.
 *
 * <p>All entries act at the same time and on their own: a host that several of them take down is
 * back when the last one is over.
 *
 * @param hosts hosts that crash one by one
 * @param outages whole zones that fail
 * @param slow hosts that compute slowly for a time
 * @param bursts several hosts that crash within a short time
 * @param instances running time of an instance until its process crashes, by service
 * @param detection how the control plane notices and evicts
 * @param registries registries that send slowly for a time
 */
@Doc("What fails, how often and for how long, and how the control plane notices")
public record Failures(
    @Doc("Hosts that crash and are repaired, each on its own")
        @Range(min = 0, max = 1000)
        @Default("[]")
        List<HostCrashes> hosts,
    @Doc("Zones whose hosts all go down at once") @Range(min = 0, max = 1000) @Default("[]")
        List<ZoneOutages> outages,
    @Doc("Gray failures: hosts that compute slowly for a time, each on its own")
        @Range(min = 0, max = 1000)
        @Default("[]")
        List<SlowHosts> slow,
    @Doc("Correlated failures: several hosts crash within a short time")
        @Range(min = 0, max = 1000)
        @Default("[]")
        List<Bursts> bursts,
    @Doc(
            "How long an instance runs until its process crashes, by name of the service; the clock"
                + " starts anew whenever it becomes ready")
        @Default("{}")
        Map<String, DurationLaw> instances,
    @Doc("How the control plane notices hosts that are down, and evicts what is on them")
        @Default("{}")
        Detection detection,
    @Doc("Registries that send slowly for a time") @Range(min = 0, max = 1000) @Default("[]")
        List<SlowRegistries> registries) {

  /** Failures without slow registries. */
  public Failures(
      List<HostCrashes> hosts,
      List<ZoneOutages> outages,
      List<SlowHosts> slow,
      List<Bursts> bursts,
      Map<String, DurationLaw> instances,
      Detection detection) {
    this(hosts, outages, slow, bursts, instances, detection, List.of());
  }

  /** Shortest mean of the time between two failures: without one a run would never end. */
  private static final double SHORTEST_MEAN_NANOS = 1e9;

  /**
   * Hosts that crash and are repaired, each on its own: up, down, up, ...
   *
   * @param group only hosts of this group, or null
   * @param zone only hosts of this zone, or null
   * @param between from repair to the next crash
   * @param repair from a crash until the host is up again
   */
  @Doc("Hosts that crash and are repaired, each on its own")
  public record HostCrashes(
      @Doc("Only hosts of this group; without group and zone, all hosts") @Nullable String group,
      @Doc("Only hosts of this zone") @Nullable String zone,
      @Doc("From being up to the next crash, of each host") DurationLaw between,
      @Doc("From a crash until the host is up again") DurationLaw repair) {
    /** Checks every component. */
    public HostCrashes {
      Checks checks = Checks.of(HostCrashes.class);
      requireOneTarget(checks, group, zone);
      requirePositive(checks, between);
      checks.orThrow();
    }
  }

  /**
   * A zone whose hosts all go down at once.
   *
   * @param zone which
   * @param at when, once, or null
   * @param between from the end of one outage to the next, or null
   * @param duration how long
   */
  @Doc("A zone whose hosts all go down at once; either once (`at`) or again and again (`between`)")
  public record ZoneOutages(
      @Doc("Name of the zone") String zone,
      @Doc("When, once") @Range(min = 0, max = 315_360_000) @Nullable Duration at,
      @Doc("From the end of one outage to the beginning of the next") @Nullable DurationLaw between,
      @Doc("How long an outage lasts") DurationLaw duration) {
    /** Checks every component. */
    public ZoneOutages {
      Checks checks = Checks.of(ZoneOutages.class).with("at", at);
      requireOneTime(checks, at, between);
      checks.orThrow();
    }
  }

  /**
   * Hosts that compute slowly for a time, each on its own.
   *
   * @param group only hosts of this group, or null
   * @param zone only hosts of this zone, or null
   * @param between from usual pace to the next slow time
   * @param duration how long it is slow
   * @param pace share of its usual pace at which each core computes meanwhile
   */
  @Doc("Hosts that compute slowly for a time, each on its own, and are not noticed")
  public record SlowHosts(
      @Doc("Only hosts of this group; without group and zone, all hosts") @Nullable String group,
      @Doc("Only hosts of this zone") @Nullable String zone,
      @Doc("From usual pace to the next slow time, of each host") DurationLaw between,
      @Doc("How long it is slow") DurationLaw duration,
      @Doc("Share of its usual pace at which every core computes meanwhile")
          @Range(min = 0.001, max = 1)
          double pace) {
    /** Checks every component. */
    public SlowHosts {
      Checks checks = Checks.of(SlowHosts.class).with("pace", pace);
      requireOneTarget(checks, group, zone);
      requirePositive(checks, between);
      checks.orThrow();
    }
  }

  /**
   * A registry that sends slowly for a time.
   *
   * @param registry which
   * @param at when, once, or null
   * @param between from usual bandwidth to the next slow time, or null
   * @param duration how long
   * @param share of its bandwidth that it sends with meanwhile
   */
  @Doc("A registry that sends slowly for a time; either once (`at`) or again and again (`between`)")
  public record SlowRegistries(
      @Doc("Name of the registry; it needs a bandwidth in `images.registries`") String registry,
      @Doc("When, once") @Range(min = 0, max = 315_360_000) @Nullable Duration at,
      @Doc("From usual bandwidth to the next slow time") @Nullable DurationLaw between,
      @Doc("How long it is slow") DurationLaw duration,
      @Doc("Share of its bandwidth that it sends with meanwhile") @Range(min = 0.000001, max = 1)
          double share) {
    /** Checks every component. */
    public SlowRegistries {
      Checks checks = Checks.of(SlowRegistries.class).with("at", at).with("share", share);
      requireOneTime(checks, at, between);
      checks.orThrow();
    }
  }

  /**
   * Several hosts that crash within a short time.
   *
   * @param group only hosts of this group, or null
   * @param zone only hosts of this zone, or null
   * @param hosts how many, chosen anew each time
   * @param within they crash at times that are uniform in this window
   * @param at when the window begins, once, or null
   * @param between from the beginning of one window to the next, or null
   * @param repair from the crash of a host until it is up again
   */
  @Doc(
      "Several hosts that crash within a short time; either once (`at`) or again and again"
          + " (`between`)")
  public record Bursts(
      @Doc("Only hosts of this group; without group and zone, all hosts") @Nullable String group,
      @Doc("Only hosts of this zone") @Nullable String zone,
      @Doc("How many hosts crash, chosen at random each time") @Range(min = 1, max = 1_000_000)
          int hosts,
      @Doc("They crash at random times in a window of this length")
          @Range(min = 0, max = 31_536_000)
          @Default("0s")
          Duration within,
      @Doc("When the window begins, once") @Range(min = 0, max = 315_360_000) @Nullable Duration at,
      @Doc("From the beginning of one window to the next") @Nullable DurationLaw between,
      @Doc("From the crash of a host until it is up again") DurationLaw repair) {
    /** Checks every component. */
    public Bursts {
      Checks checks =
          Checks.of(Bursts.class).with("hosts", hosts).with("within", within).with("at", at);
      requireOneTarget(checks, group, zone);
      requireOneTime(checks, at, between);
      checks.orThrow();
    }
  }

  /**
   * How the control plane notices hosts that are down; the defaults are those of Kubernetes.
   *
   * <p>A host is not ready when its lease has not been renewed for the grace period; the last
   * renewal is taken to be at the crash. It is then tainted, as fast as the rate of its zone
   * allows; what tolerates the taint no longer is evicted. A zone is sick when more than two and at
   * least the given share of its hosts are not ready: then the rate is the slow one, or none in a
   * small zone. A zone without any ready host is evicted at the usual rate, unless all zones are
   * like that: then nothing is evicted. Hosts without a zone form one.
   *
   * <p>Source: kubernetes/kubernetes pkg/controller/nodelifecycle, kubernetes.io "Nodes".
   *
   * @param leaseGracePeriod from crash to not ready
   * @param toleration from the taint to the eviction
   * @param evictionRate hosts that are tainted in a zone per second
   * @param secondaryEvictionRate the same in a large sick zone
   * @param unhealthyZoneThreshold share of hosts that are not ready in a sick zone
   * @param largeZoneThreshold hosts that a zone must exceed to be large
   */
  @Doc(
      "How the control plane notices hosts that are down, and evicts what is on them; the defaults"
          + " are those of Kubernetes")
  public record Detection(
      @Doc("From a crash until the host counts as not ready (node-monitor-grace-period)")
          @Range(min = 0, max = 31_536_000)
          @Default("40s")
          Duration leaseGracePeriod,
      @Doc("From the taint of a host to the eviction of its pods (tolerationSeconds)")
          @Range(min = 0, max = 31_536_000)
          @Default("300s")
          Duration toleration,
      @Doc("Hosts per second that are tainted in one zone (node-eviction-rate)")
          @Range(min = 0.000001, max = 1e6)
          @Default("0.1")
          double evictionRate,
      @Doc("The same in a large zone that is sick; 0 for never (secondary-node-eviction-rate)")
          @Range(min = 0, max = 1e6)
          @Default("0.01")
          double secondaryEvictionRate,
      @Doc(
              "A zone is sick when more than two and at least this share of its hosts are not ready"
                  + " (unhealthy-zone-threshold)")
          @Range(min = 0, max = 1)
          @Default("0.55")
          double unhealthyZoneThreshold,
      @Doc(
              "In a sick zone of at most so many hosts nothing is evicted"
                  + " (large-cluster-size-threshold)")
          @Range(min = 0, max = 1_000_000)
          @Default("50")
          int largeZoneThreshold) {
    /** The defaults of Kubernetes. */
    public static final Detection KUBERNETES =
        new Detection(Duration.ofSeconds(40), Duration.ofSeconds(300), 0.1, 0.01, 0.55, 50);

    /** Checks every component. */
    public Detection {
      Checks.of(Detection.class)
          .with("leaseGracePeriod", leaseGracePeriod)
          .with("toleration", toleration)
          .with("evictionRate", evictionRate)
          .with("secondaryEvictionRate", secondaryEvictionRate)
          .with("unhealthyZoneThreshold", unhealthyZoneThreshold)
          .with("largeZoneThreshold", largeZoneThreshold)
          .orThrow();
    }
  }

  /** Checks every component. */
  public Failures {
    Checks checks =
        Checks.of(Failures.class)
            .with("hosts", hosts)
            .with("outages", outages)
            .with("slow", slow)
            .with("bursts", bursts)
            .with("registries", registries);
    instances.forEach(
        (service, law) ->
            checks.require(
                law.meanNanos() >= SHORTEST_MEAN_NANOS,
                "instances." + service,
                "must have a mean of at least 1 s"));
    checks.orThrow();
    hosts = List.copyOf(hosts);
    outages = List.copyOf(outages);
    slow = List.copyOf(slow);
    bursts = List.copyOf(bursts);
    registries = List.copyOf(registries);
    instances = Collections.unmodifiableMap(new LinkedHashMap<>(instances));
  }

  private static void requireOneTarget(
      Checks checks, @Nullable String group, @Nullable String zone) {
    checks.require(group == null || zone == null, "group", "must not be given together with zone");
  }

  private static void requireOneTime(
      Checks checks, @Nullable Duration at, @Nullable DurationLaw between) {
    checks.require(
        (at == null) != (between == null),
        "",
        "must have either at or between" + (at == null ? "" : ", not both"));
    if (between != null) {
      requirePositive(checks, between);
    }
  }

  private static void requirePositive(Checks checks, DurationLaw between) {
    checks.require(
        between.meanNanos() >= SHORTEST_MEAN_NANOS, "between", "must have a mean of at least 1 s");
  }
}
