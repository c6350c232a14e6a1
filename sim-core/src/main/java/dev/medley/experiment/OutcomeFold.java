package dev.medley.experiment;

import dev.medley.cluster.metric.MetricFamily;
import dev.medley.cluster.metric.MetricName;
import dev.medley.stat.ConfidenceInterval;
import dev.medley.stat.LatencyHistogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Folds outcomes in the order of their indices into a summary.
 *
 * <p>Keeps one number per figure and replication, one pooled histogram per distribution and running
 * moments per step of every series; an outcome can be dropped once it is added. Since the order is
 * fixed, the result does not depend on who computed which replication when.
 */
public final class OutcomeFold {
  private final Scenario scenario;
  private final long seed;
  private final double confidence;
  private final List<MetricValue> names = new ArrayList<>();
  private final LinkedHashMap<String, Integer> indexOf = new LinkedHashMap<>();
  private final List<double[]> values = new ArrayList<>();
  private final LinkedHashMap<String, LatencyHistogram> pooled = new LinkedHashMap<>();
  private final List<Moments> series = new ArrayList<>();
  private final Set<String> notices = new LinkedHashSet<>();
  private long stepNanos;
  private int count;

  /** Nothing is folded yet. */
  public OutcomeFold(Scenario scenario, long seed, double confidence) {
    this.scenario = scenario;
    this.seed = seed;
    this.confidence = confidence;
  }

  /**
   * Adds the next replication.
   *
   * @throws IllegalArgumentException when it is not the next one, or has other figures
   */
  public void add(Outcome outcome) {
    if (outcome.index() != count) {
      throw new IllegalArgumentException(
          "replication " + outcome.index() + " is not the next one, " + count);
    }
    if (count == 0) {
      begin(outcome);
    }
    if (outcome.metrics().size() != names.size()) {
      throw new IllegalArgumentException(
          "replication "
              + count
              + " has "
              + outcome.metrics().size()
              + " figures, not "
              + names.size());
    }
    for (int m = 0; m < names.size(); m++) {
      double[] column = values.get(m);
      if (column.length == count) {
        column = Arrays.copyOf(column, count * 2);
        values.set(m, column);
      }
      column[count] = outcome.metrics().get(m).value();
    }
    outcome
        .histograms()
        .forEach(
            (name, histogram) ->
                pooled.computeIfAbsent(name, key -> new LatencyHistogram()).merge(histogram));
    for (int c = 0; c < series.size(); c++) {
      series.get(c).add(outcome.series().columns().get(c).values());
    }
    notices.addAll(outcome.notices());
    count++;
  }

  private void begin(Outcome outcome) {
    stepNanos = outcome.series().stepNanos();
    for (MetricValue metric : outcome.metrics()) {
      indexOf.put(metric.name(), names.size());
      names.add(metric);
      values.add(new double[8]);
    }
    for (TimeSeries.Column column : outcome.series().columns()) {
      series.add(new Moments(column));
    }
  }

  /** Replications folded. */
  public int count() {
    return count;
  }

  /** Values of a figure, one per replication; NaN where a replication has none. */
  double[] values(int metric) {
    return Arrays.copyOf(values.get(metric), count);
  }

  /** Number of figures. */
  int metrics() {
    return names.size();
  }

  /** Index of the figure of exactly this name, or -1. */
  int indexOf(String name) {
    return indexOf.getOrDefault(name, -1);
  }

  /** Name and unit of a figure. */
  MetricValue metric(int index) {
    return names.get(index);
  }

  /**
   * The interval of a figure.
   *
   * @param name name as emitted, or one that selects it by fewer labels
   * @param level confidence
   * @throws IllegalArgumentException when no figure or more than one has this name, or when no
   *     replication has a value
   */
  public ConfidenceInterval interval(String name, double level) {
    List<Integer> found = select(MetricName.parse(name));
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          found.isEmpty()
              ? "no figure is called " + name
              : name + " is the name of " + found.size() + " figures; add labels");
    }
    return interval(found.get(0), level);
  }

  private ConfidenceInterval interval(int metric, double level) {
    return ConfidenceInterval.of(finite(values(metric)), level);
  }

  /** What the replications folded so far say. */
  public Summary summary() {
    List<MetricSummary> metrics = new ArrayList<>();
    for (int m = 0; m < names.size(); m++) {
      metrics.add(summary(m));
    }
    List<CheckResult> slo = new ArrayList<>();
    scenario.slo().forEach(rule -> slo.add(judge(rule)));
    List<CheckResult> expectations = new ArrayList<>();
    scenario.expect().forEach(expectation -> expectations.add(judge(expectation)));
    List<Summary.Band> bands = new ArrayList<>();
    for (Moments moments : series) {
      bands.add(moments.band(confidence));
    }
    return new Summary(
        scenario.name(),
        seed,
        count,
        confidence,
        metrics,
        slo,
        expectations,
        new LinkedHashMap<>(pooled),
        bands,
        stepNanos,
        scenario.warmup().toNanos(),
        scenario.duration().minus(scenario.warmup()).toNanos(),
        List.copyOf(notices));
  }

  MetricSummary summary(int metric) {
    MetricValue name = names.get(metric);
    double[] present = finite(values(metric));
    if (present.length == 0) {
      double none = Double.NaN;
      return new MetricSummary(
          name.name(), name.unit(), 0, none, none, confidence, none, none, none);
    }
    ConfidenceInterval interval = ConfidenceInterval.of(present, confidence);
    return new MetricSummary(
        name.name(),
        name.unit(),
        interval.n(),
        interval.mean(),
        interval.halfWidth(),
        confidence,
        interval.standardDeviation(),
        interval.min(),
        interval.max());
  }

  /** A rule that selects several figures is judged by the one that is worst for it. */
  private CheckResult judge(SloRule rule) {
    double value = Double.NaN;
    double halfWidth = Double.NaN;
    boolean holds = true;
    boolean any = false;
    for (int metric : select(rule.metric())) {
      if (finite(values(metric)).length == 0) {
        // no replication has the figure: nothing shows that the rule is met
        holds = false;
        continue;
      }
      ConfidenceInterval interval = interval(metric, confidence);
      boolean here = rule.holds(interval.mean()) && !isHiddenByTimeouts(rule, metric);
      boolean worse = !any || (rule.comparison().startsWith("<") == interval.mean() > value);
      holds &= here;
      if (worse) {
        value = interval.mean();
        halfWidth = interval.halfWidth();
      }
      any = true;
    }
    return new CheckResult(
        rule.toString(),
        any && holds,
        value,
        halfWidth,
        confidence,
        rule.limit().value(),
        unit(rule.metric()),
        "");
  }

  /**
   * Whether a latency quantile lies among requests that timed out: the true one is unknown and
   * greater, so that no upper limit is met by it.
   */
  private boolean isHiddenByTimeouts(SloRule rule, int metric) {
    double quantile = MetricFamily.quantile(rule.metric().statistic());
    if (rule.metric().family() != MetricFamily.REQUEST_LATENCY
        || Double.isNaN(quantile)
        || !rule.comparison().startsWith("<")) {
      return false;
    }
    MetricName name = MetricName.parse(names.get(metric).name());
    double lost = mean(MetricFamily.REQUEST_TIMEOUT_RATIO, name);
    double rejected = mean(MetricFamily.REQUEST_REJECTED_RATIO, name);
    return lost > (1 - quantile) * (1 - rejected);
  }

  /** Mean of the figure of another family with the same labels; 0 without it. */
  private double mean(MetricFamily family, MetricName of) {
    Integer metric = indexOf.get(new MetricName(family, of.labels(), "").toString());
    double[] present = metric == null ? new double[0] : finite(values(metric));
    return present.length == 0 ? 0 : ConfidenceInterval.of(present, confidence).mean();
  }

  private CheckResult judge(Expectation expectation) {
    MetricName name = expectation.name();
    String text = name + " = " + expectation.value();
    double expected = expectation.value().value();
    List<Integer> found = select(name);
    if (found.size() != 1 || finite(values(found.get(0))).length == 0) {
      return new CheckResult(
          text,
          false,
          Double.NaN,
          Double.NaN,
          expectation.confidence(),
          expected,
          unit(name),
          expectation.because());
    }
    ConfidenceInterval interval = interval(found.get(0), expectation.confidence());
    return new CheckResult(
        text,
        interval.contains(expected),
        interval.mean(),
        interval.halfWidth(),
        expectation.confidence(),
        expected,
        unit(name),
        expectation.because());
  }

  private String unit(MetricName name) {
    List<Integer> found = select(name);
    return found.isEmpty() ? name.family().unit() : names.get(found.get(0)).unit();
  }

  /** The figure of exactly this name, else all that the name selects. */
  private List<Integer> select(MetricName name) {
    Integer exact = indexOf.get(name.toString());
    if (exact != null) {
      return List.of(exact);
    }
    List<Integer> found = new ArrayList<>();
    for (Map.Entry<String, Integer> entry : indexOf.entrySet()) {
      if (entry.getKey().startsWith(name.family().text() + "{") && selects(name, entry.getKey())) {
        found.add(entry.getValue());
      }
    }
    return found;
  }

  /** A figure labelled with an SLO holds a rule's text, braces included: it is not taken apart. */
  private static boolean selects(MetricName name, String figure) {
    return name.family() == MetricFamily.SLO_VIOLATION_TIME
        ? name.labels().isEmpty()
        : name.selects(MetricName.parse(figure));
  }

  static double[] finite(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).toArray();
  }

  /** Running mean and variance (Welford) per step of one figure over time. */
  private static final class Moments {
    private final String name;
    private final String unit;
    private final int[] n;
    private final double[] mean;
    private final double[] squares;

    Moments(TimeSeries.Column column) {
      name = column.name();
      unit = column.unit();
      n = new int[column.values().length];
      mean = new double[n.length];
      squares = new double[n.length];
    }

    void add(double[] values) {
      for (int k = 0; k < n.length; k++) {
        if (Double.isFinite(values[k])) {
          n[k]++;
          double delta = values[k] - mean[k];
          mean[k] += delta / n[k];
          squares[k] += delta * (values[k] - mean[k]);
        }
      }
    }

    Summary.Band band(double confidence) {
      double[] center = new double[n.length];
      double[] low = new double[n.length];
      double[] high = new double[n.length];
      for (int k = 0; k < n.length; k++) {
        center[k] = n[k] == 0 ? Double.NaN : mean[k];
        double half =
            n[k] < 2
                ? Double.NaN
                : ConfidenceInterval.tQuantile(n[k] - 1, confidence)
                    * Math.sqrt(squares[k] / (n[k] - 1.0) / n[k]);
        low[k] = center[k] - half;
        high[k] = center[k] + half;
      }
      return new Summary.Band(name, unit, center, low, high);
    }
  }
}
