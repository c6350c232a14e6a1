package dev.medley.scenarios.batch;

import dev.medley.check.InvalidConfiguration;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.metric.MetricName;
import dev.medley.experiment.MetricValue;
import dev.medley.experiment.Outcome;
import dev.medley.experiment.OutcomeFold;
import dev.medley.stat.ConfidenceInterval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stopping rule: enough replications for a relative half width, as in {@code
 * request.latency.p99:5%}.
 *
 * @param metric what is estimated
 * @param relative greatest half width by mean
 */
public record Precision(String metric, double relative) {
  /** Fewer replications than this never stop a run: their intervals are too unsure themselves. */
  public static final int LEAST = 5;

  private static final Pattern FORM = Pattern.compile("(.+):\\s*(\\d+(?:\\.\\d+)?)%");

  /**
   * Reads a rule.
   *
   * @param text the rule
   * @param most most replications that it may take
   * @throws InvalidConfiguration with what is wrong
   */
  public static Precision parse(String text, int most) {
    if (most < LEAST) {
      throw new InvalidConfiguration(
          "--max-replications", "must be >= " + LEAST + " (was " + most + ")");
    }
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new InvalidConfiguration(
          "--precision",
          "must be a metric and a percentage, as in request.latency.p99:5% (was " + text + ")");
    }
    double relative = Double.parseDouble(matcher.group(2)) / 100;
    if (relative <= 0 || relative >= 1) {
      throw new InvalidConfiguration("--precision", "must be > 0% and < 100% (was " + text + ")");
    }
    try {
      return new Precision(MetricName.parse(matcher.group(1)).toString(), relative);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfiguration("--precision", String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks that the model emits the metric, so that a run does not end with a surprise.
   *
   * @throws InvalidConfiguration when a label names nothing in the model
   */
  public void check(ClusterModel model) {
    MetricName name = MetricName.parse(metric);
    String service = name.labels().get("service");
    boolean known =
        service == null || model.services().stream().anyMatch(s -> s.name().equals(service));
    if (!known) {
      throw new InvalidConfiguration("--precision", "no service is called '" + service + "'");
    }
  }

  /**
   * Checks that the metric is the name of one figure, before a long run ends with a surprise.
   *
   * @throws InvalidConfiguration when no figure or more than one has this name
   */
  void check(Outcome first) {
    List<String> names = first.metrics().stream().map(MetricValue::name).toList();
    if (names.contains(metric)) {
      return;
    }
    MetricName name = MetricName.parse(metric);
    // figures of an objective carry its text, which is no label of the usual form
    List<String> found =
        names.stream()
            .filter(other -> !other.contains("{slo="))
            .filter(other -> name.selects(MetricName.parse(other)))
            .toList();
    if (found.size() != 1) {
      throw new InvalidConfiguration(
          "--precision",
          found.isEmpty()
              ? "no figure of this scenario is called " + metric
              : metric + " is the name of several figures: " + String.join(", ", found));
    }
  }

  /** Whether the replications folded so far are enough. */
  boolean isReached(OutcomeFold fold, double confidence) {
    return fold.count() >= LEAST && reached(fold, confidence) <= relative;
  }

  /** How far a run fell short, {@code 1.1 % reached, 1 % asked}. */
  public String shortfall(double reached) {
    String asked = percent(new BigDecimal(100 * relative).round(new MathContext(6)));
    if (!Double.isFinite(reached)) {
      return "no interval in every replication, " + asked + " asked";
    }
    // Up, so that what was not reached never looks reached.
    BigDecimal shown = new BigDecimal(100 * reached).round(new MathContext(2, RoundingMode.UP));
    return percent(shown) + " reached, " + asked + " asked";
  }

  private static String percent(BigDecimal percent) {
    return percent.stripTrailingZeros().toPlainString() + " %";
  }

  /** Half width by mean so far; NaN while a replication lacks the figure. */
  double reached(OutcomeFold fold, double confidence) {
    try {
      ConfidenceInterval interval = fold.interval(metric, confidence);
      return interval.n() == fold.count() ? interval.relativeHalfWidth() : Double.NaN;
    } catch (IllegalArgumentException e) {
      // not one replication has a value
      return Double.NaN;
    }
  }
}
