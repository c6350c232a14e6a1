package dev.medley.cluster.metric;

import dev.medley.check.Nearest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Name of one figure: family, labels, and a statistic where the family is a distribution.
 *
 * <p>Text form: {@code request.latency{service=web}.p99}; labels are sorted by name.
 *
 * @param family the kind of figure
 * @param labels label names and values, perhaps none
 * @param statistic for example {@code p99}; empty where the family is not a distribution
 */
public record MetricName(MetricFamily family, SortedMap<String, String> labels, String statistic) {
  /** Copies the labels. */
  public MetricName {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** Labels from names and values in turn. */
  public static SortedMap<String, String> labelled(String... namesAndValues) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      labels.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return labels;
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException with what is wrong and what is known
   */
  public static MetricName parse(String text) {
    String trimmed = text.strip();
    int open = trimmed.indexOf('{');
    SortedMap<String, String> labels = new TreeMap<>();
    String rest;
    MetricFamily family;
    if (open >= 0) {
      int close = trimmed.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException("'" + text + "': '{' without '}'");
      }
      family = known(trimmed.substring(0, open));
      for (String label : trimmed.substring(open + 1, close).split(",", -1)) {
        int equals = label.indexOf('=');
        if (equals <= 0 || equals == label.length() - 1) {
          throw new IllegalArgumentException("'" + text + "': labels are written {name=value,...}");
        }
        labels.put(label.substring(0, equals).strip(), label.substring(equals + 1).strip());
      }
      rest = trimmed.substring(close + 1);
    } else {
      family = longestPrefix(trimmed);
      rest = trimmed.substring(family.text().length());
    }
    for (String label : labels.keySet()) {
      if (!family.labels().contains(label)) {
        throw new IllegalArgumentException(
            "'"
                + text
                + "': "
                + family.text()
                + " has no label '"
                + label
                + "', only "
                + family.labels());
      }
    }
    return new MetricName(family, labels, statistic(family, rest, text));
  }

  private static String statistic(MetricFamily family, String rest, String text) {
    String statistic = rest.startsWith(".") ? rest.substring(1) : rest;
    if (family.isDistribution()) {
      if (!MetricFamily.STATISTICS.contains(statistic)) {
        throw new IllegalArgumentException(
            "'"
                + text
                + "': "
                + family.text()
                + " needs one of ."
                + String.join(", .", MetricFamily.STATISTICS));
      }
    } else if (!rest.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + text + "': " + family.text() + " is one figure and takes no '" + rest + "'");
    }
    return statistic;
  }

  private static MetricFamily known(String name) {
    return MetricFamily.of(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no metric is called '" + name + "'" + Nearest.known(name, all())));
  }

  private static MetricFamily longestPrefix(String text) {
    MetricFamily best = null;
    for (MetricFamily family : MetricFamily.values()) {
      String name = family.text();
      boolean fits =
          text.startsWith(name)
              && (text.length() == name.length() || text.charAt(name.length()) == '.');
      if (fits && (best == null || name.length() > best.text().length())) {
        best = family;
      }
    }
    if (best == null) {
      throw new IllegalArgumentException(
          "no metric is called '" + text + "'" + Nearest.known(withoutStatistic(text), all()));
    }
    return best;
  }

  private static String withoutStatistic(String text) {
    int dot = text.lastIndexOf('.');
    boolean statistic =
        dot > 0 && MetricFamily.STATISTICS.contains(text.substring(dot + 1).strip());
    return statistic ? text.substring(0, dot) : text;
  }

  private static List<String> all() {
    return Arrays.stream(MetricFamily.values()).map(MetricFamily::text).toList();
  }

  /** Whether this name selects another: same family and statistic, labels a subset. */
  public boolean selects(MetricName other) {
    return family == other.family
        && statistic.equals(other.statistic)
        && other.labels.entrySet().containsAll(labels.entrySet());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(family.text());
    if (!labels.isEmpty()) {
      char separator = '{';
      for (Map.Entry<String, String> label : labels.entrySet()) {
        text.append(separator).append(label.getKey()).append('=').append(label.getValue());
        separator = ',';
      }
      text.append('}');
    }
    return statistic.isEmpty() ? text.toString() : text.append('.').append(statistic).toString();
  }
}
