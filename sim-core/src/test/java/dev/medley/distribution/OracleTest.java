package dev.medley.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Exact values computed elsewhere (oracles.json, 12 digits) for the laws of the nominal profile.
 */
class OracleTest {
  private static final Map<String, Double> EXACT = new HashMap<>();
  private static final LogNormal VM =
      LogNormal.ofMeanVariance(Duration.ofSeconds(75), SquareSeconds.parse("2500s2"));

  @BeforeAll
  static void readOracles() throws Exception {
    try (InputStream in = OracleTest.class.getResourceAsStream("/oracles.json")) {
      for (JsonNode oracle : JsonMapper.shared().readTree(in)) {
        EXACT.put(oracle.get("id").asString(), oracle.get("exact_value").asDouble());
      }
    }
  }

  private static void assertOracle(String id, double value) {
    double exact = EXACT.get(id);
    assertThat(value).as(id).isCloseTo(exact, within(1e-11 * Math.max(1, Math.abs(exact))));
  }

  @Test
  void logNormalByMeanAndVariance() {
    assertOracle("seed_vm_logn_mu", VM.mu());
    assertOracle("seed_vm_logn_sigma", VM.sigma());
    assertOracle("seed_vm_logn_median", VM.quantileNanos(0.5) / 1e9);
    assertOracle("seed_vm_logn_p99", VM.quantileNanos(0.99) / 1e9);
    assertOracle("seed_vm_logn_Plt30", VM.cdf(30e9));
    assertOracle("seed_vm_logn_Pgt180", 1 - VM.cdf(180e9));
  }

  /**
   * The oracle's mean on [30 s, 180 s], as an integral of our quantile function (midpoint rule).
   */
  @Test
  void logNormalTruncatedMean() {
    double low = VM.cdf(30e9);
    double high = VM.cdf(180e9);
    int cells = 20_000;
    double sum = 0;
    for (int i = 0; i < cells; i++) {
      sum += VM.quantileNanos(low + (high - low) * (i + 0.5) / cells) / 1e9;
    }
    assertThat(sum / cells).isCloseTo(EXACT.get("seed_vm_logn_truncmean"), within(1e-6));
  }

  @Test
  void logNormalByMeanAndCv() {
    LogNormal huawei = LogNormal.ofMeanCv(Duration.ofMillis(3240), 7.1 / 3.24);
    assertOracle("huawei_cold_mu", huawei.mu());
    assertOracle("huawei_cold_sigma", huawei.sigma());
  }

  @Test
  void logNormalByMuAndSigma() {
    LogNormal azure = new LogNormal(-0.38, 2.36);
    assertOracle("azure19_dur_mean", azure.meanNanos() / 1e9);
    assertOracle("azure19_dur_p50", azure.quantileNanos(0.5) / 1e9);
  }

  /**
   * The oracles cut a normal law at 1 s and 3 s. Ours is cut at 0: conditioned on [1, 3] it must
   * give the same mean, and its mass outside, corrected for the mass below 0, the same probability.
   */
  @Test
  void normalTruncatedAtZero() {
    double sdSeconds = Math.sqrt(0.5);
    Normal law = new Normal(Duration.ofMillis(1800), Duration.ofNanos(Math.round(1e9 * sdSeconds)));
    double kept = 1 - Laws.normalCdf(-1.8 / sdSeconds);
    assertThat(1 - kept * (law.cdf(3e9) - law.cdf(1e9)))
        .isCloseTo(EXACT.get("seed_ct_norm_Pout"), within(1e-8));
    double low = law.cdf(1e9);
    double high = law.cdf(3e9);
    int cells = 20_000;
    double sum = 0;
    for (int i = 0; i < cells; i++) {
      sum += law.quantileNanos(low + (high - low) * (i + 0.5) / cells) / 1e9;
    }
    assertThat(sum / cells).isCloseTo(EXACT.get("seed_ct_norm_truncmean"), within(1e-6));
  }

  /**
   * A sinusoid approached by 2000 ramps; the trapezoid rule's error is about (pi/2/2000)^2 / 12.
   */
  @Test
  void integralOfASinusoidalRate() {
    int ramps = 2000;
    java.util.List<PiecewiseRate.Step> steps = new java.util.ArrayList<>();
    long quarterNanos = 21_600_000_000_000L;
    long rampNanos = quarterNanos / ramps;
    steps.add(new PiecewiseRate.Step(Duration.ZERO, new Rate(10), Duration.ZERO));
    for (int i = 0; i < ramps; i++) {
      double angle = Math.PI / 2 * (i + 1) / ramps;
      // A step may not start at 0 s again, so the first ramp begins one nanosecond late.
      long at = i * rampNanos + (i == 0 ? 1 : 0);
      steps.add(
          new PiecewiseRate.Step(
              Duration.ofNanos(at),
              new Rate(10 * (1 + 0.4 * Math.sin(angle))),
              Duration.ofNanos((i + 1) * rampNanos - at)));
    }
    double exact = EXACT.get("nhpp_sin_quarter");
    assertThat(new PiecewiseRate(steps).expectedCount(0, quarterNanos))
        .isCloseTo(exact, within(1e-6 * exact));
  }
}
