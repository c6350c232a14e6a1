package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static dev.medley.experiment.Runs.figure;
import static dev.medley.experiment.Runs.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.engine.ClusterModels.Model;
import dev.medley.cluster.engine.ClusterModels.Service;
import dev.medley.cluster.engine.state.Checking;
import dev.medley.cluster.host.NodePressure;
import dev.medley.cluster.instance.Density;
import dev.medley.cluster.instance.MemoryUse;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.LogNormal;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Memory that is really used: leaks, limits, exhausted hosts, evictions, against hand timelines.
 */
class MemoryTest {
  private static final long MI = 1L << 20;

  /** Uses so many MiB and leaks one in every so long. */
  private static MemoryUse leak(long use, @Nullable DurationLaw every) {
    return new MemoryUse(
        new Bytes(use * MI),
        new Bytes(0),
        0,
        every == null ? null : new MemoryUse.Leak(new Bytes(MI), every));
  }

  private static String of(String service) {
    return "{runtime=process,service=" + service + "}";
  }

  private record Timed(double seconds, String event, int subject) {}

  /** A run with every event after which an instance or a host changes its memory's fate. */
  private static Outcome run(Model model, List<Timed> seen) {
    return Replication.run(
        model.build(),
        1,
        0,
        (now, type, subject, payload) -> {
          if (type.name().startsWith("memory-limit-")
              || type.name().startsWith("host-memory-")
              || type.name().startsWith("killed-")) {
            seen.add(new Timed(now / 1e9, type.name(), subject));
          }
        },
        Checking.every(1));
  }

  /**
   * 100 MiB and 1 MiB/s against 160 MiB: killed after (160 - 100) / 1 = 60 s, replaced at once,
   * ready 5 s later, killed 60 s after that: 60, 125, 190 s. A sawtooth.
   */
  @Test
  void aLeakEndsAtTheLimitAndBeginsAnew() {
    List<Timed> seen = new ArrayList<>();
    Outcome outcome =
        run(
            model(seconds(200))
                .host(host(4, 1000 * MI))
                .service(
                    service("web")
                        .runtime(runtime().stage("boot", StartStage.When.ALWAYS, constant(5)))
                        .memory(160 * MI, leak(100, constant(1)))),
            seen);
    assertThat(seen)
        .containsExactly(
            new Timed(60, "memory-limit-passed", 0),
            new Timed(60, "killed-instance-replaced", 0),
            new Timed(125, "memory-limit-passed", 1),
            new Timed(125, "killed-instance-replaced", 0),
            new Timed(190, "memory-limit-passed", 2),
            new Timed(190, "killed-instance-replaced", 0));
    assertThat(figure(outcome, "instance.oom.kills" + of("web"))).isEqualTo(3);
    assertThat(figure(outcome, "instance.leak.life" + of("web") + ".max")).isEqualTo(60);
    // 3 teeth of 60 s at 130 MiB on average, and 100 MiB in 3 x 5 s of boot and 5 s of service,
    // in which the last one leaks 5 MiB
    double mean = (3 * 60 * 130 + 15 * 100 + 5 * 102.5) / 200;
    assertThat(figure(outcome, "host.memory.utilization")).isCloseTo(mean / 1000, within(1e-9));
    assertThat(figure(outcome, "host.memory.utilization.max")).isCloseTo(0.16, within(1e-9));
    assertThat(figure(outcome, "host.memory.reserved")).isZero();
  }

  /** A tooth from 100 to 160 MiB in 60 s on 1000 MiB, in steps of 20 s, warm-up or not. */
  @Test
  void theSawtoothIsRecordedOverTime() {
    Outcome outcome =
        run(
            model(seconds(130))
                .warmup(30)
                .step(20)
                .host(host(4, 1000 * MI))
                .service(service("web").memory(160 * MI, leak(100, constant(1)))),
            new ArrayList<>());
    assertThat(series(outcome, "host.memory.utilization{group=group-0}"))
        .containsExactly(new double[] {0.11, 0.13, 0.15, 0.11, 0.13, 0.15, 0.105}, within(1e-9));
    // from 30 s on: 130 to 160, a whole tooth, 100 to 110 in the last 10 s
    assertThat(figure(outcome, "host.memory.utilization"))
        .isCloseTo((30 * 0.145 + 60 * 0.13 + 10 * 0.105) / 100, within(1e-9));
  }

  /** What happened before warm-up does not count, not even half of a tooth. */
  @Test
  void warmupForgetsTheKillsBeforeIt() {
    Outcome outcome =
        run(
            model(seconds(100))
                .warmup(80)
                .host(host(4, 1000 * MI))
                .service(service("web").memory(160 * MI, leak(100, constant(1)))),
            new ArrayList<>());
    // killed at 60 s, replaced at once; from 80 to 100 s it goes from 120 to 140 MiB
    assertThat(figure(outcome, "instance.oom.kills" + of("web"))).isZero();
    assertThat(figure(outcome, "host.memory.utilization")).isCloseTo(0.13, within(1e-9));
    assertThat(figure(outcome, "host.memory.utilization.max")).isCloseTo(0.14, within(1e-9));
  }

  /** The k-th instance draws the k-th rate: lives are (limit - use) times the law's draws. */
  @Test
  void timeToKillFollowsTheLawOfTheLeak() {
    int instances = 2000;
    DurationLaw every = LogNormal.ofMeanCv(seconds(2), 0.5);
    Outcome outcome =
        Replication.run(
            model(seconds(2000))
                .host(host(instances))
                .service(
                    service("web")
                        .replicas(instances)
                        .request(1, 0)
                        .memory(110 * MI, leak(100, every)))
                .build(),
            7,
            0,
            null,
            Checking.AMORTISED);
    double life = 10 * 2;
    double mean = figure(outcome, "instance.leak.life" + of("web") + ".mean");
    double kills = figure(outcome, "instance.oom.kills" + of("web"));
    // each instance renews itself: 2000 s / 20 s each, less what renewal theory takes for the end
    assertThat(kills).isCloseTo(instances * 2000 / life, within(0.01 * instances * 2000 / life));
    // 2e5 lives with a relative deviation of 0.5: standard error 0.11 %, length bias of the last
    // tooth below 1 %
    assertThat(mean).isCloseTo(life, within(0.01 * life));
  }

  /**
   * Two leak without a limit on a host of 400 MiB: 100 + t and 100 + t. It is exhausted when 200 +
   * 2 t = 400, at 100 s; both exceed their request alike, the one placed last goes. Its successor
   * and the other: at 100 s 100 + 200 = 300; exhausted when 300 + 2 s = 400, at 150 s; the second
   * has 250, it goes. Then 100 + 150 = 250 and 2/s: at 225 s the third, with 225.
   */
  @Test
  void anExhaustedHostKillsWhoExceedsItsRequestMost() {
    List<Timed> seen = new ArrayList<>();
    Outcome outcome =
        run(
            model(seconds(240))
                .host(host(4, 400 * MI))
                .service(
                    service("web").replicas(2).request(1, 0).memory(0, leak(100, constant(1)))),
            seen);
    assertThat(seen.stream().filter(one -> one.event.startsWith("host")).map(Timed::seconds))
        .containsExactly(100.0, 150.0, 225.0);
    assertThat(figure(outcome, "instance.oom.kills.host" + of("web"))).isEqualTo(3);
    assertThat(figure(outcome, "instance.leak.life" + of("web") + ".max"))
        .isCloseTo(150, within(0.15));
    assertThat(figure(outcome, "host.memory.utilization.max")).isCloseTo(1, within(1e-9));
  }

  /** The guilty one is who exceeds its request, not who uses most. */
  @Test
  void whoKeepsItsRequestIsSpared() {
    List<Timed> seen = new ArrayList<>();
    Outcome outcome =
        run(
            model(seconds(60))
                .host(host(4, 500 * MI))
                .service(service("big").request(1, 300 * MI).memory(0, leak(300, null)))
                .service(service("leaky").request(1, 100 * MI).memory(0, leak(100, constant(1)))),
            seen);
    // 400 + t = 500 at 100 s: not yet
    assertThat(seen).isEmpty();
    Outcome longer =
        run(
            model(seconds(150))
                .host(host(4, 500 * MI))
                .service(service("big").request(1, 300 * MI).memory(0, leak(300, null)))
                .service(service("leaky").request(1, 100 * MI).memory(0, leak(100, constant(1)))),
            seen);
    assertThat(figure(outcome, "host.memory.reserved")).isCloseTo(0.8, within(1e-9));
    assertThat(figure(longer, "instance.oom.kills.host" + of("leaky"))).isEqualTo(1);
    assertThat(figure(longer, "instance.oom.kills.host" + of("big"))).isZero();
  }

  /**
   * Eviction below 50 MiB, looked at every 10 s, of a host of 400 MiB: 200 + 2 t > 350 from 75 s
   * on, so at 80 s, when 360 are used. One goes: 180 + 100 left, less than 350. The next look that
   * finds more than 350: 280 + 2 s > 350 from 115 s on, so 120 s.
   */
  @Test
  void aHostEvictsWhenItLooksAndMemoryIsScarce() {
    List<Timed> seen = new ArrayList<>();
    Outcome outcome = run(pressed(new Bytes(0), 130), seen);
    assertThat(evictions(seen)).containsExactly(80.0, 120.0);
    assertThat(figure(outcome, "instance.evictions" + of("web"))).isEqualTo(2);
    assertThat(figure(outcome, "instance.oom.kills.host" + of("web"))).isZero();
  }

  /**
   * With 100 MiB to reclaim it goes on until 150 are available: at 80 s one goes; at 90 s the other
   * has 190 and its successor 110, so that 100 are available: it goes too. At 100 s 120 and 110 are
   * used, 170 available: enough.
   */
  @Test
  void evictionGoesOnUntilEnoughIsReclaimed() {
    List<Timed> seen = new ArrayList<>();
    run(pressed(new Bytes(100 * MI), 115), seen);
    assertThat(evictions(seen)).containsExactly(80.0, 90.0);
  }

  /** When somebody was killed. */
  private static List<Double> evictions(List<Timed> seen) {
    return seen.stream()
        .filter(one -> one.event.equals("killed-instance-replaced"))
        .map(Timed::seconds)
        .toList();
  }

  private static Model pressed(Bytes reclaim, double duration) {
    return model(seconds(duration))
        .host(host(4, 400 * MI))
        .eviction(new NodePressure(new Bytes(50 * MI), reclaim, seconds(10)))
        .service(service("web").replicas(2).request(1, 0).memory(0, leak(100, constant(1))));
  }

  /** What cannot live is not killed without end at one instant: one attempt in 10 s. */
  @Test
  void overcommitAtTheStartIsKilledOnceInTenSeconds() {
    List<Timed> seen = new ArrayList<>();
    Outcome outcome =
        run(
            model(seconds(25))
                .host(host(4, 250 * MI))
                .control(10_000, 10_000, 10_000)
                .service(service("web").replicas(3).request(1, 0).memory(0, leak(100, null))),
            seen);
    assertThat(seen.stream().filter(one -> one.event.startsWith("host")).map(Timed::seconds))
        .containsExactly(0.0, 10.0, 20.0);
    assertThat(figure(outcome, "instance.oom.kills.host" + of("web"))).isEqualTo(3);
  }

  /** n instances with v = 70, r = 30, f = 0.5 hold 85 n + 15 MiB; one with another image 40. */
  @Test
  void sharedPagesCountOncePerHost() {
    MemoryUse shared = new MemoryUse(new Bytes(100 * MI), new Bytes(30 * MI), 0.5, null);
    Outcome outcome =
        run(
            model(seconds(10))
                .host(host(40, 1000 * MI))
                .service(service("web").replicas(7).request(1, 0).memory(0, shared))
                .service(service("other").request(1, 0).memory(0, leak(40, null))),
            new ArrayList<>());
    assertThat(figure(outcome, "host.memory.utilization"))
        .isCloseTo((85 * 7 + 15 + 40) / 1000.0, within(1e-9));
  }

  /** The runtime's overhead is on the host, but not within the limit. */
  @Test
  void overheadCountsForTheHostOnly() {
    Outcome outcome =
        run(
            model(seconds(10))
                .host(host(4, 1000 * MI))
                .service(
                    service("web")
                        .runtime(runtime().overhead(50 * MI))
                        .memory(100 * MI, leak(100, null))),
            new ArrayList<>());
    assertThat(figure(outcome, "instance.oom.kills" + of("web"))).isZero();
    assertThat(figure(outcome, "host.memory.utilization")).isCloseTo(0.15, within(1e-9));
    assertThat(figure(outcome, "host.memory.reserved")).isCloseTo(0.05, within(1e-9));
  }

  /** Requests on a killed instance are lost; nothing else is. */
  @Test
  void requestsOfAKilledInstanceAreLost() {
    Outcome outcome =
        run(
            model(seconds(25))
                .host(host(4, 1000 * MI))
                .service(
                    service("web")
                        .rate(5)
                        .cpu(constant(100))
                        .concurrency(1000)
                        .memory(120 * MI, leak(100, constant(1)))),
            new ArrayList<>());
    assertThat(figure(outcome, "request.lost")).isGreaterThan(50);
    assertThat(figure(outcome, "request.lost") + figure(outcome, "request.inflight"))
        .isEqualTo(figure(outcome, "request.count"));
  }

  @Test
  void aModelWithoutMemoryHasNoneOfItsEventsAndFigures() {
    List<Timed> seen = new ArrayList<>();
    Outcome outcome = run(model(seconds(100)).host(host(1)).service(service("web").rate(1)), seen);
    assertThat(seen).isEmpty();
    assertThat(outcome.metrics()).noneMatch(metric -> metric.name().contains("memory"));
  }

  /** Another service's leak moves nobody's arrivals, demands or starts. */
  @Test
  void aLeakThatKillsNobodyChangesNoOtherDraw() {
    Service plain = service("web").rate(5).cpu(exponential(0.1));
    Service leaking =
        service("web").rate(5).cpu(exponential(0.1)).memory(0, leak(1, exponential(1)));
    Outcome without =
        Replication.run(model(seconds(100)).host(host(1)).service(plain).build(), 3, 0);
    Outcome with =
        Replication.run(model(seconds(100)).host(host(1)).service(leaking).build(), 3, 0);
    assertThat(with.histograms().get("request.latency").encode())
        .isEqualTo(without.histograms().get("request.latency").encode());
  }

  /** Whatever the seed: every event is followed by a check of all invariants. */
  @Test
  void randomClustersWithLeaksLimitsAndEvictionsKeepEveryInvariant() {
    double[] kills = new double[3];
    for (long seed = 1; seed <= 40; seed++) {
      Outcome outcome =
          Replication.run(random(seed).build(), seed, 0, null, Checking.every(1 + seed % 7));
      Outcome unchecked = Replication.run(random(seed).build(), seed, 0, null, Checking.OFF);
      assertThat(outcome.digest()).as("seed %s", seed).isEqualTo(unchecked.digest());
      for (MetricValue metric : outcome.metrics()) {
        kills[0] += metric.name().startsWith("instance.oom.kills{") ? metric.value() : 0;
        kills[1] += metric.name().startsWith("instance.oom.kills.host{") ? metric.value() : 0;
        kills[2] += metric.name().startsWith("instance.evictions{") ? metric.value() : 0;
      }
      assertThat(figure(outcome, "host.memory.utilization"))
          .as("seed %s", seed)
          .isBetween(0.0, 1 + 1e-9);
    }
    assertThat(kills[0]).isGreaterThan(50);
    assertThat(kills[1]).isGreaterThan(50);
    assertThat(kills[2]).isGreaterThan(50);
  }

  private static Model random(long seed) {
    RandomStream random = new StreamTree(seed, 0).stream("memory-model");
    Model model = model(seconds(60 + random.nextInt(120))).control(2, 2, 1 + random.nextInt(9));
    for (int h = 1 + random.nextInt(3); h > 0; h--) {
      model.host(host(1 + random.nextInt(6), (200 + random.nextInt(800)) * MI));
    }
    if (random.nextInt(3) > 0) {
      model.eviction(
          new NodePressure(
              new Bytes(random.nextInt(100) * MI),
              new Bytes(random.nextInt(50) * MI),
              seconds(1 + random.nextInt(10))));
    }
    for (int s = 1 + random.nextInt(3); s > 0; s--) {
      long use = 10 + random.nextInt(100);
      MemoryUse memory =
          new MemoryUse(
              new Bytes(use * MI),
              new Bytes(random.nextInt((int) use) * MI),
              random.nextDouble(),
              random.nextInt(5) == 0
                  ? null
                  : new MemoryUse.Leak(new Bytes(MI), exponential(0.05 + random.nextDouble())));
      Service service =
          service("s" + s)
              .runtime(
                  runtime()
                      .overhead(random.nextInt(10) * MI)
                      .density(1 + random.nextInt(8))
                      .stage("boot", StartStage.When.ALWAYS, exponential(0.1 + random.nextInt(5)))
                      .shutdown(exponential(0.5)))
              .request(100 + random.nextInt(500), random.nextInt(10) * MI)
              .replicas(random.nextInt(6), 0, 6)
              .policy(
                  new dev.medley.cluster.engine.ClusterModels.Scripted(
                      null, view -> (int) ((view.nowNanos() / 20_000_000_000L * 5) % 7)))
              .concurrency(4)
              .rate(random.nextInt(20))
              .cpu(exponential(0.05))
              .grace(random.nextInt(3))
              .memory(random.nextInt(2) * (use + 10 + random.nextInt(60)) * MI, memory);
      if (random.nextInt(3) == 0) {
        service.timeout(1);
      }
      model.service(service.limit(1000));
    }
    return model;
  }

  /** The nominal documents: N = 100 with overheads 0.15, 0.05, 0.01 and needs 20, 2, 0.05. */
  @Test
  void densityIsWhatTheDocumentsSay() {
    assertThat(Density.instances(100, 0.15, 20)).isCloseTo(4.25, within(1e-12));
    assertThat(Density.instances(100, 0.05, 2)).isCloseTo(47.5, within(1e-12));
    assertThat(Density.instances(100, 0.01, 0.05)).isCloseTo(1980, within(1e-9));
  }

  /** 730 -> 1940 is 2.66 times; with f = 0.1 the formula gives 1.11 times when all is library. */
  @Test
  void theReportedPairIsBeyondTheFormula() {
    double best = Density.needs(0, 1, 0) / Density.needs(0, 1, Density.REPORTED_RATIO);
    assertThat(best).isCloseTo(Density.greatestGain(Density.REPORTED_RATIO), within(1e-12));
    assertThat((double) Density.REPORTED_SHARED / Density.REPORTED_UNSHARED)
        .isGreaterThan(2 * best);
    assertThat(Density.needs(70, 30, 0.5)).isEqualTo(85);
  }
}
