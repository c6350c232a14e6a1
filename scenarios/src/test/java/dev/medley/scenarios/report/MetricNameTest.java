package dev.medley.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricNameTest {
  @Test
  void labelledNameComesApart() {
    MetricName name = MetricName.parse("request.latency{service=web,runtime=vm}.p99");
    assertThat(name.base()).isEqualTo("request.latency");
    assertThat(name.labels())
        .containsExactly(Map.entry("service", "web"), Map.entry("runtime", "vm"));
    assertThat(name.statistic()).isEqualTo("p99");
    assertThat(name.service()).isEqualTo("web");
    assertThat(name.withoutStatistic()).isEqualTo("request.latency{service=web,runtime=vm}");
  }

  @Test
  void plainNameHasAStatisticOnlyWhenItIsOne() {
    assertThat(MetricName.parse("request.latency.p999").statistic()).isEqualTo("p999");
    assertThat(MetricName.parse("host.cpu.utilization.max").statistic()).isEqualTo("max");
    assertThat(MetricName.parse("request.rejected.ratio").statistic()).isEmpty();
    assertThat(MetricName.parse("request.rejected.ratio").base())
        .isEqualTo("request.rejected.ratio");
  }

  @Test
  void sloInsideALabelKeepsItsBracesAndCommas() {
    MetricName name =
        MetricName.parse(
            "slo.violation.time{slo=request.latency{service=web,runtime=vm}.p99 < 1s}");
    assertThat(name.base()).isEqualTo("slo.violation.time");
    assertThat(name.labels())
        .containsExactly(Map.entry("slo", "request.latency{service=web,runtime=vm}.p99 < 1s"));
    assertThat(name.service()).isEmpty();
  }

  @Test
  void finerPartsAreNotTheService() {
    assertThat(MetricName.parse("instance.start.stage{service=web,stage=boot}.mean").service())
        .isEmpty();
  }

  @Test
  void brokenNamesAreTakenAsTheyAre() {
    assertThat(MetricName.parse("a{b").base()).isEqualTo("a{b");
    assertThat(MetricName.parse("").base()).isEmpty();
    assertThat(MetricName.parse("a{}").labels()).isEmpty();
  }

  @Test
  void statisticMayStandBeforeTheLabels() {
    MetricName name = MetricName.parse("host.cpu.utilization.max{group=plain}");
    assertThat(name.is("host.cpu.utilization", "max")).isTrue();
    assertThat(name.part()).isEqualTo("plain");
  }

  @Test
  void serviceIsNamedFirst() {
    assertThat(MetricName.parse("request.wait{runtime=vm,service=web}.p50").part())
        .isEqualTo("web, vm");
  }
}
