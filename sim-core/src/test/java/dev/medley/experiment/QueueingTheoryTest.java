package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static dev.medley.experiment.Runs.exact;
import static dev.medley.experiment.Runs.figure;
import static dev.medley.experiment.Runs.shareWithin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.engine.ClusterModels.Service;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.workload.Balancer;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Gamma;
import dev.medley.distribution.LogNormal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole engine against queueing theory. One unit of the oracles' time is one second.
 *
 * <p>Every tolerance is the 99.9 % confidence interval over replications with a fixed seed, plus
 * 0.1 % for the cells of the histograms; the interval's own width is bounded too.
 */
class QueueingTheoryTest {
  private static final long SEED = 20_240_601;
  private static final int REPLICATIONS = 10;
  private static final double SECONDS = 150_000;
  private static final double WARMUP = 2_000;
  private static final String LATENCY = "request.latency";
  private static final String WAIT = "request.wait";

  private static ClusterModel one(int cores, Service... services) {
    return busy(SECONDS, cores, services);
  }

  /** A shorter run, for services with more requests a second. */
  private static ClusterModel busy(double measuredSeconds, int cores, Service... services) {
    var builder = model(seconds(measuredSeconds + WARMUP)).warmup(WARMUP).host(host(cores));
    for (Service each : services) {
      builder.service(each);
    }
    return builder.build();
  }

  private static Runs run(ClusterModel model) {
    return Runs.of(model, SEED, REPLICATIONS);
  }

  private static double inSystem(Outcome outcome, String distribution) {
    return figure(outcome, distribution + ".mean") * figure(outcome, "request.count") / SECONDS;
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.04", "0.8, 0.06", "0.9, 0.15"})
  void mm1(double load, double widest) {
    String id = "mm1_" + load;
    run(one(1, service("web").rate(load).cpu(exponential(1))))
        .agrees("request.latency.mean", exact(id + "_W"), widest)
        .agrees("request.wait.mean", exact(id + "_Wq"), widest)
        .agrees("L", outcome -> inSystem(outcome, LATENCY), exact(id + "_L"), widest)
        .agrees("Lq", outcome -> inSystem(outcome, WAIT), exact(id + "_Lq"), widest);
  }

  @Test
  void mm1Distribution() {
    run(one(1, service("web").rate(0.8).cpu(exponential(1))))
        .agrees("request.latency.p95", exact("mm1_0.8_T_p95"), 0.06)
        .agrees("request.latency.p99", exact("mm1_0.8_T_p99"), 0.08)
        .agrees("request.wait.p95", exact("mm1_0.8_Wq_p95"), 0.06)
        .agrees(
            "P(T > 5)",
            outcome -> 1 - shareWithin(outcome, LATENCY, 5),
            exact("mm1_0.8_PTgt5"),
            0.05)
        .agrees(
            "P(Wq > 5)",
            outcome -> 1 - shareWithin(outcome, WAIT, 5),
            exact("mm1_0.8_PWqgt5"),
            0.06);
  }

  /** Erlang's C(c, a), the probability of having to wait, by the recursion of Erlang's B. */
  private static double erlangC(int servers, double offered) {
    double blocked = 1;
    for (int k = 1; k <= servers; k++) {
      blocked = offered * blocked / (k + offered * blocked);
    }
    return blocked / (1 - offered / servers * (1 - blocked));
  }

  @ParameterizedTest
  @CsvSource({"2, 1.6", "4, 3.0", "8, 7.0"})
  void mmc(int servers, double offered) {
    double waits = erlangC(servers, offered);
    double wait = waits / (servers - offered);
    run(busy(
            SECONDS / offered,
            servers,
            service("web")
                .rate(offered)
                .cpu(exponential(1))
                .limit(servers * 1000L)
                .concurrency(servers)))
        .agrees("request.wait.mean", wait, 0.12)
        .agrees("request.latency.mean", 1 + wait, 0.05)
        .agrees("P(Wq > 0)", outcome -> 1 - shareWithin(outcome, WAIT, 0), waits, 0.03);
  }

  @Test
  void md1() {
    Runs runs = run(one(1, service("web").rate(0.8).cpu(constant(1))));
    runs.agrees("request.wait.mean", exact("md1_0.8_Wq"), 0.05)
        .agrees("L", outcome -> inSystem(outcome, LATENCY), exact("md1_0.8_L"), 0.05);
    for (int t : new int[] {0, 1, 2, 5}) {
      runs.agrees(
          "P(Wq <= " + t + ")",
          outcome -> shareWithin(outcome, WAIT, t),
          exact("md1_0.8_PWqle" + t),
          0.03);
    }
  }

  @Test
  void mg1ByPollaczekAndKhinchine() {
    mg1(exponential(1), exact("mg1_0.7_exp_Wq"), 0.06);
    mg1(constant(1), exact("mg1_0.7_det_Wq"), 0.04);
    mg1(Gamma.ofMeanCv(seconds(1), Math.sqrt(0.5)), exact("mg1_0.7_erl2_Wq"), 0.05);
    // rho (1 + scv) / (2 (1 - rho)) with scv = 4
    mg1(LogNormal.ofMeanCv(seconds(1), 2), 0.7 * 5 / 0.6, 0.20);
  }

  private static void mg1(DurationLaw law, double wait, double widest) {
    run(one(1, service("web").rate(0.7).cpu(law))).agrees("request.wait.mean", wait, widest);
  }

  @ParameterizedTest
  @CsvSource({"0.9, 10", "1.2, 5"})
  void mm1k(double rate, int places) {
    String id = "mmck_" + rate + "_1_" + places;
    run(one(1, service("web").rate(rate).cpu(exponential(1)).queue(places - 1)))
        .agrees("request.rejected.ratio", exact(id + "_PK"), 0.05)
        .agrees("request.latency.mean", exact(id + "_W"), 0.03)
        .agrees(
            "L",
            outcome ->
                figure(outcome, "request.latency.mean")
                    * figure(outcome, "request.completed")
                    / SECONDS,
            exact(id + "_L"),
            0.03);
  }

  @Test
  void erlangLossIsInsensitiveToTheLawOfService() {
    for (DurationLaw law :
        new DurationLaw[] {exponential(1), constant(1), LogNormal.ofMeanCv(seconds(1), 2)}) {
      run(busy(SECONDS / 3, 5, service("web").rate(3).cpu(law).limit(5000).concurrency(5).queue(0)))
          .agrees("request.rejected.ratio", exact("erlB_5_3"), 0.05);
    }
  }

  @Test
  void processorSharingIsInsensitiveToTheLawOfService() {
    for (DurationLaw law :
        new DurationLaw[] {exponential(1), constant(1), LogNormal.ofMeanCv(seconds(1), 2)}) {
      run(one(1, service("web").rate(0.7).cpu(law).concurrency(1_000_000)))
          .agrees("request.latency.mean", exact("mg1ps_0.7_T"), 0.06);
    }
  }

  /** Two services without a CPU limit share the one core of their host request by request. */
  @Test
  void processorSharingGivesEachSizeTheSameSlowdown() {
    Service large = service("large").request(400, 0).unlimited().concurrency(1_000_000);
    Service small = service("small").request(400, 0).unlimited().concurrency(1_000_000);
    run(one(1, large.rate(0.7 / 3).cpu(constant(2)), small.rate(1.4 / 3).cpu(constant(0.5))))
        .agrees(
            "request.latency{runtime=process,service=large}.mean", exact("mg1ps_0.7_T_x2"), 0.06)
        .agrees("request.latency{runtime=process,service=small}.mean", 0.5 / 0.3, 0.06);
  }

  @Test
  void aRequestNeverUsesMoreThanOneOfFourCores() {
    for (DurationLaw law : new DurationLaw[] {exponential(1), constant(1)}) {
      run(busy(SECONDS / 3, 4, service("web").rate(3).cpu(law).limit(4000).concurrency(1_000_000)))
          .agrees("request.latency.mean", exact("mgps4_3_T"), 0.03);
    }
  }

  private static Runs balanced(Balancer balancer) {
    return run(
        busy(
            SECONDS / 1.6,
            2,
            service("web").rate(1.6).cpu(exponential(1)).replicas(2).balancer(balancer)));
  }

  @Test
  void balancersAreOrderedAsTheorySays() {
    Runs random = balanced(Balancer.RANDOM);
    Runs inTurn = balanced(Balancer.ROUND_ROBIN);
    Runs shortest = balanced(Balancer.LEAST_CONNECTIONS);
    random.agrees("request.wait.mean", exact("mm1_0.8_Wq"), 0.08);
    inTurn.agrees("request.wait.mean", exact("lb_rr_e2m1"), 0.08);
    assertThat(inTurn.interval("request.wait.mean").high())
        .isLessThan(random.interval("request.wait.mean").low());
    assertThat(shortest.interval("request.wait.mean").high())
        .isLessThan(inTurn.interval("request.wait.mean").low());
    // and no better than one queue for both servers
    assertThat(shortest.interval("request.wait.mean").low())
        .isGreaterThan(erlangC(2, 1.6) / (2 - 1.6));
  }

  /** A runtime's loss makes every server slower: M/M/1 with mu (1 - loss). */
  @Test
  void cpuLossSlowsTheServer() {
    double loss = 0.15;
    double mean = 1 / (1 - loss);
    var runtime = dev.medley.cluster.engine.ClusterModels.runtime().loss(loss);
    run(one(1, service("web").runtime(runtime).rate(0.6).cpu(exponential(1))))
        .agrees("request.latency.mean", mean / (1 - 0.6 * mean), 0.04)
        .agrees("host.cpu.utilization", 0.6 * mean, 0.02);
  }

  /** A few hours suffice to see that utilisation is the offered load. */
  @Test
  void utilizationIsTheOfferedLoad() {
    ClusterModel model =
        model(Duration.ofHours(10))
            .host(host(4))
            .service(service("web").rate(2.5).cpu(exponential(1)).limit(4000).concurrency(100))
            .build();
    Runs.of(model, SEED, REPLICATIONS).agrees("host.cpu.utilization", 2.5 / 4, 0.02);
  }
}
