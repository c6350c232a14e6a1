package dev.medley.distribution;

import dev.medley.check.Checks;
import dev.medley.check.Decimals;
import dev.medley.check.Doc;
import dev.medley.check.Problem;
import dev.medley.check.Range;
import dev.medley.random.RandomStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The law given by some of its quantiles, its quantile function linear between them.
 *
 * <p>With points (p(i), v(i)): Q(p) = v(i) + (v(i+1) - v(i)) (p - p(i)) / (p(i+1) - p(i)). Between
 * two points the duration is uniform; equal values in a row make an atom. The first point must have
 * p = 0 (the minimum) and the last p = 1 (the maximum): published tables often stop at p99, and a
 * law that made up the rest would decide the tail, which is what one simulates for. Mean = sum of
 * (p(i+1) - p(i)) (v(i) + v(i+1)) / 2.
 *
 * <p>Cost of a sample: one uniform number and a table look-up that starts at most a point away.
 *
 * @param quantiles the points, p strictly increasing from 0 to 1, values not decreasing
 */
@Doc("The law given by some of its quantiles, linear between them.")
public record Empirical(
    @Doc("The points: p strictly increasing from 0 to 1, values not decreasing.")
        @Range(min = 2, max = 100_000)
        List<QuantilePoint> quantiles)
    implements DurationLaw {

  /** Checks number, ends and order of the points; reports every point out of order. */
  public Empirical {
    quantiles = List.copyOf(quantiles);
    Checks checks = Checks.of(Empirical.class).with("quantiles", quantiles);
    if (checks.problems().isEmpty()) {
      checks.addAll(problemsOfOrder(quantiles));
    }
    checks.orThrow();
  }

  /**
   * One quantile: P(X <= value) = p.
   *
   * @param p the probability
   * @param value the duration not exceeded with that probability
   */
  @Doc("One quantile: the duration not exceeded with probability p.")
  public record QuantilePoint(
      @Doc("The probability.") @Range(min = 0, max = 1) double p,
      @Doc("The duration not exceeded with that probability.") @Range(min = 0, max = MAX_SECONDS)
          Duration value) {

    /** Checks ranges. */
    public QuantilePoint {
      Checks.of(QuantilePoint.class).with("p", p).with("value", value).orThrow();
    }
  }

  private static List<Problem> problemsOfOrder(List<QuantilePoint> points) {
    List<Problem> problems = new ArrayList<>();
    int last = points.size() - 1;
    if (points.get(0).p != 0) {
      problems.add(
          new Problem(
              "quantiles[0].p",
              "the first point must be the minimum, p = 0 (was "
                  + Decimals.shortest(points.get(0).p)
                  + ")"));
    }
    for (int i = 1; i <= last; i++) {
      QuantilePoint before = points.get(i - 1);
      QuantilePoint here = points.get(i);
      if (here.p <= before.p) {
        problems.add(
            new Problem(
                "quantiles[" + i + "].p",
                "must be greater than the p before it (was "
                    + Decimals.shortest(here.p)
                    + " after "
                    + Decimals.shortest(before.p)
                    + ")"));
      }
      if (here.value.compareTo(before.value) < 0) {
        problems.add(
            new Problem(
                "quantiles[" + i + "].value",
                "must not be less than the value before it (was "
                    + Decimals.seconds(here.value)
                    + " after "
                    + Decimals.seconds(before.value)
                    + ")"));
      }
    }
    if (points.get(last).p != 1) {
      problems.add(
          new Problem(
              "quantiles[" + last + "].p",
              "the last point must be the maximum, p = 1 (was "
                  + Decimals.shortest(points.get(last).p)
                  + ")"));
    }
    return problems;
  }

  @Override
  public Sampler sampler() {
    return new Table(probabilities(), valuesNanos());
  }

  @Override
  public double meanNanos() {
    double[] p = probabilities();
    double[] v = valuesNanos();
    double sum = 0;
    for (int i = 1; i < p.length; i++) {
      sum += (p[i] - p[i - 1]) * (v[i - 1] + v[i]) / 2;
    }
    return sum;
  }

  @Override
  public double standardDeviationNanos() {
    double mean = meanNanos();
    double[] p = probabilities();
    double[] v = valuesNanos();
    double sum = 0;
    for (int i = 1; i < p.length; i++) {
      double width = v[i] - v[i - 1];
      double distance = v[i - 1] + width / 2 - mean;
      sum += (p[i] - p[i - 1]) * (width * width / 12 + distance * distance);
    }
    return Math.sqrt(sum);
  }

  @Override
  public double cdf(double nanos) {
    double[] p = probabilities();
    double[] v = valuesNanos();
    int last = v.length - 1;
    if (nanos < v[0]) {
      return 0;
    }
    if (nanos >= v[last]) {
      return 1;
    }
    int i = last;
    while (v[i] > nanos) {
      i--;
    }
    return p[i] + (p[i + 1] - p[i]) * (nanos - v[i]) / (v[i + 1] - v[i]);
  }

  @Override
  public double quantileNanos(double p) {
    Laws.checkProbability(p);
    double[] probabilities = probabilities();
    double[] v = valuesNanos();
    int i = 1;
    while (probabilities[i] < p) {
      i++;
    }
    double share = (p - probabilities[i - 1]) / (probabilities[i] - probabilities[i - 1]);
    return v[i - 1] + (v[i] - v[i - 1]) * share;
  }

  private double[] probabilities() {
    return quantiles.stream().mapToDouble(QuantilePoint::p).toArray();
  }

  private double[] valuesNanos() {
    return quantiles.stream().mapToDouble(point -> Laws.nanos(point.value)).toArray();
  }

  private static final class Table extends Sampler {
    private final double[] p;
    private final double[] v;
    private final double[] slope;

    /** For each of equally many equal parts of [0, 1): the segment its lower end lies in. */
    private final int[] guide;

    Table(double[] p, double[] v) {
      int segments = p.length - 1;
      this.p = p;
      this.v = v;
      this.slope = new double[segments];
      this.guide = new int[segments];
      int segment = 0;
      for (int i = 0; i < segments; i++) {
        slope[i] = (v[i + 1] - v[i]) / (p[i + 1] - p[i]);
        while (p[segment + 1] <= (double) i / segments) {
          segment++;
        }
        guide[i] = segment;
      }
    }

    @Override
    public long nextNanos(RandomStream stream) {
      double u = stream.nextDouble();
      int segment = guide[(int) (u * guide.length)];
      // u is below the last p, which is 1.
      while (u >= p[segment + 1]) {
        segment++;
      }
      return rounded(v[segment] + (u - p[segment]) * slope[segment]);
    }
  }
}
