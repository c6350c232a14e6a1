package dev.medley.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.medley.experiment.CheckResult;
import dev.medley.experiment.Comparison;
import dev.medley.experiment.Comparison.Better;
import dev.medley.experiment.Comparison.Conclusion;
import dev.medley.experiment.MetricSummary;
import dev.medley.experiment.Summary;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ComparisonTableTest {
  @Test
  void tableSaysPlainlyWhatMayBeConcluded() {
    assertThat(ComparisonTable.text(small(), false).replace('\u2212', '~'))
        .isEqualTo(
            """
            crowd, autoscaler: smith against hpa
            seed 7, 20 paired replications on common random numbers, ± half width at 95 %
            smith: better in 1, worse in 1, no significant difference in 0 of the key figures

            SLOs
              hpa    SLO missed: request.latency.p99, 24 % above the limit
              smith  SLO met: request.latency.p99, 40 % below the limit

            latency p99  request.latency.p99
              hpa    412 ± 9 ms                      reference      rank 2  best with <1 %
              smith  300 ± 8 ms  ~112 ± 6 ms  ~27 %  lower, better  rank 1  best with >99 %

            scale events  scale.events
              hpa    6.0 ± 0.8                      reference
              smith  6.3 ± 0.9  +0.3 ± 0.6  +5.0 %  no significant difference

            cost  cost.total
              hpa    60.00 ± 0.50 EUR                            reference      rank 1  best with 98 %
              smith  61.00 ± 0.50 EUR  +1.00 ± 0.10 EUR  +1.7 %  higher, worse  rank 2  best with 2 %

            Notes
              - best with: share of bootstrap resamples of the replications in which the variant has the best
                mean
              - every interval stands for itself: of 20 figures without any difference, about one looks
                significant at 95 %
            """);
  }

  @Test
  void jsonHasDifferencesOnlyAgainstTheFirst() {
    JsonNode root = new JsonMapper().readTree(ComparisonTable.json(small()));
    JsonNode variants = root.get("metrics").get(0).get("variants");
    assertThat(root.propertyNames())
        .containsExactly(
            "scenario", "varied", "seed", "replications", "confidence", "variants", "metrics");
    assertThat(variants.get(0).has("difference")).isFalse();
    assertThat(variants.get(1).get("difference").doubleValue()).isEqualTo(-0.112);
    assertThat(variants.get(1).get("conclusion").stringValue()).isEqualTo("lower");
    assertThat(root.get("metrics").get(1).get("variants").get(1).has("rank")).isFalse();
  }

  @Test
  void csvHasOneRowPerFigureAndVariant() {
    assertThat(CsvReader.builder().ofCsvRecord(ComparisonTable.csv(small())).stream().toList())
        .hasSize(1 + 3 * 2)
        .allSatisfy(row -> assertThat(row.getFieldCount()).isEqualTo(11));
  }

  @Test
  void markdownTableIsRectangular() {
    List<String> rows =
        ComparisonTable.markdown(small()).lines().filter(line -> line.startsWith("|")).toList();
    assertThat(rows).hasSize(2 + 3 * 2);
    assertThat(rows.subList(2, rows.size()))
        .allMatch(row -> row.chars().filter(c -> c == '|').count() == 9);
  }

  @Test
  void colorSaysWhatWordsSay() {
    String colored = ComparisonTable.text(small(), true);
    assertThat(colored).contains("\u001b[32mlower, better").contains("\u001b[1;31mhigher, worse");
    assertThat(colored.replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo(ComparisonTable.text(small(), false));
  }

  @Test
  void figureWithoutCompletePairsHasNoRank() {
    double none = Double.NaN;
    MetricSummary missing =
        new MetricSummary("cost.total", "EUR", 0, none, none, 0.95, none, none, none);
    Comparison comparison =
        new Comparison(
            "crowd",
            "autoscaler",
            7,
            1,
            0.95,
            small().variants(),
            List.of(
                new Comparison.Line(
                    "cost.total",
                    "EUR",
                    Better.LESS,
                    List.of(missing, missing),
                    List.of(
                        new Comparison.Difference(
                            0, none, none, Conclusion.NO_SIGNIFICANT_DIFFERENCE)),
                    List.of(),
                    List.of())));
    for (Format format : Format.values()) {
      assertThat(ComparisonTable.render(comparison, format, false)).doesNotContain("NaN");
    }
    assertThat(HtmlReport.page(comparison, RunFilesTest.provenance(), RunFilesTest.assumptions()))
        .contains("cost");
  }

  @Test
  void fourPairsGiveNoProbability() {
    Comparison few = comparison(4, new Comparison.Difference(4, 1, 0.1, Conclusion.HIGHER));
    assertThat(ComparisonTable.text(few, false)).contains("rank 1").doesNotContain("best with");
    assertThat(ComparisonTable.markdown(few)).doesNotContain("best with");
    JsonNode variant =
        new JsonMapper()
            .readTree(ComparisonTable.json(few))
            .get("metrics")
            .get(0)
            .get("variants")
            .get(0);
    assertThat(variant.get("rank").intValue()).isEqualTo(1);
    assertThat(variant.get("bestProbability").isNull()).isTrue();
    Comparison enough = comparison(5, new Comparison.Difference(5, 1, 0.1, Conclusion.HIGHER));
    assertThat(ComparisonTable.text(enough, false)).contains("best with 98 %", "best with: share");
  }

  @Test
  void figureThatIsEqualInEveryVariantIsOnlyNamed() {
    Comparison.Difference none =
        new Comparison.Difference(9, 0, 0, Conclusion.NO_SIGNIFICANT_DIFFERENCE);
    Comparison equal = comparison(9, none);
    assertThat(ComparisonTable.text(equal, false))
        .contains("  - without any difference: cost\n")
        .doesNotContain("cost.total", "rank");
    assertThat(ComparisonTable.markdown(equal)).contains("- without any difference: cost\n");
    assertThat(HtmlReport.page(equal, RunFilesTest.provenance(), RunFilesTest.assumptions()))
        .contains("<li>without any difference: cost</li>");
    assertThat(Charts.forest(equal)).isEmpty();
  }

  private static Comparison comparison(int pairs, Comparison.Difference difference) {
    MetricSummary cost = metric("cost.total", "EUR", 60, 0.5);
    return new Comparison(
        "crowd",
        "autoscaler",
        7,
        pairs,
        0.95,
        small().variants(),
        List.of(
            new Comparison.Line(
                "cost.total",
                "EUR",
                Better.LESS,
                List.of(cost, cost),
                List.of(difference),
                List.of(1, 2),
                List.of(0.98, 0.02))));
  }

  private static Comparison small() {
    return new Comparison(
        "crowd",
        "autoscaler",
        7,
        20,
        0.95,
        List.of(variant("hpa", false, 0.412, 0.3324), variant("smith", true, 0.3, 0.5)),
        List.of(
            new Comparison.Line(
                "request.latency.p99",
                "s",
                Better.LESS,
                List.of(
                    metric("request.latency.p99", "s", 0.412, 0.009),
                    metric("request.latency.p99", "s", 0.3, 0.008)),
                List.of(new Comparison.Difference(20, -0.112, 0.006, Conclusion.LOWER)),
                List.of(2, 1),
                List.of(0.001, 0.999)),
            new Comparison.Line(
                "scale.events",
                "1",
                Better.NEITHER,
                List.of(metric("scale.events", "1", 6, 0.8), metric("scale.events", "1", 6.3, 0.9)),
                List.of(
                    new Comparison.Difference(20, 0.3, 0.6, Conclusion.NO_SIGNIFICANT_DIFFERENCE)),
                List.of(),
                List.of()),
            new Comparison.Line(
                "cost.total",
                "EUR",
                Better.LESS,
                List.of(metric("cost.total", "EUR", 60, 0.5), metric("cost.total", "EUR", 61, 0.5)),
                List.of(new Comparison.Difference(20, 1, 0.1, Conclusion.HIGHER)),
                List.of(1, 2),
                List.of(0.98, 0.02))));
  }

  private static Comparison.Variant variant(
      String name, boolean holds, double value, double limit) {
    CheckResult slo =
        new CheckResult("request.latency.p99 < 1s", holds, value, 0.009, 0.95, limit, "s", "");
    return new Comparison.Variant(
        name,
        new Summary(
            "crowd",
            7,
            20,
            0.95,
            List.of(),
            List.of(slo),
            List.of(),
            new LinkedHashMap<>(),
            List.of(),
            1,
            600_000_000_000L,
            6_600_000_000_000L,
            List.of()));
  }

  private static MetricSummary metric(String name, String unit, double mean, double halfWidth) {
    return new MetricSummary(name, unit, 20, mean, halfWidth, 0.95, 1, 0, 2 * mean);
  }
}
