package dev.medley.scenarios.report;

import dev.medley.experiment.Comparison;
import dev.medley.experiment.Comparison.Better;
import dev.medley.experiment.Comparison.Conclusion;
import dev.medley.experiment.MetricSummary;
import dev.medley.experiment.Outcome;
import dev.medley.experiment.Summary;
import java.util.ArrayList;
import java.util.List;

/** The synthetic flash crowd under scalers that react more or less quickly, compared in pairs. */
final class SyntheticComparison {
  private SyntheticComparison() {}

  static Comparison of(int replications, String... names) {
    List<Comparison.Variant> variants = new ArrayList<>();
    List<List<Outcome>> outcomes = new ArrayList<>();
    for (int v = 0; v < names.length; v++) {
      List<Outcome> own = SyntheticFlashCrowd.outcomes(replications, 3.0 / (v + 1));
      outcomes.add(own);
      variants.add(new Comparison.Variant(names[v], SyntheticFlashCrowd.fold(own)));
    }
    Summary first = variants.get(0).summary();
    List<Comparison.Line> lines = new ArrayList<>();
    for (int m = 0; m < first.metrics().size(); m++) {
      lines.add(line(outcomes, variants, m));
    }
    return new Comparison(
        first.scenario(), "autoscaler", first.seed(), replications, 0.95, variants, lines);
  }

  private static Comparison.Line line(
      List<List<Outcome>> outcomes, List<Comparison.Variant> variants, int metric) {
    MetricSummary first = variants.get(0).summary().metrics().get(metric);
    List<MetricSummary> means =
        variants.stream().map(v -> v.summary().metrics().get(metric)).toList();
    List<Comparison.Difference> differences = new ArrayList<>();
    for (int v = 1; v < variants.size(); v++) {
      differences.add(difference(outcomes.get(0), outcomes.get(v), metric));
    }
    Better better =
        first.name().matches("request\\.count.*|replicas.*|scale.*|host.*|events.*|offload.*")
            ? Better.NEITHER
            : Better.LESS;
    List<Integer> ranks = new ArrayList<>();
    List<Double> best = new ArrayList<>();
    if (better != Better.NEITHER) {
      for (MetricSummary own : means) {
        int rank = 1 + (int) means.stream().filter(o -> o.mean() < own.mean()).count();
        ranks.add(rank);
        best.add(rank == 1 ? 0.996 : 0.004 / (means.size() - 1));
      }
    }
    return new Comparison.Line(first.name(), first.unit(), better, means, differences, ranks, best);
  }

  private static Comparison.Difference difference(
      List<Outcome> reference, List<Outcome> other, int metric) {
    double[] differences = new double[reference.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] =
          other.get(i).metrics().get(metric).value()
              - reference.get(i).metrics().get(metric).value();
    }
    double mean = SyntheticFlashCrowd.mean(differences);
    double halfWidth =
        SyntheticFlashCrowd.halfWidth(
            SyntheticFlashCrowd.deviation(differences, mean), differences.length);
    Conclusion conclusion =
        Math.abs(mean) <= halfWidth
            ? Conclusion.NO_SIGNIFICANT_DIFFERENCE
            : mean < 0 ? Conclusion.LOWER : Conclusion.HIGHER;
    return new Comparison.Difference(differences.length, mean, halfWidth, conclusion);
  }
}
