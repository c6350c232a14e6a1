package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.card;
import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.nominalFunctions;
import static dev.medley.cluster.engine.ClusterModels.nominalGateway;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.schedule;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static dev.medley.experiment.Runs.figure;
import static dev.medley.experiment.Runs.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.engine.ClusterModels.Model;
import dev.medley.cluster.engine.ClusterModels.Runtime;
import dev.medley.cluster.engine.ClusterModels.Scripted;
import dev.medley.cluster.engine.ClusterModels.Service;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.cluster.scaling.ScalingMetric;
import dev.medley.cluster.workload.Arrivals;
import dev.medley.cluster.workload.Balancer;
import dev.medley.distribution.LogNormal;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What must hold whatever the model: random clusters from printed seeds, and extreme ones. */
class RandomModelsTest {

  /** Any mix of hosts, runtimes, services, limits, timeouts and scaling up and down. */
  static ClusterModel random(long seed) {
    RandomStream random = new StreamTree(seed, 0).stream("model");
    Model model =
        model(seconds(60 + random.nextInt(240)))
            .warmup(random.nextInt(3) * 15)
            .step(1 + random.nextInt(20))
            .control(1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(5));
    int groups = 1 + random.nextInt(3);
    for (int g = 0; g < groups; g++) {
      boolean burdened = random.nextInt(2) == 0;
      int cores = 1 + random.nextInt(8);
      model.hosts(
          1 + random.nextInt(3),
          burdened ? host("busy", cores, nominalFunctions(), nominalGateway()) : host(cores),
          burdened && random.nextInt(2) == 0 ? card() : null);
    }
    int services = 1 + random.nextInt(4);
    for (int s = 0; s < services; s++) {
      model.service(randomService("s" + s, random));
    }
    return model.build();
  }

  private static Service randomService(String name, RandomStream random) {
    Runtime runtime =
        runtime()
            .loss(random.nextInt(3) * 0.05)
            .hop(constant(random.nextInt(3) * 0.01))
            .throughput("100Mb/s")
            .storage(exponential(0.005), 10 + random.nextInt(1000))
            .stage("boot", StartStage.When.ALWAYS, exponential(0.1 + random.nextInt(20)))
            .transfer("pull", StartStage.When.IMAGE_ABSENT, StartStage.Transfer.REGISTRY)
            .shutdown(exponential(0.1 + random.nextInt(3)));
    if (random.nextInt(2) == 0) {
      runtime.throughGateway();
    }
    int most = 1 + random.nextInt(8);
    int initial = random.nextInt(most + 1);
    long wave = 5 + random.nextInt(40);
    Service service =
        service(name)
            .runtime(runtime)
            .image(random.nextInt(100) * 1_000_000L, random.nextInt(4) > 0)
            .request(100 + random.nextInt(1500), 0)
            .concurrency(1 + random.nextInt(10))
            .queue(random.nextInt(3) * random.nextInt(20))
            .cpu(LogNormal.ofMeanCv(seconds(0.001 + 0.05 * random.nextInt(10)), 1.5))
            .calls(random.nextInt(3))
            .bytes(random.nextInt(10_000), random.nextInt(100_000))
            .rate(random.nextInt(30))
            .grace(random.nextInt(3) * 2)
            .balancer(Balancer.values()[random.nextInt(Balancer.values().length)])
            .replicas(initial, 0, most)
            .policy(
                new Scripted(
                    ScalingMetric.values()[random.nextInt(3)],
                    view -> (int) ((view.nowNanos() / 1_000_000_000L / wave * 7) % (most + 1))));
    if (random.nextInt(3) == 0) {
      service.unlimited();
    } else {
      service.limit(1600 + random.nextInt(4000));
    }
    return random.nextInt(2) == 0 ? service : service.timeout(0.05 + random.nextInt(5));
  }

  @Test
  void requestsAreConservedAndShareIsNeverExceeded() {
    double rejected = 0;
    double timedOut = 0;
    double inFlight = 0;
    for (long seed = 1; seed <= 300; seed++) {
      ClusterModel model = random(seed);
      // the engine checks conservation service by service itself; here the sums as reported
      Outcome outcome = Replication.run(model, seed, 0);
      String shown = "seed " + seed;
      double parts =
          figure(outcome, "request.completed")
              + figure(outcome, "request.rejected")
              + figure(outcome, "request.timeout")
              + figure(outcome, "request.inflight");
      assertThat(parts).as(shown).isEqualTo(figure(outcome, "request.count"));
      assertThat(figure(outcome, "host.cpu.utilization")).as(shown).isBetween(0.0, 1 + 1e-9);
      for (String group : model.groups()) {
        for (double used : series(outcome, "host.cpu.utilization{group=" + group + "}")) {
          assertThat(used).as(shown).isBetween(0.0, 1 + 1e-9);
        }
      }
      assertThat(outcome.histograms().get("request.latency").count())
          .as(shown)
          .isEqualTo(
              (long) (figure(outcome, "request.completed") + figure(outcome, "request.timeout")));
      model
          .services()
          .forEach(
              service -> {
                for (double ready :
                    series(outcome, "replicas.ready{service=" + service.name() + "}")) {
                  assertThat(ready).as(shown).isBetween(0.0, (double) service.maxReplicas());
                }
              });
      rejected += figure(outcome, "request.rejected");
      timedOut += figure(outcome, "request.timeout");
      inFlight += figure(outcome, "request.inflight");
    }
    // the property would mean little if these never happened
    assertThat(rejected).isGreaterThan(1000);
    assertThat(timedOut).isGreaterThan(1000);
    assertThat(inFlight).isGreaterThan(100);
  }

  @Test
  void theSameSeedGivesTheSameRunAndAnotherSeedAnother() {
    for (long seed = 1; seed <= 40; seed++) {
      ClusterModel model = random(seed);
      Outcome once = Replication.run(model, seed, 3);
      Outcome again = Replication.run(random(seed), seed, 3);
      assertThat(again.digest()).as("seed %d", seed).isEqualTo(once.digest());
      assertThat(again.events()).isEqualTo(once.events());
      assertThat(again.metrics().toString()).isEqualTo(once.metrics().toString());
      once.histograms()
          .forEach(
              (name, histogram) ->
                  assertThat(again.histograms().get(name).encode()).isEqualTo(histogram.encode()));
      for (int c = 0; c < once.series().columns().size(); c++) {
        assertThat(again.series().columns().get(c).values())
            .isEqualTo(once.series().columns().get(c).values());
      }
      if (once.events() > 500) {
        assertThat(Replication.run(model, seed, 4).digest()).isNotEqualTo(once.digest());
        assertThat(Replication.run(model, seed + 1, 3).digest()).isNotEqualTo(once.digest());
      }
    }
  }

  @Test
  @Timeout(60)
  void extremesNeitherHangNorThrow() {
    Model[] extremes = {
      // nobody asks, nobody serves
      model(seconds(10)).host(host(1)).service(service("a").rate(0).replicas(0)),
      // a nanosecond of simulated time
      model(Duration.ofNanos(1)).host(host(1)).service(service("a").rate(1e9)),
      // a nanosecond of work, at once and in a queue
      model(seconds(1))
          .host(host(1))
          .service(service("a").rate(10_000).cpu(constant(1e-9)).concurrency(3)),
      // a thousandth of a core under a flood, bounded queue
      model(seconds(2))
          .host(host(1))
          .service(service("a").rate(100_000).cpu(constant(10)).request(1, 0).limit(1).queue(5)),
      // the same with an endless queue
      model(seconds(2))
          .host(host(1))
          .service(service("a").rate(100_000).cpu(constant(10)).request(1, 0).limit(1)),
      // a hundred thousand requests share a core
      model(seconds(1))
          .host(host(1))
          .service(service("a").rate(100_000).cpu(constant(1)).concurrency(1_000_000)),
      // all of them give up
      model(seconds(2))
          .host(host(1))
          .service(
              service("a").rate(100_000).cpu(constant(1)).timeout(0.001).concurrency(1_000_000)),
      // a timeout far beyond the run
      model(seconds(2))
          .host(host(1))
          .service(service("a").rate(100_000).cpu(constant(1e-6)).timeout(31_536_000)),
      // everything takes a century
      model(seconds(10))
          .host(host(1))
          .service(
              service("a")
                  .rate(100)
                  .runtime(runtime().hop(constant(3e9)).shutdown(constant(3e9)))
                  .cpu(constant(3e9))
                  .replicas(1, 0, 1)
                  .policy(schedule(1, 5, 0))
                  .grace(0)),
      model(seconds(10))
          .host(host(1))
          .service(
              service("a").rate(100).cpu(constant(3e9)).concurrency(1000).request(1, 0).limit(1)),
      // ten years of nothing
      model(Duration.ofDays(3650))
          .host(host(1))
          .service(service("a").rate(0))
          .control(86_400, 86_400, 86_400),
      // scaled up and down at every decision while nothing gets ready
      model(seconds(100))
          .control(0.01, 0.01, 0.05)
          .host(host(5))
          .service(
              service("a")
                  .rate(10)
                  .runtime(runtime().stage("boot", StartStage.When.ALWAYS, constant(60)))
                  .replicas(0, 0, 20)
                  .policy(new Scripted(ScalingMetric.CPU, v -> v.specReplicas() == 20 ? 0 : 20))),
      // many counts at one nanosecond
      model(seconds(1))
          .host(host(1))
          .service(service("a").counts(1e-9, Arrivals.Within.UNIFORM, 50_000).cpu(constant(1e-6)))
    };
    for (int i = 0; i < extremes.length; i++) {
      Outcome outcome = Replication.run(extremes[i].build(), 1, 0);
      assertThat(outcome.metrics()).as("extreme %d", i).isNotEmpty();
    }
  }

  @Test
  void aFloodOfGivenUpRequestsLeavesTheCpuExactlyFull() {
    Outcome outcome =
        Replication.run(
            model(seconds(50))
                .host(host(2))
                .service(
                    service("a")
                        .rate(100)
                        .cpu(exponential(1))
                        .limit(2000)
                        .timeout(2)
                        .concurrency(9))
                .build(),
            9,
            0);
    // from the first arrival on
    assertThat(figure(outcome, "host.cpu.utilization")).isCloseTo(1, within(0.002));
  }
}
