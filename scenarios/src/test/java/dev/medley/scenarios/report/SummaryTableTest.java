package dev.medley.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.medley.experiment.CheckResult;
import dev.medley.experiment.MetricSummary;
import dev.medley.experiment.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SummaryTableTest {
  @Test
  void tableSaysFirstWhetherTheSlosHold() {
    assertThat(plain(SummaryTable.text(small(), false)))
        .isEqualTo(
            """
            crowd: 1 of 2 SLOs missed: worst request.rejected.ratio, 4.20 times the limit
            seed 7, 10 replications, ± half width of the 95 % confidence interval of the mean

            SLOs
              met     request.latency{service=web}.p99 < 500ms  412 ± 9 ms     18 % below the limit
              MISSED  request.rejected.ratio < 0.001            0.42 ± 0.03 %  4.20 times the limit

            Services
                                  all                 web              legacy
                               2 services          container             vm
              arrivals     1_203_400 ± 900     1_203_300 ± 900     100.0 ± 1.0
              rejected          0.42 ± 0.03 %       0.42 ± 0.03 %      0 %
              latency p99          –                 412 ± 9 ms     1.24 ± 0.15 s

            Hosts
                                     utilisation   utilisation
                                         mean      busiest 1 s
              CPU                    41.2 ± 0.3 %  78.0 ± 1.0 %
              CPU, carded            30.1 ± 0.3 %     –
              offload gateways, gpu  12.0 ± 0.4 %     –
                share of their rate

            Run
                          total
              cost  61.400 ± 0.021 EUR

            Notes
              - a note
            """);
  }

  @Test
  void linesNeverPassOneHundredColumns() {
    List<MetricSummary> metrics = new ArrayList<>();
    for (int service = 0; service < 9; service++) {
      String labels = "{service=service-" + service + ",runtime=container}";
      metrics.add(metric("request.count" + labels, "1", 12_345_678, 12_345));
      metrics.add(metric("request.latency" + labels + ".p99", "s", 0.0123456, 0.000012));
    }
    String text =
        SummaryTable.text(
            summary(metrics, List.of(), List.of(), List.of("word ".repeat(60).strip())), false);
    assertThat(text.lines()).allMatch(line -> line.length() <= TextTable.WIDTH);
    for (int service = 0; service < 9; service++) {
      assertThat(text).containsOnlyOnce("service-" + service);
    }
  }

  @Test
  void colorIsThereOnlyWhenAsked() {
    assertThat(SummaryTable.text(small(), false)).doesNotContain("\u001b");
    String colored = SummaryTable.text(small(), true);
    assertThat(colored).contains("\u001b[");
    assertThat(colored.replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo(SummaryTable.text(small(), false));
  }

  @Test
  void automaticColorNeedsATerminalAndNoRefusal() {
    assertThat(Color.AUTO.enabled(true, false)).isTrue();
    assertThat(Color.AUTO.enabled(false, false)).isFalse();
    assertThat(Color.AUTO.enabled(true, true)).isFalse();
    assertThat(Color.ALWAYS.enabled(false, true)).isTrue();
    assertThat(Color.NEVER.enabled(true, false)).isFalse();
  }

  @Test
  void limitInsideTheIntervalIsUndecided() {
    CheckResult close = new CheckResult("a < 1s", true, 0.99, 0.05, 0.95, 1, "s", "");
    assertThat(SummaryTable.text(summary(List.of(), List.of(close), List.of(), List.of()), false))
        .startsWith("crowd: SLO undecided: a, 1.0 % below the limit\n")
        .contains("  undecided  a < 1s  990 ± 50 ms  1.0 % below the limit\n")
        .contains("more replications can turn the answer");
  }

  @Test
  void ruleThatHoldsOnTheWholeStillTellsHowLongItDidNot() {
    CheckResult met = new CheckResult("a{b=c}.p99 < 1s", true, 0.5, 0.05, 0.95, 1, "s", "");
    MetricSummary violated = metric("slo.violation.time{slo=a{b=c}.p99 < 1s}", "s", 192, 18);
    assertThat(
            SummaryTable.text(
                summary(List.of(violated), List.of(met), List.of(), List.of()), false))
        .contains(
            "          met over the whole 1 h 50 min; above the limit in 3.2 ± 0.3 min of it, judged"
                + " in steps of\n          1 s\n")
        .doesNotContain("Notes");
  }

  @Test
  void ruleViolatedForMuchOfTheTimeIsANote() {
    CheckResult met = new CheckResult("a{b=c}.p99 < 1s", true, 0.5, 0.05, 0.95, 1, "s", "");
    MetricSummary violated = metric("slo.violation.time{slo=a{b=c}.p99 < 1s}", "s", 1782, 18);
    assertThat(
            oneLine(
                SummaryTable.text(
                    summary(List.of(violated), List.of(met), List.of(), List.of()), false)))
        .contains(
            "a{b=c}.p99 < 1s is met on the whole but violated for 27 % of the time: a shorter run"
                + " around the surge would miss it");
  }

  @Test
  void headlineDoesNotClaimWhatIsUndecided() {
    CheckResult met = new CheckResult("a < 1s", true, 0.5, 0.05, 0.95, 1, "s", "");
    CheckResult open = new CheckResult("b < 1s", true, 0.98, 0.05, 0.95, 1, "s", "");
    CheckResult missed = new CheckResult("c < 1s", false, 2.5, 0.05, 0.95, 1, "s", "");
    assertThat(headline(met, met, met, open)).startsWith("3 of 4 SLOs met, 1 undecided: closest b");
    assertThat(headline(met, open, missed))
        .startsWith("1 of 3 SLOs met, 1 missed, 1 undecided: worst c");
    assertThat(headline(open, missed)).startsWith("1 of 2 SLOs missed, 1 undecided: worst c");
    assertThat(headline(open, open)).startsWith("both SLOs undecided: closest b");
    assertThat(headline(met, met, met)).startsWith("all 3 SLOs met: ");
    assertThat(headline(missed, missed)).startsWith("2 of 2 SLOs missed: ");
  }

  private static String headline(CheckResult... slos) {
    return Verdict.of(summary(List.of(), List.of(slos), List.of(), List.of())).headline();
  }

  @Test
  void quantileAmongTimeOutsIsOnlyABound() {
    CheckResult slo =
        new CheckResult("request.latency{service=web}.p99 < 9s", true, 4.9, 0.1, 0.95, 9, "s", "");
    List<MetricSummary> metrics =
        List.of(
            metric("request.timeout.ratio{service=web}", "ratio", 0.018, 0.001),
            metric("request.latency{service=web}.p95", "s", 0.421, 0.075),
            metric("request.latency{service=web}.p99", "s", 4.9, 0.1));
    assertThat(SummaryTable.text(summary(metrics, List.of(slo), List.of(), List.of()), false))
        .contains("p99 < 9s  ≥ 4.90 ± 0.10 s")
        .containsPattern("latency p95 +421 ± 75 ms")
        .containsPattern("latency p99 +≥ 4.90 ± 0.10 s")
        .contains("- a quantile shown with ≥ lies among requests that timed out\n");
  }

  @Test
  void gatewayThatPassesNothingHasNoUtilisation() {
    MetricSummary none = metric("offload.utilization{group=carded}", "ratio", 0, 0);
    assertThat(SummaryTable.text(summary(List.of(none), List.of(), List.of(), List.of()), false))
        .containsPattern("offload gateways, carded +– +–\n")
        .contains("    share of their rate\n");
  }

  @Test
  void exactZeroBelowALimitIsNone() {
    CheckResult none = new CheckResult("a < 1 %", true, 0, 0, 0.95, 0.01, "ratio", "");
    assertThat(SummaryTable.text(summary(List.of(), List.of(none), List.of(), List.of()), false))
        .contains("  met     a < 1 %  0 %  none\n");
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  @Test
  void rareTroubleIsARowOnlyWhenItHappened() {
    MetricSummary none = metric("instance.unscheduled{service=web}", "1", 0, 0);
    MetricSummary some = metric("instance.unscheduled{service=web}", "1", 3, 1);
    MetricSummary count = metric("request.count{service=web}", "1", 10, 1);
    assertThat(
            SummaryTable.text(
                summary(List.of(count, none), List.of(), List.of(), List.of()), false))
        .doesNotContain("waiting for a place");
    assertThat(
            SummaryTable.text(
                summary(List.of(count, some), List.of(), List.of(), List.of()), false))
        .contains("waiting for a place");
  }

  @Test
  void expectedValuesTellWhy() {
    CheckResult agrees =
        new CheckResult(
            "request.wait.mean", true, 4.02, 0.05, 0.99, 4, "s", "M/M/1: rho/(mu-lambda)");
    CheckResult fails = new CheckResult("request.wait.p99", false, 5, 0.1, 0.99, 4, "s", "");
    assertThat(
            SummaryTable.text(
                summary(List.of(), List.of(), List.of(agrees, fails), List.of()), false))
        .startsWith("crowd: 1 of 2 expected values missed\n")
        .contains("met     request.wait.mean  4.02 ± 0.05 s  agrees with 4 s (99 % interval)")
        .contains("          M/M/1: rho/(mu-lambda)")
        .contains("MISSED  request.wait.p99   5.00 ± 0.10 s  expected 4 s (99 % interval)");
  }

  @Test
  void oneReplicationIsNoReasonToSpeakOfAnInterval() {
    CheckResult exact = new CheckResult("kills", false, 40, Double.NaN, 0.99, 40, "1", "");
    assertThat(SummaryTable.text(summary(List.of(), List.of(), List.of(exact), List.of()), false))
        .contains("expected 40 (one replication has no interval)");
  }

  @Test
  void lessonsWithOneServiceShowTheWholeRunsFigures() {
    List<MetricSummary> metrics =
        List.of(
            metric("request.count{service=counter}", "1", 1000, 1),
            metric("request.wait.mean", "s", 4.02, 0.05));
    assertThat(SummaryTable.text(summary(metrics, List.of(), List.of(), List.of()), false))
        .startsWith("crowd: no SLO stated\n")
        .containsPattern("wait mean +4.02 ± 0.05 s");
  }

  @Test
  void csvHasEveryMetricInFull() {
    assertThat(CsvReader.builder().ofCsvRecord(SummaryTable.csv(small())).stream().toList())
        .hasSize(small().metrics().size() + 1)
        .element(1)
        .satisfies(
            row ->
                assertThat(row.getFields())
                    .containsExactly(
                        "request.count", "1", "10", "1203400", "900", "0.95", "", "", "1203400"));
  }

  @Test
  void markdownEscapesWhatStrangersWrote() {
    Summary hostile =
        new Summary(
            "<b>|`x`",
            1,
            1,
            0.95,
            List.of(metric("request.count{service=a|b}", "1", 5, 1)),
            List.of(),
            List.of(),
            new LinkedHashMap<>(),
            List.of(),
            1,
            600_000_000_000L,
            6_600_000_000_000L,
            List.of("[click](there)"));
    assertThat(SummaryTable.markdown(hostile))
        .startsWith("## \\<b\\>\\|\\`x\\`: no SLO stated")
        .contains("a\\|b")
        .contains("- \\[click\\](there)");
  }

  @Test
  void jsonIsTheSummaryFile() {
    assertThat(SummaryTable.render(small(), Format.JSON, true))
        .isEqualTo(SummaryJson.text(small()));
    assertThat(new JsonMapper().readTree(SummaryJson.text(small())).get("seed").longValue())
        .isEqualTo(7);
  }

  private static Summary small() {
    return summary(
        List.of(
            metric("request.count", "1", 1_203_400, 900),
            metric("request.rejected.ratio", "ratio", 0.0042, 0.00031),
            metric("request.count{service=web,runtime=container}", "1", 1_203_300, 900),
            metric(
                "request.rejected.ratio{service=web,runtime=container}", "ratio", 0.0042, 0.00031),
            metric("request.latency{service=web,runtime=container}.p99", "s", 0.4123, 0.0089),
            metric("request.count{service=legacy,runtime=vm}", "1", 100, 1),
            metric("request.rejected.ratio{service=legacy,runtime=vm}", "ratio", 0, 0),
            metric("request.latency{service=legacy,runtime=vm}.p99", "s", 1.2361, 0.1532),
            metric("host.cpu.utilization", "ratio", 0.412, 0.003),
            metric("host.cpu.utilization.max", "ratio", 0.78, 0.01),
            metric("host.cpu.utilization{group=carded}", "ratio", 0.301, 0.003),
            metric("offload.utilization{card=gpu}", "ratio", 0.12, 0.004),
            metric("cost.total", "EUR", 61.4, 0.021),
            new MetricSummary(
                "never", "s", 0, Double.NaN, Double.NaN, 0.95, Double.NaN, Double.NaN, Double.NaN)),
        List.of(
            new CheckResult(
                "request.latency{service=web}.p99 < 500ms",
                true,
                0.4123,
                0.0089,
                0.95,
                0.5,
                "s",
                ""),
            new CheckResult(
                "request.rejected.ratio < 0.001",
                false,
                0.0042,
                0.00031,
                0.95,
                0.001,
                "ratio",
                "")),
        List.of(),
        List.of("a note"));
  }

  private static Summary summary(
      List<MetricSummary> metrics,
      List<CheckResult> slo,
      List<CheckResult> expectations,
      List<String> notices) {
    return new Summary(
        "crowd",
        7,
        10,
        0.95,
        metrics,
        slo,
        expectations,
        new LinkedHashMap<>(),
        List.of(),
        1_000_000_000,
        600_000_000_000L,
        6_600_000_000_000L,
        notices);
  }

  private static MetricSummary metric(String name, String unit, double mean, double halfWidth) {
    return new MetricSummary(
        name, unit, 10, mean, halfWidth, 0.95, Double.NaN, Double.NEGATIVE_INFINITY, mean);
  }

  private static String plain(String text) {
    return text.replace('\u202f', '_');
  }
}
