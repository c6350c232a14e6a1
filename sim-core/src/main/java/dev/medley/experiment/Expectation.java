package dev.medley.experiment;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Range;
import dev.medley.cluster.metric.MetricName;

/**
 * A known answer: the confidence interval of a metric over replications must contain it.
 *
 * @param metric what is compared
 * @param value the known answer
 * @param because where it comes from
 * @param confidence level of the interval
 */
@Doc("A known answer that the confidence interval of a metric must contain")
public record Expectation(
    @Doc("Name of the metric, for example request.wait.mean") String metric,
    @Doc("The known answer, with the metric's unit") Amount value,
    @Doc("Where it comes from") @Default("") String because,
    @Doc("Level of the interval that must contain the answer")
        @Range(min = 0.5, max = 0.999999)
        @Default("0.99")
        double confidence) {

  /** Checks every component. */
  public Expectation {
    Checks.of(Expectation.class).with("confidence", confidence).orThrow();
    try {
      Units.check(MetricName.parse(metric), value);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfiguration("metric", String.valueOf(e.getMessage()));
    }
  }

  /** The metric's name. */
  public MetricName name() {
    return MetricName.parse(metric);
  }
}
