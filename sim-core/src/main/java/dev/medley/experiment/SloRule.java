package dev.medley.experiment;

import dev.medley.check.Quantity;
import dev.medley.cluster.metric.MetricName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service level objective: a metric, a comparison, a limit, as in {@code
 * request.latency{service=web}.p99 < 500ms}.
 *
 * @param metric what is judged
 * @param comparison {@code <}, {@code <=}, {@code >} or {@code >=}
 * @param limit what it is compared with
 */
public record SloRule(MetricName metric, String comparison, Amount limit) implements Quantity {
  private static final Pattern FORM = Pattern.compile("(.+?)\\s*(<=|>=|<|>)\\s*([^<>=]+)");

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  public static SloRule parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be a metric, <, <=, > or >=, and a limit, for example"
              + " request.latency{service=web}.p99 < 500ms (was "
              + text
              + ")");
    }
    MetricName metric = MetricName.parse(matcher.group(1));
    Amount limit = Amount.parse(matcher.group(3));
    Units.check(metric, limit);
    return new SloRule(metric, matcher.group(2), limit);
  }

  /** Whether a value meets the rule; a missing value does not. */
  boolean holds(double value) {
    return switch (comparison) {
      case "<" -> value < limit.value();
      case "<=" -> value <= limit.value();
      case ">" -> value > limit.value();
      default -> value >= limit.value();
    };
  }

  @Override
  public double baseValue() {
    return limit.value();
  }

  @Override
  public String baseUnit() {
    return "";
  }

  @Override
  public String toString() {
    return metric + " " + comparison + " " + limit;
  }
}
