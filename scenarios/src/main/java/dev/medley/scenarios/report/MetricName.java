package dev.medley.scenarios.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A metric's name taken apart: {@code request.latency{service=web,runtime=vm}.p99}.
 *
 * <p>A label's value may itself hold braces, as an SLO does; commas count only outside of them.
 *
 * @param base what is measured, {@code request.latency}
 * @param labels which part of the cluster, in the order written; empty for all of it
 * @param statistic which figure of it, {@code p99}, {@code mean}; empty when there is only one
 */
record MetricName(String base, Map<String, String> labels, String statistic) {
  private static final Pattern STATISTIC = Pattern.compile("(.+)\\.(mean|min|max|p\\d+)");
  private static final Set<String> SERVICE_LABELS = Set.of("service", "runtime");

  MetricName {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  static MetricName parse(String name) {
    int open = name.indexOf('{');
    int close = open < 0 ? -1 : matchingBrace(name, open);
    if (close < 0) {
      Matcher matcher = STATISTIC.matcher(name);
      return matcher.matches()
          ? new MetricName(matcher.group(1), Map.of(), matcher.group(2))
          : new MetricName(name, Map.of(), "");
    }
    String rest = name.substring(close + 1);
    String base = name.substring(0, open);
    Map<String, String> labels = labels(name.substring(open + 1, close));
    // A statistic may stand before the labels too: host.cpu.utilization.max{group=plain}.
    Matcher inBase = STATISTIC.matcher(base);
    return rest.isEmpty() && inBase.matches()
        ? new MetricName(inBase.group(1), labels, inBase.group(2))
        : new MetricName(base, labels, rest.startsWith(".") ? rest.substring(1) : rest);
  }

  /** The service this figure is about, when it is about one service and nothing finer. */
  String service() {
    return SERVICE_LABELS.containsAll(labels.keySet()) ? labels.getOrDefault("service", "") : "";
  }

  /** The same figure without one label. */
  MetricName without(String label) {
    Map<String, String> fewer = new LinkedHashMap<>(labels);
    fewer.remove(label);
    return new MetricName(base, fewer, statistic);
  }

  boolean is(String otherBase, String otherStatistic) {
    return base.equals(otherBase) && statistic.equals(otherStatistic);
  }

  /** The metric without its statistic: the name of the histogram it was read from. */
  String withoutStatistic() {
    return base + labelText();
  }

  private String labelText() {
    if (labels.isEmpty()) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    labels.forEach((key, value) -> parts.add(key + "=" + value));
    return "{" + String.join(",", parts) + "}";
  }

  /** The label values in one line, the service first: {@code web, vm}; empty for all. */
  String part() {
    List<String> values = new ArrayList<>();
    labels.forEach((key, value) -> values.add(key.equals("service") ? 0 : values.size(), value));
    return String.join(", ", values);
  }

  private static int matchingBrace(String name, int open) {
    int depth = 0;
    for (int i = open; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new LinkedHashMap<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ',';
      if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth--;
      } else if (c == ',' && (depth == 0 || i == text.length())) {
        String label = text.substring(from, i);
        int equals = label.indexOf('=');
        if (equals > 0) {
          labels.put(label.substring(0, equals).strip(), label.substring(equals + 1).strip());
        } else if (!label.isBlank()) {
          labels.put(label.strip(), "");
        }
        from = i + 1;
      }
    }
    return labels;
  }
}
