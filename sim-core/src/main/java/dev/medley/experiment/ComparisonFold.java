package dev.medley.experiment;

import dev.medley.cluster.metric.MetricFamily;
import dev.medley.stat.PairedDifference;
import dev.medley.stat.ProbabilityOfBest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;

/** Holds variants of a scenario against each other, replication by replication. */
public final class ComparisonFold {
  private static final int RESAMPLES = 4000;

  /** A difference this small by the means is rounding of sums, not a difference. */
  private static final double NEGLIGIBLE_RATIO = 1e-9;

  private static final int FIRST = 0;
  private static final int[] NOT_IN_ALL = {};
  private static final Pattern RUNTIME = Pattern.compile("\\{runtime=[^,{}]*,service=");

  private ComparisonFold() {}

  /**
   * Compares variants that were run on common random numbers.
   *
   * @param scenario name of the scenario
   * @param varied what differs
   * @param seed root seed; also seeds the bootstrap
   * @param confidence level of every interval
   * @param names one per variant
   * @param folds one per variant, equally many replications
   */
  public static Comparison of(
      String scenario,
      String varied,
      long seed,
      double confidence,
      List<String> names,
      List<OutcomeFold> folds) {
    List<Comparison.Variant> variants = new ArrayList<>();
    for (int v = 0; v < names.size(); v++) {
      variants.add(new Comparison.Variant(names.get(v), folds.get(v).summary()));
    }
    List<Comparison.Line> lines = new ArrayList<>();
    OutcomeFold reference = folds.get(FIRST);
    List<Map<String, Integer>> parts = new ArrayList<>();
    folds.forEach(fold -> parts.add(byPart(fold)));
    for (int m = 0; m < reference.metrics(); m++) {
      MetricValue metric = reference.metric(m);
      int[] at = indices(fold -> folds.get(fold).indexOf(metric.name()), folds.size());
      if (at != NOT_IN_ALL) {
        lines.add(line(metric, at, folds, seed, confidence));
        continue;
      }
      // A service keeps its name when it runs on something else; the figure loses the runtime.
      String part = withoutRuntime(metric.name());
      int[] moved = indices(fold -> parts.get(fold).getOrDefault(part, -1), folds.size());
      if (moved != NOT_IN_ALL) {
        lines.add(line(new MetricValue(part, metric.unit(), 0), moved, folds, seed, confidence));
      }
    }
    return new Comparison(scenario, varied, seed, reference.count(), confidence, variants, lines);
  }

  private static Map<String, Integer> byPart(OutcomeFold fold) {
    Map<String, Integer> parts = new LinkedHashMap<>();
    for (int m = 0; m < fold.metrics(); m++) {
      parts.put(withoutRuntime(fold.metric(m).name()), m);
    }
    return parts;
  }

  /** The figure of a service, whatever it runs on. */
  private static String withoutRuntime(String name) {
    return RUNTIME.matcher(name).replaceFirst("{service=");
  }

  private static int[] indices(IntUnaryOperator indexIn, int folds) {
    int[] at = new int[folds];
    for (int v = 0; v < at.length; v++) {
      at[v] = indexIn.applyAsInt(v);
      if (at[v] < 0) {
        return NOT_IN_ALL;
      }
    }
    return at;
  }

  private static Comparison.Line line(
      MetricValue metric, int[] at, List<OutcomeFold> folds, long seed, double confidence) {
    List<MetricSummary> means = new ArrayList<>();
    List<double[]> columns = new ArrayList<>();
    for (int v = 0; v < folds.size(); v++) {
      means.add(folds.get(v).summary(at[v]));
      columns.add(folds.get(v).values(at[v]));
    }
    List<Comparison.Difference> differences = new ArrayList<>();
    for (int v = 1; v < columns.size(); v++) {
      differences.add(difference(columns.get(v), columns.get(FIRST), confidence));
    }
    Comparison.Better better = better(metric.name());
    double[][] complete = complete(columns);
    boolean ranked = better != Comparison.Better.NEITHER && complete[0].length > 0;
    return new Comparison.Line(
        metric.name(),
        metric.unit(),
        better,
        means,
        differences,
        ranked ? ranks(complete, better) : List.of(),
        ranked ? best(complete, better, seed) : List.of());
  }

  private static Comparison.Difference difference(
      double[] variant, double[] reference, double confidence) {
    double[][] pairs = complete(List.of(variant, reference));
    int n = pairs[0].length;
    if (n == 0) {
      return new Comparison.Difference(
          0, Double.NaN, Double.NaN, Comparison.Conclusion.NO_SIGNIFICANT_DIFFERENCE);
    }
    if (isNegligible(pairs[0], pairs[1])) {
      return new Comparison.Difference(
          n, 0, n < 2 ? Double.NaN : 0, Comparison.Conclusion.NO_SIGNIFICANT_DIFFERENCE);
    }
    PairedDifference paired = PairedDifference.of(pairs[0], pairs[1], confidence);
    Comparison.Conclusion conclusion = Comparison.Conclusion.NO_SIGNIFICANT_DIFFERENCE;
    if (paired.isSignificant()) {
      conclusion =
          paired.difference().mean() < 0
              ? Comparison.Conclusion.LOWER
              : Comparison.Conclusion.HIGHER;
    }
    return new Comparison.Difference(
        n, paired.difference().mean(), paired.difference().halfWidth(), conclusion);
  }

  private static boolean isNegligible(double[] variant, double[] reference) {
    for (int i = 0; i < variant.length; i++) {
      double size = Math.max(Math.abs(variant[i]), Math.abs(reference[i]));
      if (Math.abs(variant[i] - reference[i]) > NEGLIGIBLE_RATIO * size) {
        return false;
      }
    }
    return true;
  }

  /** Only replications in which every column has a value. */
  private static double[][] complete(List<double[]> columns) {
    int n = columns.get(0).length;
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      boolean all = true;
      for (double[] column : columns) {
        all &= Double.isFinite(column[i]);
      }
      if (all) {
        rows.add(i);
      }
    }
    double[][] complete = new double[columns.size()][rows.size()];
    for (int c = 0; c < columns.size(); c++) {
      for (int i = 0; i < rows.size(); i++) {
        complete[c][i] = columns.get(c)[rows.get(i)];
      }
    }
    return complete;
  }

  private static List<Integer> ranks(double[][] columns, Comparison.Better better) {
    double[] means = new double[columns.length];
    for (int c = 0; c < columns.length; c++) {
      for (double value : columns[c]) {
        means[c] += value / columns[c].length;
      }
    }
    List<Integer> ranks = new ArrayList<>();
    for (double mean : means) {
      int rank = 1;
      for (double other : means) {
        rank += (better == Comparison.Better.LESS ? other < mean : other > mean) ? 1 : 0;
      }
      ranks.add(rank);
    }
    return ranks;
  }

  private static List<Double> best(double[][] columns, Comparison.Better better, long seed) {
    double[][] lower = new double[columns.length][];
    for (int c = 0; c < columns.length; c++) {
      lower[c] = columns[c].clone();
      for (int i = 0; better == Comparison.Better.MORE && i < lower[c].length; i++) {
        lower[c][i] = -lower[c][i];
      }
    }
    List<Double> probabilities = new ArrayList<>();
    for (double probability : ProbabilityOfBest.of(lower, RESAMPLES, seed)) {
      probabilities.add(probability);
    }
    return probabilities;
  }

  /** Which direction of a figure is an improvement. */
  static Comparison.Better better(String name) {
    String family = name.contains("{") ? name.substring(0, name.indexOf('{')) : name;
    if (family.equals(MetricFamily.REQUEST_COMPLETED.text())) {
      return Comparison.Better.MORE;
    }
    boolean less =
        family.startsWith("request.latency")
            || family.startsWith("request.wait")
            || family.startsWith("request.rejected")
            || family.startsWith("request.timeout")
            || family.startsWith("request.cold")
            || family.startsWith("cost.")
            || family.startsWith("slo.violation");
    return less ? Comparison.Better.LESS : Comparison.Better.NEITHER;
  }
}
