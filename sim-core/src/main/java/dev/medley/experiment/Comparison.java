package dev.medley.experiment;

import java.util.List;

/**
 * Variants of one scenario held against each other on common random numbers.
 *
 * <p>Replication i of every variant saw the same arrivals and demands, so differences are taken
 * pair by pair, always against the first variant.
 *
 * @param scenario name of the scenario
 * @param varied what differs, for example {@code autoscaler}
 * @param seed root seed
 * @param replications pairs
 * @param confidence level of every interval
 * @param variants at least two; the first is the reference
 * @param lines one per figure that every variant has
 */
public record Comparison(
    String scenario,
    String varied,
    long seed,
    int replications,
    double confidence,
    List<Variant> variants,
    List<Line> lines) {

  /**
   * One way to run the scenario.
   *
   * @param name what was put in, for example {@code hpa}
   * @param summary what its replications say by themselves
   */
  public record Variant(String name, Summary summary) {}

  /**
   * One figure over all variants; every list is in the order of the variants.
   *
   * @param name metric name with labels
   * @param unit base unit
   * @param better which direction is an improvement
   * @param means the figure per variant
   * @param differences paired differences, this variant minus the first; one fewer than variants
   * @param ranks 1 for the best mean; equal ranks for equal means; empty when no direction is
   *     better
   * @param bestProbabilities probability that the variant is the best; empty when no direction is
   */
  public record Line(
      String name,
      String unit,
      Better better,
      List<MetricSummary> means,
      List<Difference> differences,
      List<Integer> ranks,
      List<Double> bestProbabilities) {}

  /**
   * The paired difference of one variant to the first.
   *
   * @param n pairs in which both have the figure
   * @param mean mean difference, in the metric's base unit
   * @param halfWidth half width of its confidence interval; NaN for n below 2
   * @param conclusion what may be concluded
   */
  public record Difference(int n, double mean, double halfWidth, Conclusion conclusion) {}

  /** Which direction of a figure is an improvement. */
  public enum Better {
    LESS,
    MORE,
    NEITHER
  }

  /** What a paired difference allows to conclude at the comparison's confidence. */
  public enum Conclusion {
    LOWER,
    HIGHER,
    NO_SIGNIFICANT_DIFFERENCE
  }
}
