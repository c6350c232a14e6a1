package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.card;
import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.gateway;
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
import dev.medley.cluster.engine.ClusterModels.Service;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.workload.Arrivals;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of single requests, with constant laws: every figure is exact. */
class RequestPathTest {
  private static final double NANO = 1e-9;

  private static Outcome run(Model model) {
    return Replication.run(model.build(), 1, 0);
  }

  /** A service that gets so many requests, all within the first millisecond, and then none. */
  private static Service burst(long requests) {
    return service("web").counts(0.001, Arrivals.Within.UNIFORM, requests);
  }

  private static double latencyOfOne(HostType type, boolean carded, Runtime runtime) {
    Outcome outcome =
        run(
            model(seconds(60))
                .hosts(1, type, carded ? card() : null)
                .service(
                    burst(1).runtime(runtime).cpu(constant(0.1)).bytes(500, 4000).request(100, 0)));
    assertThat(figure(outcome, "request.completed")).isEqualTo(1);
    return figure(outcome, "request.latency.max");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05, 0.15, 0.5})
  void cpuLossScalesServiceTimeExactly(double loss) {
    assertThat(latencyOfOne(host(1), false, runtime().loss(loss)))
        .isCloseTo(0.1 / (1 - loss) + 4500 * 8 / 1e12, within(2 * NANO));
  }

  @Test
  void aHopCountsInBothDirectionsAndAMessageTakesItsTransferTime() {
    Runtime runtime = runtime().hop(constant(0.003)).throughput("1Mb/s");
    // 500 B and 4000 B at 1 Mb/s: 4 ms and 32 ms
    assertThat(latencyOfOne(host(1), false, runtime))
        .isCloseTo(0.1 + 2 * 0.003 + 0.004 + 0.032, within(2 * NANO));
  }

  @Test
  void aCardSavesExactlyFiveMillisecondsAndItsRateIsHigher() {
    HostType type = host("general", 4, nominalFunctions(), nominalGateway());
    Runtime runtime = runtime().throughGateway();
    double transfers = 4500 * 8;
    double path = transfers / 1e12;
    assertThat(latencyOfOne(type, false, runtime))
        .isCloseTo(0.1 + 0.010 + transfers / 10e9 + path, within(3 * NANO));
    assertThat(latencyOfOne(type, true, runtime))
        .isCloseTo(0.1 + 0.005 + transfers / 15e9 + path, within(3 * NANO));
  }

  /** 64 cores: 22.4 are left without a card and 57.6 with one; an unlimited instance uses them. */
  @Test
  void aCardFreesTheCpuOfTheNetworkFunctions() {
    HostType type = host("general", 64, nominalFunctions(), gateway(0, Bandwidth.parse("10Gb/s")));
    for (boolean carded : new boolean[] {false, true}) {
      Outcome outcome =
          run(
              model(seconds(600))
                  .step(1)
                  .hosts(1, type, carded ? card() : null)
                  .service(burst(64).unlimited().concurrency(64).cpu(constant(10))));
      double cores = carded ? 57.6 : 22.4;
      double burden = carded ? 0.10 : 0.65;
      // the last one arrives within a millisecond of the first
      assertThat(figure(outcome, "request.latency.max"))
          .isCloseTo(640 / cores, within(0.0011 * 64 / cores));
      assertThat(figure(outcome, "host.cpu.utilization"))
          .isCloseTo(burden + 640.0 / 64 / 600, within(1e-9));
      assertThat(figure(outcome, "host.cpu.utilization.max")).isCloseTo(1, within(1e-9));
    }
  }

  /** 1 MB at 1 Mb/s is 8 s: the n-th message of a burst leaves the gateway after 8 n seconds. */
  @Test
  void messagesPassTheGatewayOneAfterTheOther() {
    HostType type = host("slow", 100, Map.of(), gateway(0, Bandwidth.parse("1Mb/s")));
    Outcome outcome =
        run(
            model(seconds(100))
                .host(type)
                .service(
                    burst(5).runtime(runtime().throughGateway()).bytes(1_000_000, 0).limit(1000)));
    assertThat(figure(outcome, "request.completed")).isEqualTo(5);
    assertThat(figure(outcome, "request.latency.max")).isCloseTo(40, within(0.001));
    assertThat(figure(outcome, "request.latency.mean")).isCloseTo(24, within(0.001));
  }

  /** A host with a gateway at rate C carries C: half as many bits leave it busy half the time. */
  @Test
  void theCardsGatewayIsBusyForTheBitsThatPass() {
    HostType type = host("general", 4, nominalFunctions(), nominalGateway());
    Outcome outcome =
        run(
            model(seconds(100))
                .hosts(2, type, card())
                .service(
                    service("web")
                        .runtime(runtime().throughGateway())
                        .counts(100, Arrivals.Within.UNIFORM, 75_000)
                        .bytes(500_000, 500_000)
                        .concurrency(1000)));
    // 75,000 x 8 Mb over 100 s on one of two cards of 15 Gb/s
    assertThat(figure(outcome, "offload.utilization{group=group-0}")).isCloseTo(0.2, within(1e-3));
    assertThat(figure(outcome, "offload.refused{group=group-0}")).isZero();
  }

  @Test
  void storageCallsFollowOneAnotherAndTheirRateIsBounded() {
    // alone: 0.1 s of CPU, then three calls of 10 ms
    Outcome alone =
        run(
            model(seconds(10))
                .host(host(1))
                .service(
                    burst(1)
                        .runtime(runtime().storage(constant(0.010), 100_000))
                        .cpu(constant(0.1))
                        .calls(3)));
    assertThat(figure(alone, "request.latency.max")).isCloseTo(0.130, within(NANO));
    // ten calls a second: the n-th of 20 requests without CPU starts its call after n / 10 s
    Outcome queued =
        run(
            model(seconds(10))
                .host(host(1))
                .service(
                    burst(20)
                        .runtime(runtime().storage(constant(0.010), 10))
                        .concurrency(100)
                        .calls(1)));
    assertThat(figure(queued, "request.latency.max")).isCloseTo(1.910, within(0.001));
    assertThat(figure(queued, "request.latency.mean")).isCloseTo(0.960, within(0.001));
  }

  @Test
  void theQueueRejectsWhatExceedsIt() {
    Outcome outcome =
        run(
            model(seconds(100))
                .host(host(1))
                .service(burst(10).cpu(constant(1)).concurrency(2).queue(3)));
    assertThat(figure(outcome, "request.rejected")).isEqualTo(5);
    assertThat(figure(outcome, "request.rejected.ratio")).isEqualTo(0.5);
    assertThat(figure(outcome, "request.completed")).isEqualTo(5);
    // two at half a core each, then two, then one alone
    assertThat(figure(outcome, "request.latency.max")).isCloseTo(5, within(0.002));
  }

  /** Requests of 1 s on one core: at 2.5 s two are done, one is in service, seven queue. */
  @Test
  void aClientThatGivesUpLeavesTheQueueButNotTheCpu() {
    Outcome outcome =
        run(
            model(seconds(100))
                .step(0.5)
                .host(host(1))
                .service(burst(10).cpu(constant(1)).timeout(2.5)));
    assertThat(figure(outcome, "request.completed")).isEqualTo(2);
    assertThat(figure(outcome, "request.timeout")).isEqualTo(8);
    assertThat(figure(outcome, "request.timeout.ratio")).isEqualTo(0.8);
    assertThat(figure(outcome, "request.inflight")).isZero();
    // three requests used the core, the third in vain
    assertThat(figure(outcome, "host.cpu.utilization")).isCloseTo(0.03, within(1e-9));
  }

  @Test
  void aClientMayGiveUpWhileItsRequestOrItsResponseIsOnTheWay() {
    for (double hop : new double[] {1.2, 0.8}) {
      Outcome outcome =
          run(
              model(seconds(100))
                  .host(host(1))
                  .service(
                      burst(1)
                          .runtime(runtime().hop(constant(hop)))
                          .cpu(constant(0.1))
                          .timeout(1)));
      assertThat(figure(outcome, "request.timeout")).isEqualTo(1);
      assertThat(figure(outcome, "request.completed")).isZero();
      // given up on the way in: it never computes
      assertThat(figure(outcome, "host.cpu.utilization"))
          .isCloseTo(hop > 1 ? 0 : 0.001, within(1e-9));
    }
  }

  @Test
  void aResponseAtTheVeryDeadlineIsInTime() {
    Outcome outcome =
        run(
            model(seconds(100))
                .host(host(1))
                .service(
                    service("web")
                        .counts(10, Arrivals.Within.UNIFORM, 1, 1, 1, 1, 1)
                        .cpu(constant(1))
                        .timeout(1)
                        .concurrency(10)
                        .limit(1000)));
    assertThat(figure(outcome, "request.completed") + figure(outcome, "request.timeout"))
        .isEqualTo(5);
    assertThat(figure(outcome, "request.latency.max")).isEqualTo(1);
    assertThat(figure(outcome, "request.completed")).isGreaterThanOrEqualTo(3);
  }

  @Test
  void withoutAReadyInstanceEveryRequestIsRejected() {
    Outcome outcome =
        run(
            model(seconds(100))
                .host(host(1))
                .service(service("web").rate(10).replicas(0).cpu(constant(0.01))));
    assertThat(figure(outcome, "request.count")).isGreaterThan(800);
    assertThat(figure(outcome, "request.rejected")).isEqualTo(figure(outcome, "request.count"));
    assertThat(figure(outcome, "request.latency.mean")).isNaN();
  }

  /**
   * Ten requests of 1 s sit on the second instance of two when it has to go at 5 s (syncs every
   * second): the first four are done; a long grace period lets the others finish, a short one
   * rejects what is left when it ends.
   */
  @ParameterizedTest
  @ValueSource(doubles = {30, 2})
  void aDrainingInstanceServesUntilItsGracePeriodEnds(double grace) {
    Outcome outcome =
        run(
            model(seconds(100))
                .control(1, 1, 1)
                .step(1)
                .host(host(2))
                .service(
                    burst(20)
                        .cpu(constant(1))
                        .replicas(2, 1, 2)
                        .policy(schedule(2, 4.0, 1))
                        .grace(grace)));
    double completed = figure(outcome, "request.completed");
    double rejected = figure(outcome, "request.rejected");
    assertThat(completed + rejected).isEqualTo(20);
    if (grace == 30) {
      assertThat(rejected).isZero();
    } else {
      // the decision falls between 4 and 5 s, the end between 6 and 7 s
      assertThat(rejected).isEqualTo(4);
    }
    double[] ready = series(outcome, "replicas.ready{service=web}");
    assertThat(ready[0]).isEqualTo(2);
    assertThat(ready[6]).isEqualTo(1);
  }

  @Test
  void aWarmUpIsExcludedFromEveryFigure() {
    Service web = service("web").cpu(constant(1)).counts(100, Arrivals.Within.UNIFORM, 90, 5);
    Outcome outcome = run(model(seconds(200)).warmup(100).step(25).host(host(1)).service(web));
    assertThat(figure(outcome, "request.count")).isEqualTo(5);
    assertThat(figure(outcome, "request.completed") + figure(outcome, "request.inflight"))
        .isEqualTo(5);
    assertThat(outcome.histograms().get("request.latency").count())
        .isEqualTo((long) figure(outcome, "request.completed"));
    // what was left of the 90 is served after warm-up and counts as CPU in use then
    assertThat(figure(outcome, "host.cpu.utilization")).isBetween(0.04, 0.2);
    assertThat(series(outcome, "request.rate{service=web}")).hasSize(8);
    assertThat(series(outcome, "replicas.ready{service=web}")).containsOnly(1);
    assertThat(series(outcome, "replicas.desired{service=web}")).containsOnly(1);
  }

  @Test
  void stepsAddUpToTheTotals() {
    for (long seed = 1; seed <= 5; seed++) {
      Outcome outcome =
          Replication.run(
              model(seconds(1000))
                  .step(7)
                  .host(host(1))
                  .service(
                      service("web")
                          .rate(1.5)
                          .cpu(exponential(0.9))
                          .queue(3)
                          .timeout(2)
                          .concurrency(2))
                  .build(),
              seed,
              0);
      for (String name : new String[] {"request.rate", "request.rejected", "request.timeout"}) {
        double[] perSecond = series(outcome, name + "{service=web}");
        assertThat(perSecond).hasSize(143);
        double sum = 0;
        for (int k = 0; k < perSecond.length; k++) {
          sum += perSecond[k] * Math.min(7, 1000 - 7.0 * k);
        }
        String total = name.equals("request.rate") ? "request.count" : name;
        assertThat(sum)
            .as("%s, seed %d", name, seed)
            .isCloseTo(figure(outcome, total), within(1e-6));
        assertThat(figure(outcome, total)).isPositive();
      }
      double[] used = series(outcome, "host.cpu.utilization{group=group-0}");
      double mean = 0;
      double most = 0;
      for (int k = 0; k < used.length; k++) {
        mean += used[k] * Math.min(7, 1000 - 7.0 * k) / 1000;
        most = Math.max(most, used[k]);
      }
      assertThat(mean).isCloseTo(figure(outcome, "host.cpu.utilization"), within(1e-9));
      assertThat(most).isEqualTo(figure(outcome, "host.cpu.utilization.max"));
    }
  }

  @Test
  void countsArriveExactlyOrAsAPoissonProcess() {
    long[] perInterval = {0, 7, 100, 0, 3, 50};
    double variance = 0;
    for (int i = 0; i < 200; i++) {
      Outcome exact =
          Replication.run(
              model(seconds(60))
                  .step(10)
                  .host(host(1))
                  .service(service("web").counts(10, Arrivals.Within.UNIFORM, perInterval))
                  .build(),
              3,
              i);
      double[] rate = series(exact, "request.rate{service=web}");
      for (int k = 0; k < perInterval.length; k++) {
        assertThat(rate[k] * 10).isCloseTo(perInterval[k], within(1e-9));
      }
      Outcome poisson =
          Replication.run(
              model(seconds(60))
                  .step(10)
                  .host(host(1))
                  .service(service("web").counts(10, Arrivals.Within.POISSON, perInterval))
                  .build(),
              3,
              i);
      double[] varied = series(poisson, "request.rate{service=web}");
      assertThat(varied[0]).isZero();
      assertThat(varied[3]).isZero();
      variance +=
          (figure(poisson, "request.count") - 160) * (figure(poisson, "request.count") - 160);
    }
    // 200 Poisson counts of mean and variance 160: the sum of squares / 160 is about chi-square
    // with 200 degrees of freedom, standard deviation 20
    assertThat(variance / 160).isBetween(200 - 3.3 * 20, 200 + 3.3 * 20);
  }
}
