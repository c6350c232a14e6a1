package dev.medley.scenarios.report;

import dev.medley.experiment.MetricSummary;
import dev.medley.experiment.Summary;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which quantiles of latency lie among requests whose clients gave up.
 *
 * <p>Such a quantile is the time-out, not a latency: the request would have taken longer. The
 * quantile q is one when more than 1 − q of the requests that have a latency timed out.
 *
 * @param lost share of requests that timed out among those with a latency, by service; the whole
 *     run is the service without a name
 */
record Censoring(Map<String, Double> lost) {
  /** What a note says about the sign. */
  static final String NOTE = "a quantile shown with ≥ lies among requests that timed out";

  private static final Pattern PERCENTILE = Pattern.compile("p(\\d+)");

  static Censoring of(Summary summary) {
    Map<String, Double> late = shares(summary, "request.timeout.ratio");
    Map<String, Double> rejected = shares(summary, "request.rejected.ratio");
    late.replaceAll((service, share) -> share / (1 - rejected.getOrDefault(service, 0.0)));
    return new Censoring(late);
  }

  private static Map<String, Double> shares(Summary summary, String base) {
    Map<String, Double> shares = new HashMap<>();
    for (MetricSummary metric : summary.metrics()) {
      MetricName name = MetricName.parse(metric.name());
      boolean aboutPart = name.labels().isEmpty() || !name.service().isEmpty();
      if (aboutPart && name.is(base, "") && metric.n() > 0) {
        shares.put(name.service(), metric.mean());
      }
    }
    return shares;
  }

  /** Whether the figure is only a lower bound. */
  boolean hides(String metric) {
    MetricName name = MetricName.parse(metric);
    Matcher percentile = PERCENTILE.matcher(name.statistic());
    if (!name.base().equals("request.latency") || !percentile.matches()) {
      return false;
    }
    boolean aboutPart = name.labels().isEmpty() || !name.service().isEmpty();
    double quantile = Double.parseDouble("0." + percentile.group(1));
    return aboutPart && lost.getOrDefault(name.service(), 0.0) > 1 - quantile;
  }

  /** The text of a figure, as a bound where it is one. */
  String mark(String metric, String text) {
    return hides(metric) && !text.equals(Wording.NONE) ? "≥ " + text : text;
  }
}
