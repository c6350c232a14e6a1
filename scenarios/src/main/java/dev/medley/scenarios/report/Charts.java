package dev.medley.scenarios.report;

import dev.medley.experiment.CheckResult;
import dev.medley.experiment.Comparison;
import dev.medley.experiment.Summary;
import dev.medley.stat.LatencyHistogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The charts of a report, chosen and arranged from what the replications left behind.
 *
 * <p>The same arrangement serves one run and a comparison: a run is a single unnamed variant. A
 * chart that has nothing to draw is left out.
 */
final class Charts {
  /** A chart with the words around it. */
  record Figure(String title, String caption, ChartData data) {}

  /** Runs drawn into the same axes; the name is empty when there is only one. */
  private record Variant(String name, Summary summary) {}

  private static final double NANOS_PER_SECOND = 1e9;
  private static final int MOST_SERVICES = 24;
  private static final int MOST_CURVES = 16;
  private static final int POINTS_PER_NINE = 20;

  /** A percentile is drawn only while this many samples lie beyond it. */
  static final int LEAST_SAMPLES_BEYOND = 10;

  private static final int TALL = 150;
  private static final int LOW = 96;

  private static final int ASKED_COLOR = 4;
  private static final int READY_COLOR = 0;
  private static final int LATENCY_COLOR = 3;
  private static final int REJECTED_COLOR = 1;
  private static final int TIMEOUT_COLOR = 2;

  private static final Pattern RULE = Pattern.compile("^(.+?)\\s*<=?[^<>]*$");
  private static final Pattern PERCENTILE = Pattern.compile("p(\\d+)");

  private final List<Variant> variants;

  private Charts(List<Variant> variants) {
    this.variants = variants;
  }

  static Charts of(Summary summary) {
    return new Charts(List.of(new Variant("", summary)));
  }

  static Charts of(Comparison comparison) {
    return new Charts(
        comparison.variants().stream().map(v -> new Variant(v.name(), v.summary())).toList());
  }

  private boolean single() {
    return variants.size() == 1;
  }

  private Summary first() {
    return variants.get(0).summary();
  }

  // ---- percentiles ----------------------------------------------------------------------------

  /** One chart per measured latency; a run's services share it, a comparison draws one each. */
  List<Figure> percentiles() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    Map<String, String> merged = merged();
    List<String> pooled = new ArrayList<>(first().pooled().keySet());
    List<String> bases =
        pooled.stream().map(metric -> MetricName.parse(metric).base()).distinct().toList();
    pooled.sort(Comparator.comparingInt(metric -> bases.indexOf(MetricName.parse(metric).base())));
    for (String metric : pooled) {
      if (MetricName.parse(metric).labels().containsKey("stage")) {
        continue; // drawn as shares of the whole start
      }
      if (merged.containsKey(metric)) {
        continue; // drawn as the only service
      }
      String group = single() ? MetricName.parse(metric).base() : comparedName(metric);
      groups.computeIfAbsent(group, g -> new ArrayList<>()).add(metric);
    }
    List<Figure> figures = new ArrayList<>();
    groups.forEach((group, metrics) -> addPercentiles(figures, group, metrics, merged));
    return figures;
  }

  /** Distributions of the whole run that are those of its only service, with the latter's name. */
  private Map<String, String> merged() {
    Map<String, String> merged = new LinkedHashMap<>();
    for (String whole : first().pooled().keySet()) {
      MetricName name = MetricName.parse(whole);
      if (!name.labels().isEmpty()) {
        continue;
      }
      List<String> parts =
          first().pooled().keySet().stream()
              .filter(other -> isService(MetricName.parse(other), name.base()))
              .toList();
      if (parts.size() == 1
          && variants.stream().allMatch(v -> isSame(v.summary(), whole, parts.get(0)))) {
        merged.put(whole, parts.get(0));
      }
    }
    return merged;
  }

  private static boolean isService(MetricName name, String base) {
    return name.is(base, "") && !name.service().isEmpty();
  }

  private static boolean isSame(Summary summary, String one, String other) {
    LatencyHistogram a = summary.pooled().get(one);
    LatencyHistogram b = summary.pooled().get(other);
    return a != null
        && b != null
        && a.count() == b.count()
        && a.maxNanos() == b.maxNanos()
        && a.sumNanos() == b.sumNanos();
  }

  private void addPercentiles(
      List<Figure> figures, String group, List<String> metrics, Map<String, String> merged) {
    List<ChartData.Curve> curves = new ArrayList<>();
    List<ChartData.PercentileLimit> limits = new ArrayList<>();
    for (int m = 0; m < metrics.size(); m++) {
      for (int v = 0; v < variants.size(); v++) {
        LatencyHistogram histogram = pooled(variants.get(v).summary(), metrics.get(m));
        String part = MetricName.parse(metrics.get(m)).part();
        String name = single() ? (part.isEmpty() ? "all" : part) : variants.get(v).name();
        if (histogram != null && curves.size() < MOST_CURVES) {
          addCurve(curves, name, single() ? colorOf(metrics.get(m)) : v, histogram);
        }
      }
      String metric = metrics.get(m);
      addLimits(limits, metric);
      merged.forEach(
          (whole, part) -> {
            if (part.equals(metric)) {
              addLimits(limits, whole);
            }
          });
    }
    if (!curves.isEmpty()) {
      figures.add(new Figure(title(group), "", new ChartData.Percentiles("s", curves, limits)));
    }
  }

  /** A metric's name that holds for all variants: without the runtime when they differ in it. */
  private String comparedName(String metric) {
    boolean everywhere = variants.stream().allMatch(v -> v.summary().pooled().containsKey(metric));
    return everywhere ? metric : MetricName.parse(metric).without("runtime").withoutStatistic();
  }

  /** The distribution of this name, or of the same part on another runtime. */
  private static @Nullable LatencyHistogram pooled(Summary summary, String metric) {
    LatencyHistogram same = summary.pooled().get(metric);
    if (same != null) {
      return same;
    }
    MetricName part = MetricName.parse(metric).without("runtime");
    for (Map.Entry<String, LatencyHistogram> entry : summary.pooled().entrySet()) {
      if (MetricName.parse(entry.getKey()).without("runtime").equals(part)) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** Every service keeps its color from chart to chart; the whole has the color of the load. */
  private int colorOf(String metric) {
    String service = MetricName.parse(metric).service();
    int index =
        KeyFigures.serviceNames(first().pooled().keySet().stream().map(MetricName::parse).toList())
            .indexOf(service);
    return index < 0 ? ChartData.LOAD_COLOR : index;
  }

  private static void addCurve(
      List<ChartData.Curve> curves, String name, int color, LatencyHistogram histogram) {
    double reach = (double) histogram.count() / LEAST_SAMPLES_BEYOND;
    if (reach < 2) {
      return;
    }
    int points = (int) Math.floor(StrictMath.log10(reach) * POINTS_PER_NINE) + 1;
    double[] odds = new double[points];
    double[] values = new double[points];
    for (int i = 0; i < points; i++) {
      odds[i] = StrictMath.pow(10, (double) i / POINTS_PER_NINE);
      values[i] = histogram.quantileNanos(1 - 1 / odds[i]) / NANOS_PER_SECOND;
    }
    curves.add(new ChartData.Curve(name, color, odds, values));
  }

  private void addLimits(List<ChartData.PercentileLimit> limits, String metric) {
    MetricName histogram = MetricName.parse(metric);
    for (CheckResult slo : first().slo()) {
      MetricName ruled = ruledBy(slo);
      if (ruled == null || !concerns(ruled, histogram)) {
        continue;
      }
      Matcher percentile = PERCENTILE.matcher(ruled.statistic());
      if (percentile.matches()) {
        double beyond = 1 - Double.parseDouble("0." + percentile.group(1));
        String name =
            ruled.part() + " " + ruled.statistic() + " < " + Wording.given(slo.limit(), slo.unit());
        limits.add(new ChartData.PercentileLimit(name.strip(), 1 / beyond, slo.limit()));
      }
    }
  }

  private static @Nullable MetricName ruledBy(CheckResult slo) {
    Matcher rule = RULE.matcher(slo.name());
    return rule.matches() ? MetricName.parse(rule.group(1)) : null;
  }

  /** Whether a rule's metric is what is drawn: same base, and no label that says otherwise. */
  private static boolean concerns(MetricName ruled, MetricName drawn) {
    return ruled.base().equals(drawn.base())
        && drawn.labels().entrySet().containsAll(ruled.labels().entrySet())
        && ruled.labels().isEmpty() == drawn.labels().isEmpty();
  }

  // ---- time series ----------------------------------------------------------------------------

  /** Per service: load, replicas asked and ready, tail latency, rejections, on one time axis. */
  List<Figure> services() {
    List<MetricName> names = names(first());
    List<String> services = KeyFigures.serviceNames(names);
    List<Figure> figures = new ArrayList<>();
    Downsampling sampling = sampling();
    for (String service : services.subList(0, Math.min(services.size(), MOST_SERVICES))) {
      List<ChartData.Panel> panels = new ArrayList<>();
      addLoad(panels, service, sampling);
      addReplicas(panels, service, sampling);
      addLatency(panels, service, sampling);
      addFailures(panels, service, sampling);
      String runtime = runtimeInAll(service);
      add(
          figures,
          runtime.isEmpty() ? service : service + " on " + runtime,
          caption(sampling),
          panels,
          sampling);
    }
    return figures;
  }

  /** How many services have no chart of their own. */
  int servicesLeftOut() {
    return Math.max(0, KeyFigures.serviceNames(names(first())).size() - MOST_SERVICES);
  }

  /** Utilisation of hosts, by group or runtime, and of offload cards. */
  List<Figure> hosts() {
    Downsampling sampling = sampling();
    List<ChartData.Panel> panels = new ArrayList<>();
    for (String base : List.of("host.cpu.utilization", "offload.utilization")) {
      List<ChartData.Line> lines = new ArrayList<>();
      List<Summary.Band> bands = bands(first(), base);
      for (int b = 0; b < bands.size(); b++) {
        String part = MetricName.parse(bands.get(b).name()).part();
        for (int v = 0; v < variants.size(); v++) {
          Summary.Band band = band(variants.get(v).summary(), bands.get(b).name());
          if (band != null) {
            String name = part.isEmpty() ? "all" : part;
            int color = single() ? b : v;
            if (!single()) {
              name = variants.get(v).name() + (bands.size() == 1 ? "" : ", " + name);
            }
            lines.add(line(name, name, color, !single() && b % 2 == 1, false, band, sampling));
          }
        }
      }
      String title =
          base.startsWith("host") ? "CPU of the hosts" : "Offload gateways, share of their rate";
      addPanel(panels, title, "ratio", TALL, lines, null);
    }
    List<Figure> figures = new ArrayList<>();
    add(figures, "Utilisation", caption(sampling), panels, sampling);
    return figures;
  }

  private void addLoad(List<ChartData.Panel> panels, String service, Downsampling sampling) {
    Summary.Band band = band(first(), "request.rate", service, "");
    if (band != null) {
      ChartData.Line line =
          line("arrivals", "arrivals", ChartData.LOAD_COLOR, false, true, band, sampling);
      addPanel(panels, "Arrivals", band.unit(), LOW, List.of(line), null);
    }
  }

  private void addReplicas(List<ChartData.Panel> panels, String service, Downsampling sampling) {
    List<ChartData.Line> lines = new ArrayList<>();
    for (int v = 0; v < variants.size(); v++) {
      Summary summary = variants.get(v).summary();
      Summary.Band asked = band(summary, "replicas.desired", service, "");
      Summary.Band ready = band(summary, "replicas.ready", service, "");
      if (asked != null && single()) {
        lines.add(line("asked", "replicas asked", ASKED_COLOR, true, false, asked, sampling));
      }
      if (ready != null) {
        String name = single() ? "ready" : variants.get(v).name();
        String label = single() ? "replicas ready" : name + ", replicas ready";
        lines.add(line(name, label, single() ? READY_COLOR : v, false, false, ready, sampling));
      }
    }
    addPanel(
        panels, single() ? "Replicas asked and ready" : "Replicas ready", "1", TALL, lines, null);
  }

  private void addLatency(List<ChartData.Panel> panels, String service, Downsampling sampling) {
    List<ChartData.Line> lines = new ArrayList<>();
    ChartData.@Nullable Limit limit = null;
    for (int v = 0; v < variants.size(); v++) {
      Summary.Band p99 = band(variants.get(v).summary(), "request.latency", service, "p99");
      if (p99 != null) {
        String name = single() ? "p99" : variants.get(v).name();
        String label = single() ? "latency p99" : name + ", latency p99";
        lines.add(line(name, label, single() ? LATENCY_COLOR : v, false, false, p99, sampling));
        limit = limitOn(MetricName.parse(p99.name()));
      }
    }
    addPanel(panels, "Latency p99 per step", "s", LOW, lines, limit);
  }

  private ChartData.@Nullable Limit limitOn(MetricName drawn) {
    for (CheckResult slo : first().slo()) {
      MetricName ruled = ruledBy(slo);
      if (ruled != null
          && ruled.is(drawn.base(), drawn.statistic())
          && ruled.service().equals(drawn.service())) {
        return new ChartData.Limit("SLO " + Wording.given(slo.limit(), slo.unit()), slo.limit());
      }
    }
    return null;
  }

  private void addFailures(List<ChartData.Panel> panels, String service, Downsampling sampling) {
    if (!single()) {
      addCompared(panels, "request.rejected", "Requests rejected", service, sampling);
      addCompared(panels, "request.timeout", "Requests timed out", service, sampling);
      return;
    }
    List<ChartData.Line> lines = new ArrayList<>();
    Summary.Band rejected = band(first(), "request.rejected", service, "");
    Summary.Band late = band(first(), "request.timeout", service, "");
    if (rejected != null) {
      lines.add(line("rejected", "rejected", REJECTED_COLOR, false, false, rejected, sampling));
    }
    if (late != null) {
      lines.add(line("timed out", "timed out", TIMEOUT_COLOR, true, false, late, sampling));
    }
    addPanel(panels, "Requests lost", "1/s", LOW, lines, null);
  }

  /** One line per variant; nothing when it never happened in any. */
  private void addCompared(
      List<ChartData.Panel> panels,
      String base,
      String title,
      String service,
      Downsampling sampling) {
    List<ChartData.Line> lines = new ArrayList<>();
    boolean any = false;
    for (int v = 0; v < variants.size(); v++) {
      Summary.Band band = band(variants.get(v).summary(), base, service, "");
      if (band != null) {
        any |= Arrays.stream(band.mean()).anyMatch(value -> value > 0);
        String name = variants.get(v).name();
        lines.add(
            line(
                name,
                name + ", " + title.toLowerCase(Locale.ROOT),
                v,
                false,
                false,
                band,
                sampling));
      }
    }
    if (any) {
      addPanel(panels, title, "1/s", LOW, lines, null);
    }
  }

  private static void addPanel(
      List<ChartData.Panel> panels,
      String title,
      String unit,
      int height,
      List<ChartData.Line> lines,
      ChartData.@Nullable Limit limit) {
    if (!lines.isEmpty()) {
      panels.add(new ChartData.Panel(title, unit, height, lines, limit));
    }
  }

  private void add(
      List<Figure> figures,
      String title,
      String caption,
      List<ChartData.Panel> panels,
      Downsampling sampling) {
    if (panels.isEmpty()) {
      return;
    }
    int steps = steps();
    double stepSeconds = first().stepNanos() / NANOS_PER_SECOND;
    figures.add(
        new Figure(
            title,
            caption,
            new ChartData.Time(
                stepSeconds * sampling.stepsPerPoint(),
                sampling.points(steps),
                stepSeconds * steps,
                Math.min(first().warmupNanos() / NANOS_PER_SECOND, stepSeconds * steps),
                panels)));
  }

  private String caption(Downsampling sampling) {
    String point =
        Wording.given(first().stepNanos() / NANOS_PER_SECOND * sampling.stepsPerPoint(), "s");
    String band =
        first().replications() > 1
            ? "Mean over "
                + Wording.count(first().replications())
                + " replications with "
                + Wording.confidence(first().confidence())
                + " band"
            : "One replication";
    return band
        + "; each point covers "
        + point
        + (first().warmupNanos() > 0 ? "; shaded: warm-up, not measured." : ".");
  }

  private Downsampling sampling() {
    int lines = variants.stream().mapToInt(v -> v.summary().series().size()).sum();
    return Downsampling.of(steps(), lines);
  }

  private int steps() {
    return first().series().stream().mapToInt(band -> band.mean().length).max().orElse(0);
  }

  private ChartData.Line line(
      String name,
      String label,
      int color,
      boolean dashed,
      boolean filled,
      Summary.Band band,
      Downsampling sampling) {
    boolean banded = first().replications() > 1;
    double[] none = {};
    return new ChartData.Line(
        name,
        label,
        color,
        dashed,
        filled,
        sampling.of(band.mean()),
        banded ? sampling.of(notBelowZero(band.low(), band.mean())) : none,
        banded ? sampling.of(band.high()) : none);
  }

  /** A t interval reaches below zero where a rate cannot: cut it where the mean itself is not. */
  private static double[] notBelowZero(double[] low, double[] mean) {
    double[] cut = low.clone();
    for (int i = 0; i < cut.length; i++) {
      if (cut[i] < 0 && mean[i] >= 0) {
        cut[i] = 0;
      }
    }
    return cut;
  }

  private static List<MetricName> names(Summary summary) {
    return summary.series().stream().map(band -> MetricName.parse(band.name())).toList();
  }

  /** What a service runs on; empty when the variants differ in it. */
  private String runtimeInAll(String service) {
    List<String> runtimes =
        variants.stream()
            .map(variant -> KeyFigures.runtimeOf(service, metricNames(variant.summary())))
            .distinct()
            .toList();
    return runtimes.size() == 1 ? runtimes.get(0) : "";
  }

  private static List<MetricName> metricNames(Summary summary) {
    return summary.metrics().stream().map(metric -> MetricName.parse(metric.name())).toList();
  }

  private static Summary.@Nullable Band band(
      Summary summary, String base, String service, String statistic) {
    for (Summary.Band band : summary.series()) {
      MetricName name = MetricName.parse(band.name());
      if (name.is(base, statistic) && name.service().equals(service)) {
        return band;
      }
    }
    return null;
  }

  private static Summary.@Nullable Band band(Summary summary, String metric) {
    for (Summary.Band band : summary.series()) {
      if (band.name().equals(metric)) {
        return band;
      }
    }
    return null;
  }

  private static List<Summary.Band> bands(Summary summary, String base) {
    return summary.series().stream()
        .filter(band -> MetricName.parse(band.name()).is(base, ""))
        .toList();
  }

  // ---- start-up -------------------------------------------------------------------------------

  /** Where start-up time went, when the stages of the start path were measured. */
  List<Figure> starts() {
    Set<String> stages = new LinkedHashSet<>();
    Map<String, Map<String, Double>> parts = new LinkedHashMap<>();
    for (Variant variant : variants) {
      variant
          .summary()
          .pooled()
          .forEach((metric, histogram) -> addStage(parts, stages, variant, metric, histogram));
    }
    if (parts.isEmpty()) {
      return List.of();
    }
    List<ChartData.Bar> bars = new ArrayList<>();
    parts.forEach((name, seconds) -> bars.add(bar(name, seconds, stages)));
    return List.of(
        new Figure(
            "Where start-up time went",
            "Mean time per start spent in each stage of the start path, as shares of the whole; a"
                + " stage that a start skips counts as none.",
            new ChartData.Stages(List.copyOf(stages), bars)));
  }

  private void addStage(
      Map<String, Map<String, Double>> parts,
      Set<String> stages,
      Variant variant,
      String metric,
      LatencyHistogram histogram) {
    MetricName name = MetricName.parse(metric);
    String stage = name.labels().get("stage");
    if (stage == null || !name.base().startsWith("instance.start")) {
      return;
    }
    long starts = starts(variant.summary(), name);
    if (starts > 0) {
      stages.add(stage);
      String part = partWithout(name, "stage");
      String key = single() ? part : variant.name() + ": " + part;
      parts
          .computeIfAbsent(key, k -> new LinkedHashMap<>())
          .put(stage, histogram.sumNanos() / NANOS_PER_SECOND / starts);
    }
  }

  /** How many starts the stages of a part belong to. */
  private static long starts(Summary summary, MetricName stage) {
    long starts = 0;
    for (Map.Entry<String, LatencyHistogram> entry : summary.pooled().entrySet()) {
      MetricName name = MetricName.parse(entry.getKey());
      boolean whole =
          name.base().equals("instance.start")
              && stage.labels().entrySet().stream()
                  .filter(label -> !label.getKey().equals("stage"))
                  .allMatch(label -> label.getValue().equals(name.labels().get(label.getKey())));
      if (whole) {
        starts += entry.getValue().count();
      }
    }
    return starts;
  }

  private static ChartData.Bar bar(
      String name, Map<String, Double> secondsByStage, Collection<String> stages) {
    double[] seconds =
        stages.stream().mapToDouble(stage -> secondsByStage.getOrDefault(stage, 0.0)).toArray();
    double total = 0;
    for (double second : seconds) {
      total += second;
    }
    return new ChartData.Bar(name, total, seconds);
  }

  private static String partWithout(MetricName name, String label) {
    List<String> values = new ArrayList<>();
    name.labels()
        .forEach(
            (key, value) -> {
              if (!key.equals(label)) {
                values.add(value);
              }
            });
    return values.isEmpty() ? "all" : String.join(", ", values);
  }

  // ---- comparison -----------------------------------------------------------------------------

  /** Paired differences of the key figures, relative to the first variant. */
  static List<Figure> forest(Comparison comparison) {
    List<ChartData.ForestRow> rows = new ArrayList<>();
    for (Comparison.Line line : KeyComparisons.different(comparison)) {
      double reference = Math.abs(line.means().get(0).mean());
      for (int d = 0; d < line.differences().size(); d++) {
        Comparison.Difference difference = line.differences().get(d);
        if (reference > 0
            && Double.isFinite(difference.mean())
            && Double.isFinite(difference.halfWidth())) {
          rows.add(row(comparison, line, d, reference));
        }
      }
    }
    if (rows.isEmpty()) {
      return List.of();
    }
    String first = comparison.variants().get(0).name();
    return List.of(
        new Figure(
            "Paired differences",
            "Mean difference to "
                + first
                + " over "
                + Wording.count(comparison.replications())
                + " pairs with its "
                + Wording.confidence(comparison.confidence())
                + " interval, as a share of the mean of "
                + first
                + ". Filled: the interval excludes zero; hollow: no significant difference, or no"
                + " direction that is better. An arrow: the interval goes on beyond the axis.",
            new ChartData.Forest(first, rows)));
  }

  private static ChartData.ForestRow row(
      Comparison comparison, Comparison.Line line, int index, double reference) {
    Comparison.Difference difference = line.differences().get(index);
    String variant = comparison.variants().get(index + 1).name();
    String label = KeyComparisons.label(line.name());
    boolean several = comparison.variants().size() > 2;
    return new ChartData.ForestRow(
        several ? label + " – " + variant : label,
        Wording.difference(difference.mean(), difference.halfWidth(), line.unit()),
        ComparisonTable.conclusion(line, difference),
        ComparisonTable.Tone.of(line, difference).word(),
        difference.mean() / reference,
        (difference.mean() - difference.halfWidth()) / reference,
        (difference.mean() + difference.halfWidth()) / reference);
  }

  /** A metric's name as a heading; a part keeps its own spelling. */
  private static String title(String metric) {
    String label = KeyComparisons.label(metric);
    return MetricName.parse(metric).part().isEmpty()
        ? Character.toUpperCase(label.charAt(0)) + label.substring(1)
        : label;
  }
}
