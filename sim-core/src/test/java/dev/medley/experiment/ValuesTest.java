package dev.medley.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.medley.check.InvalidConfiguration;
import dev.medley.cluster.metric.MetricFamily;
import dev.medley.cluster.metric.MetricName;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.resource.Cpu;
import dev.medley.cluster.resource.Price;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers with units and rules, as scenario files write them. */
class ValuesTest {

  @ParameterizedTest
  @CsvSource({
    "512Mi, 536870912",
    "1Gi, 1073741824",
    "10MB, 10000000",
    "2GiB, 2147483648",
    "4096, 4096",
    "0, 0",
    "1.5k, 1500",
    "0.5Ki, 512",
    "8Ti, 8796093022208",
    "3 GB, 3000000000",
    "0.4B, 0"
  })
  void bytes(String text, long expected) {
    assertThat(Bytes.parse(text).bytes()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "9.5Gb/s, 9500000000",
    "1Mb/s, 1000000",
    "2GB/s, 16000000000",
    "7b/s, 7",
    "1.5kB/s, 12000"
  })
  void bandwidths(String text, long expected) {
    assertThat(Bandwidth.parse(text).bitsPerSecond()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"500m, 500", "2, 2000", "0.5, 500", "1.234, 1234", "64, 64000"})
  void cpus(String text, long expected) {
    assertThat(Cpu.parse(text).milli()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1.90/h, 1.9", "49/month, 0.0671232876712", "73/month, 0.1"})
  void pricesPerHour(String text, double expected) {
    assertThat(Price.parse(text).perHour()).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GB", "1.2.3GB", "1e3", "5 apples", "1mb", "NaN", "10000000000Gi"})
  void whatIsNoAmountOfBytesIsRefused(String text) {
    assertThatThrownBy(() -> Bytes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bytes such as");
  }

  @Test
  void otherTextsAreRefusedWithWhatIsExpected() {
    assertThatThrownBy(() -> Cpu.parse("0.0005")).hasMessageContaining("500m");
    assertThatThrownBy(() -> Cpu.parse("2 cores")).hasMessageContaining("cores such as");
    assertThatThrownBy(() -> Bandwidth.parse("10Gbps")).hasMessageContaining("10Gb/s");
    assertThatThrownBy(() -> Price.parse("1.90")).hasMessageContaining("1.90/h");
    assertThatThrownBy(() -> Amount.parse("5 parsecs")).hasMessageContaining("500ms");
  }

  @Test
  void whatIsWrittenReadsBackAsTheSame() {
    RandomStream random = new StreamTree(31, 0).stream("values");
    for (int i = 0; i < 20_000; i++) {
      long value = random.nextLong() >>> 1 + random.nextInt(62);
      value -= random.nextInt(2) == 0 ? 0 : value % 1000;
      assertThat(Bytes.parse(new Bytes(value).toString()).bytes()).isEqualTo(value);
      assertThat(Bandwidth.parse(new Bandwidth(value).toString()).bitsPerSecond()).isEqualTo(value);
      long milli = value % 1_000_000_000_000L;
      assertThat(Cpu.parse(new Cpu(milli).toString()).milli()).isEqualTo(milli);
      Price price = Price.parse(milli / 100 + "." + (10 + milli % 90) + "/month");
      assertThat(Price.parse(price.toString())).isEqualTo(price);
    }
  }

  @Test
  void aTransferIsRoundedUpToTheNanosecond() {
    assertThat(new Bandwidth(1_000_000).transferNanos(100_000_000)).isEqualTo(800_000_000_000L);
    assertThat(new Bandwidth(3).transferNanos(1)).isEqualTo(2_666_666_667L);
    assertThat(new Bandwidth(1).transferNanos(0)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, 0.5",
    "4.0s, 4",
    "0.001, 0.001",
    "5%, 0.05",
    "2m, 120",
    "1h, 3600",
    "1d, 86400",
    "250us, 0.00025",
    "8ns, 8e-9",
    "-3, -3"
  })
  void amounts(String text, double expected) {
    Amount amount = Amount.parse(text);
    assertThat(amount.value()).isEqualTo(expected);
    assertThat(amount).hasToString(text);
    assertThat(Amount.parse(amount.toString())).isEqualTo(amount);
  }

  @ParameterizedTest
  @CsvSource({
    "'request.latency{service=web}.p99 < 500ms', <, 0.5",
    "'request.latency.p999<=2s', <=, 2",
    "'request.rejected.ratio < 0.001', <, 0.001",
    "'request.timeout.ratio < 1%', <, 0.01",
    "'replicas.ready{service=web} >= 3', >=, 3",
    "'cost.total > 5', >, 5"
  })
  void sloRulesReadBack(String text, String comparison, double limit) {
    SloRule rule = SloRule.parse(text);
    assertThat(rule.comparison()).isEqualTo(comparison);
    assertThat(rule.limit().value()).isEqualTo(limit);
    assertThat(SloRule.parse(rule.toString())).isEqualTo(rule);
    boolean below = comparison.startsWith("<");
    assertThat(rule.holds(limit - 1)).isEqualTo(below);
    assertThat(rule.holds(limit + 1)).isEqualTo(!below);
    assertThat(rule.holds(limit)).isEqualTo(comparison.length() == 2);
    assertThat(rule.holds(Double.NaN)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'request.latency.p99 < 500', with a unit",
    "'request.rejected.ratio < 5ms', plain number",
    "'request.latency < 5ms', needs one of",
    "'request.latency.p98 < 5ms', needs one of",
    "'request.latencies.p99 < 5ms', no metric is called",
    "'request.latency{pod=web}.p99 < 5ms', has no label",
    "'request.latency{service=}.p99 < 5ms', labels are written",
    "'request.latency{service=web.p99 < 5ms', without",
    "'request.count.p99 < 5', takes no",
    "'request.latency.p99 = 5ms', must be a metric",
    "'request.latency.p99 <', must be a metric",
    "'', must be a metric"
  })
  void brokenRulesSayWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> SloRule.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anExpectationChecksItsMetricItsUnitAndItsConfidence() {
    Amount fourSeconds = Amount.parse("4s");
    assertThat(new Expectation("request.wait.mean", fourSeconds, "", 0.99).name().statistic())
        .isEqualTo("mean");
    assertThatThrownBy(() -> new Expectation("request.waits.mean", fourSeconds, "", 0.99))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("no metric is called");
    assertThatThrownBy(() -> new Expectation("request.wait.mean", Amount.parse("4"), "", 0.99))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("unit");
    assertThatThrownBy(() -> new Expectation("request.wait.mean", fourSeconds, "", 1))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("confidence");
  }

  @Test
  void everyMetricNameReadsBack() {
    for (MetricFamily family : MetricFamily.values()) {
      String statistic = family.isDistribution() ? ".p95" : "";
      MetricName plain = MetricName.parse(family.text() + statistic);
      assertThat(plain.family()).isEqualTo(family);
      assertThat(MetricName.parse(plain.toString())).isEqualTo(plain);
      if (!family.labels().isEmpty()) {
        String label = family.labels().get(0);
        MetricName labelled = MetricName.parse(family.text() + "{" + label + "=x}" + statistic);
        assertThat(MetricName.parse(labelled.toString())).isEqualTo(labelled);
        assertThat(plain.selects(labelled)).isTrue();
        assertThat(labelled.selects(plain)).isFalse();
      }
    }
    assertThat(MetricFamily.quantile("p999")).isEqualTo(0.999);
    assertThat(MetricFamily.quantile("p50")).isEqualTo(0.5);
    assertThat(MetricFamily.quantile("mean")).isNaN();
  }

  @Test
  void pricesRefuseTheWrongUnitAndNegativeAmounts() {
    Map<String, Price> prices = new LinkedHashMap<>();
    prices.put("egress", Price.parse("1/h"));
    prices.put("vcpu", Price.parse("1/GB"));
    prices.put("host", Price.parse("-1/h"));
    assertThatThrownBy(() -> new Prices("EUR", prices))
        .isInstanceOfSatisfying(
            InvalidConfiguration.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.path())
                    .containsExactly("egress", "vcpu", "host"));
  }
}
