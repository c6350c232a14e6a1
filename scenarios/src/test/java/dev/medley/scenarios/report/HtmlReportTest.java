package dev.medley.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.experiment.CheckResult;
import dev.medley.experiment.Comparison;
import dev.medley.experiment.MetricSummary;
import dev.medley.experiment.Summary;
import dev.medley.stat.LatencyHistogram;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HtmlReportTest {
  private static final Pattern SCRIPT = Pattern.compile("(?s)<script([^>]*)>(.*?)</script>");

  private static final String RUN =
      HtmlReport.page(
          SyntheticFlashCrowd.summary(5), RunFilesTest.provenance(), RunFilesTest.assumptions());
  private static final String COMPARISON =
      HtmlReport.page(
          SyntheticComparison.of(4, "hpa", "smith", "none"),
          RunFilesTest.provenance(),
          RunFilesTest.assumptions());

  @Test
  void pageRequestsNothing() {
    for (String page : List.of(RUN, COMPARISON)) {
      String own = withoutScripts(page);
      assertThat(own).doesNotContain("http://").doesNotContain("https://");
      assertThat(own).doesNotContainPattern("(?i)<(link|img|iframe|object|embed|base)\\b");
      assertThat(own).doesNotContainPattern("(?i)\\b(src|href|srcset|action)\\s*=");
      assertThat(own).doesNotContainPattern("(?i)@import|url\\(");
      assertThat(own).contains("default-src 'none'");
      assertThat(scripts(page)).hasSize(3).noneMatch(script -> script.contains("src="));
    }
  }

  @Test
  void securityPolicyAdmitsExactlyThePagesOwnScripts() throws Exception {
    Matcher policy = Pattern.compile("script-src ('[^;]*');").matcher(RUN);
    assertThat(policy.find()).isTrue();
    List<String> hashes = new ArrayList<>();
    Matcher script = SCRIPT.matcher(RUN);
    while (script.find()) {
      if (!script.group(1).contains("json")) {
        byte[] digest =
            MessageDigest.getInstance("SHA-256")
                .digest(script.group(2).getBytes(StandardCharsets.UTF_8));
        hashes.add("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
      }
    }
    assertThat(policy.group(1).split(" ")).containsExactlyElementsOf(hashes);
  }

  @Test
  void everyChartHasDataWordsAndATable() {
    JsonNode charts = data(RUN).get("charts");
    // Latency and start percentiles, three services, hosts, start-up stages.
    assertThat(charts).hasSize(7);
    assertThat(kinds(charts))
        .containsExactly("percentile", "percentile", "time", "time", "time", "time", "stack");
    for (int i = 0; i < charts.size(); i++) {
      assertThat(RUN).contains("data-chart=\"" + i + "\"");
    }
    assertThat(occurrences(RUN, "<div class=\"plot\" role=\"img\" aria-label=\"")).isEqualTo(7);
    JsonNode panels = charts.get(2).get("panels");
    assertThat(panels).hasSize(4);
    assertThat(panels.get(1).get("lines").get(0).get("name").stringValue()).isEqualTo("asked");
    assertThat(panels.get(1).get("lines").get(0).get("mean")).hasSize(720);
    assertThat(panels.get(2).get("limit").get("value").doubleValue()).isEqualTo(0.5);
    assertThat(charts.get(0).get("limits").get(0).get("odds").doubleValue())
        .isCloseTo(100, org.assertj.core.data.Offset.offset(1e-9));
  }

  @Test
  void comparisonHasAForestAndOneLinePerVariant() {
    JsonNode charts = data(COMPARISON).get("charts");
    assertThat(charts.get(0).get("kind").stringValue()).isEqualTo("forest");
    assertThat(charts.get(1).get("lines")).hasSize(3);
    assertThat(COMPARISON).contains("no significant difference").contains("best with");
  }

  @Test
  void readingOrderIsVerdictFiguresChartsProvenance() {
    assertThat(withoutScripts(RUN))
        .containsSubsequence(
            "SLOs missed",
            "Key figures",
            "Percentiles",
            "Over time",
            "Start-up",
            "Notes",
            "Assumptions",
            "left out: x",
            "name: flash-crowd",
            "Provenance",
            "0123abc");
  }

  @Test
  void stagesAreWeightedByTheStartsThatHadThem() {
    LinkedHashMap<String, LatencyHistogram> pooled = new LinkedHashMap<>();
    pooled.put("instance.start{runtime=container,service=web}", histogram(2_000, 4));
    pooled.put("instance.start.stage{service=web,stage=pull}", histogram(6_000, 1));
    pooled.put("instance.start.stage{service=web,stage=start}", histogram(500, 4));
    Summary summary =
        new Summary(
            "x",
            1,
            1,
            0.95,
            List.of(),
            List.of(),
            List.of(),
            pooled,
            List.of(),
            1,
            600_000_000_000L,
            6_600_000_000_000L,
            List.of());
    JsonNode chart =
        data(HtmlReport.page(summary, RunFilesTest.provenance(), RunFilesTest.assumptions()))
            .get("charts")
            .get(0);
    assertThat(chart.get("kind").stringValue()).isEqualTo("stack");
    JsonNode bar = chart.get("bars").get(0);
    assertThat(bar.get("name").stringValue()).isEqualTo("web");
    // One pull of 6 s over four starts, four starts of 0.5 s: 1.5 s and 0.5 s per start.
    assertThat(bar.get("seconds").get(0).doubleValue()).isEqualTo(1.5);
    assertThat(bar.get("seconds").get(1).doubleValue()).isEqualTo(0.5);
    assertThat(bar.get("total").doubleValue()).isEqualTo(2);
  }

  private static LatencyHistogram histogram(long millis, int times) {
    LatencyHistogram histogram = new LatencyHistogram();
    for (int i = 0; i < times; i++) {
      histogram.recordNanos(millis * 1_000_000);
    }
    return histogram;
  }

  @Test
  void hostileNamesStayText() {
    String attack = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{data}}";
    LatencyHistogram histogram = new LatencyHistogram();
    for (int i = 1; i <= 100; i++) {
      histogram.recordNanos(i * 1_000_000L);
    }
    LinkedHashMap<String, LatencyHistogram> pooled = new LinkedHashMap<>();
    pooled.put("request.latency{service=" + attack + "}", histogram);
    double[] values = {1, 2, 3};
    Summary hostile =
        new Summary(
            attack,
            1,
            2,
            0.95,
            List.of(
                new MetricSummary(
                    "request.count{service=" + attack + ",runtime=" + attack + "}",
                    attack,
                    2,
                    1,
                    1,
                    0.95,
                    1,
                    0,
                    2)),
            List.of(new CheckResult(attack, true, 1, 1, 0.95, 2, attack, attack)),
            List.of(new CheckResult(attack, false, 1, 1, 0.95, 2, attack, attack)),
            pooled,
            List.of(
                new Summary.Band(
                    "request.rate{service=" + attack + "}", attack, values, values, values)),
            1_000_000_000,
            600_000_000_000L,
            6_600_000_000_000L,
            List.of(attack));
    Provenance provenance =
        new Provenance(
            attack,
            attack,
            attack,
            List.of(attack),
            1,
            attack,
            1,
            Provenance.Status.COMPLETE,
            Instant.EPOCH,
            Instant.EPOCH,
            attack);

    String page = HtmlReport.page(hostile, provenance, new Assumptions(attack, List.of(attack)));

    // Element for element the same page as an innocent one has: nothing was added or closed.
    assertThat(occurrences(page.toLowerCase(java.util.Locale.ROOT), "<script")).isEqualTo(3);
    assertThat(scripts(page)).hasSize(3);
    // places for line breaks are the page's own
    assertThat(withoutScripts(page).replace("<wbr>", ""))
        .doesNotContain("<img")
        .doesNotContain("alert(1)<");
    assertThat(page).contains("&lt;/script&gt;&lt;script&gt;alert(1)");
    assertThat(data(page).get("charts").get(1).get("panels").get(0).get("unit").stringValue())
        .isEqualTo(attack);
  }

  @Test
  void warmUpIsShadedInEveryChartOverTime() {
    JsonNode charts = data(RUN).get("charts");
    assertThat(charts.get(2).get("warmupSeconds").doubleValue()).isEqualTo(600);
    assertThat(RUN).contains("shaded: warm-up, not measured.");
  }

  @Test
  void onlyServiceIsNotDrawnTwice() {
    LinkedHashMap<String, LatencyHistogram> pooled = new LinkedHashMap<>();
    pooled.put("request.latency", histogram(20, 1000));
    pooled.put("request.latency{service=web,runtime=vm}", histogram(20, 1000));
    assertThat(curves(pooled)).containsExactly("web, vm");
    pooled.put("request.latency", histogram(20, 1001));
    assertThat(curves(pooled)).containsExactly("all", "web, vm");
  }

  @Test
  void serviceOnOtherRuntimesIsDrawnOnce() {
    List<Comparison.Variant> variants = new ArrayList<>();
    double[] one = {1};
    for (String runtime : List.of("vm", "wasm")) {
      LinkedHashMap<String, LatencyHistogram> pooled = new LinkedHashMap<>();
      pooled.put("request.latency{runtime=" + runtime + ",service=web}", histogram(20, 1000));
      variants.add(
          new Comparison.Variant(
              runtime,
              new Summary(
                  "x",
                  1,
                  1,
                  0.95,
                  List.of(
                      new MetricSummary(
                          "request.count{runtime=" + runtime + ",service=web}",
                          "1",
                          1,
                          5,
                          Double.NaN,
                          0.95,
                          Double.NaN,
                          5,
                          5)),
                  List.of(),
                  List.of(),
                  pooled,
                  List.of(new Summary.Band("replicas.ready{service=web}", "1", one, one, one)),
                  1,
                  0,
                  1,
                  List.of())));
    }
    Comparison comparison = new Comparison("x", "runtime", 1, 1, 0.95, variants, List.of());
    List<Charts.Figure> figures = Charts.of(comparison).percentiles();
    assertThat(figures).extracting(Charts.Figure::title).containsExactly("web: latency");
    assertThat(((ChartData.Percentiles) figures.get(0).data()).curves())
        .extracting(ChartData.Curve::name)
        .containsExactly("vm", "wasm");
    assertThat(Charts.of(comparison).services())
        .extracting(Charts.Figure::title)
        .containsExactly("web");
  }

  private static List<String> curves(LinkedHashMap<String, LatencyHistogram> pooled) {
    Summary summary =
        new Summary(
            "x", 1, 1, 0.95, List.of(), List.of(), List.of(), pooled, List.of(), 1, 0, 1,
            List.of());
    List<String> names = new ArrayList<>();
    data(HtmlReport.page(summary, RunFilesTest.provenance(), RunFilesTest.assumptions()))
        .get("charts")
        .get(0)
        .get("lines")
        .forEach(line -> names.add(line.get("name").stringValue()));
    return names;
  }

  @Test
  void ruleBreaksAroundItsBracesAndNeverInANumber() {
    assertThat(Markup.breakable("request.latency{service=web}.p99 < 0.5s"))
        .isEqualTo("request.latency<wbr>{service=web}<wbr>.p99 <wbr>&lt; 0.5s");
  }

  @Test
  void equalArgumentsGiveEqualBytes() {
    assertThat(
            HtmlReport.page(
                SyntheticFlashCrowd.summary(5),
                RunFilesTest.provenance(),
                RunFilesTest.assumptions()))
        .isEqualTo(RUN);
  }

  @Test
  void pageStaysSmallEnoughToMail() {
    assertThat(RUN.getBytes(StandardCharsets.UTF_8).length).isLessThan(1_500_000);
    assertThat(COMPARISON.getBytes(StandardCharsets.UTF_8).length).isLessThan(1_500_000);
  }

  @Test
  void runWithNothingInItStillHasAPage() {
    Summary empty =
        new Summary(
            "empty",
            1,
            1,
            0.95,
            List.of(),
            List.of(),
            List.of(),
            new LinkedHashMap<>(),
            List.of(),
            1,
            600_000_000_000L,
            6_600_000_000_000L,
            List.of());
    String page = HtmlReport.page(empty, RunFilesTest.provenance(), RunFilesTest.assumptions());
    assertThat(data(page).get("charts")).isEmpty();
    assertThat(page).contains("no SLO stated").contains("Provenance");
  }

  private static JsonNode data(String page) {
    Matcher script = SCRIPT.matcher(page);
    assertThat(script.find()).isTrue();
    assertThat(script.group(1)).contains("application/json");
    return new JsonMapper().readTree(script.group(2));
  }

  private static List<String> kinds(JsonNode charts) {
    List<String> kinds = new ArrayList<>();
    charts.forEach(chart -> kinds.add(chart.get("kind").stringValue()));
    return kinds;
  }

  private static List<String> scripts(String page) {
    List<String> attributes = new ArrayList<>();
    Matcher script = SCRIPT.matcher(page);
    while (script.find()) {
      attributes.add(script.group(1));
    }
    return attributes;
  }

  private static String withoutScripts(String page) {
    return SCRIPT.matcher(page).replaceAll("");
  }

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
