package dev.medley.scenarios.report;

import dev.medley.experiment.CheckResult;
import dev.medley.experiment.Comparison;
import dev.medley.experiment.MetricSummary;
import dev.medley.experiment.Summary;
import dev.medley.stat.LatencyHistogram;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code report.html}: one page that explains a run or a comparison, without a network.
 *
 * <p>In reading order: verdict and SLOs, key figures, paired differences, percentiles, time series,
 * start-up, every figure, assumptions, provenance. Scripts, style and data are inside the file; its
 * content security policy forbids every request and every script but its own two, so a hostile name
 * in a scenario stays text. Equal arguments give equal bytes. About 1.1 MB for the charts' library
 * plus the data, which {@link Downsampling} bounds.
 */
public final class HtmlReport {
  private static final String CHARTS_RESOURCE = "report/echarts.min.js";
  private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");
  private static final int MOST_FIGURES_LISTED = 1500;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double[] TABLED_QUANTILES = {0.5, 0.9, 0.95, 0.99, 0.999, 0.9999};

  private final StringBuilder body = new StringBuilder();
  private final List<ChartData> charts = new ArrayList<>();

  private HtmlReport() {}

  /** The page about one run. */
  public static String page(Summary summary, Provenance provenance, Assumptions assumptions) {
    HtmlReport report = new HtmlReport();
    Verdict verdict = Verdict.of(summary);
    report.verdict(verdict);
    report.keyFigures(summary);
    Charts charts = Charts.of(summary);
    report.percentiles(charts, List.of(summary), List.of(""));
    report.timeSeries(charts);
    report.section("Start-up", "", charts.starts());
    report.everyFigure(summary);
    report.notes(SummaryTable.notes(summary, verdict));
    report.assumptions(assumptions, "The scenario");
    report.provenance(provenance);
    return report.page(
        "Simulation run", summary.scenario(), SummaryTable.conditions(summary), provenance);
  }

  /** The page about a comparison. */
  public static String page(Comparison comparison, Provenance provenance, Assumptions assumptions) {
    HtmlReport report = new HtmlReport();
    report.verdicts(comparison);
    report.keyDifferences(comparison);
    report.section("Differences", "", Charts.forest(comparison));
    Charts charts = Charts.of(comparison);
    report.percentiles(
        charts,
        comparison.variants().stream().map(Comparison.Variant::summary).toList(),
        comparison.variants().stream().map(Comparison.Variant::name).toList());
    report.timeSeries(charts);
    report.section("Start-up", "", charts.starts());
    List<String> notes = new ArrayList<>(ComparisonTable.notes(comparison));
    for (Comparison.Variant variant : comparison.variants()) {
      Summary summary = variant.summary();
      List<String> own = new ArrayList<>(summary.notices());
      own.addAll(Verdict.ofSlos(summary).notes());
      own.forEach(note -> notes.add(variant.name() + ": " + note));
    }
    report.notes(notes);
    report.assumptions(assumptions, "The scenario of " + comparison.variants().get(0).name());
    report.provenance(provenance);
    return report.page(
        "Comparison",
        ComparisonTable.headline(comparison),
        ComparisonTable.conditions(comparison),
        provenance);
  }

  // ---- verdict --------------------------------------------------------------------------------

  private void verdict(Verdict verdict) {
    boolean judged = !verdict.slos().isEmpty() || !verdict.expectations().isEmpty();
    body.append("<section aria-label=\"Verdict\">\n");
    banner(judged ? verdict.state() : "", verdict.headline());
    rules(verdict.slos());
    rules(verdict.expectations());
    body.append("</section>\n");
  }

  private void verdicts(Comparison comparison) {
    boolean judged = comparison.variants().stream().anyMatch(v -> !v.summary().slo().isEmpty());
    body.append("<section aria-label=\"Verdict\">\n");
    if (judged) {
      for (Comparison.Variant variant : comparison.variants()) {
        Verdict verdict = Verdict.ofSlos(variant.summary());
        banner(verdict.state(), variant.name() + ": " + verdict.headline());
      }
    } else {
      banner("", "no SLO stated");
    }
    body.append("</section>\n");
  }

  private void banner(String state, String text) {
    body.append("<div class=\"verdict ").append(state).append("\"><p>");
    if (!state.isEmpty()) {
      body.append("<span class=\"mark\" aria-hidden=\"true\">")
          .append(
              switch (state) {
                case Verdict.MET -> "✓";
                case Verdict.MISSED -> "✗";
                default -> "?";
              })
          .append("</span>");
    }
    body.append(Markup.escaped(text)).append("</p></div>\n");
  }

  private void rules(List<Verdict.Line> lines) {
    if (lines.isEmpty()) {
      return;
    }
    body.append("<div class=\"rules\">\n");
    for (Verdict.Line line : lines) {
      body.append("<div class=\"card rule ").append(line.state()).append("\">");
      body.append("<span class=\"state\">").append(line.state()).append("</span>");
      body.append("<h3 class=\"mono\">").append(Markup.breakable(line.rule())).append("</h3>");
      body.append("<p class=\"value\">").append(Markup.escaped(line.value())).append("</p>");
      body.append("<p class=\"margin\">").append(Markup.escaped(line.margin()));
      body.append("</p>");
      if (!line.violated().isEmpty()) {
        body.append("<p class=\"margin\">").append(Markup.escaped(line.violated()));
        body.append("</p>");
      }
      gauge(line);
      if (!line.check().because().isEmpty()) {
        body.append("<p class=\"note\">")
            .append(Markup.escaped(line.check().because()))
            .append("</p>");
      }
      body.append("</div>\n");
    }
    body.append("</div>\n");
  }

  /** A track from zero with the limit, the value and its interval. */
  private void gauge(Verdict.Line line) {
    CheckResult check = line.check();
    double half = Double.isFinite(check.halfWidth()) ? check.halfWidth() : 0;
    double end = 1.12 * Math.max(check.limit(), check.value() + half);
    if (!(end > 0) || check.value() < 0 || check.limit() < 0) {
      return;
    }
    String limit = Wording.given(check.limit(), check.unit());
    String limitAt = percent(check.limit() / end);
    body.append("<svg class=\"gauge\" role=\"img\" aria-label=\"")
        .append(Markup.escaped(line.value() + ", limit " + limit))
        .append("\"><rect class=\"track\" x=\"0\" y=\"4\" width=\"100%\" height=\"10\" rx=\"5\"/>");
    body.append("<line class=\"interval\" y1=\"9\" y2=\"9\" x1=\"")
        .append(percent(Math.max(0, check.value() - half) / end))
        .append("\" x2=\"")
        .append(percent((check.value() + half) / end))
        .append("\"/><line class=\"limit\" y1=\"0\" y2=\"18\" x1=\"")
        .append(limitAt)
        .append("\" x2=\"")
        .append(limitAt)
        .append("\"/><circle class=\"point\" cy=\"9\" r=\"5\" cx=\"")
        .append(percent(check.value() / end))
        .append("\"/><text y=\"31\" text-anchor=\"")
        .append(check.limit() / end > 0.5 ? "end" : "start")
        .append("\" x=\"")
        .append(limitAt)
        .append("\">")
        .append(check.because().isEmpty() ? "limit " : "expected ")
        .append(Markup.escaped(limit))
        .append("</text></svg>");
  }

  private static String percent(double ratio) {
    return new BigDecimal(100 * ratio).setScale(2, RoundingMode.HALF_UP).toPlainString() + "%";
  }

  // ---- tables ---------------------------------------------------------------------------------

  private void keyFigures(Summary summary) {
    heading("Key figures", "");
    List<KeyFigures.Section> sections = KeyFigures.of(summary).sections();
    for (int i = 0; i < sections.size(); i++) {
      boolean pair = i == 1 && sections.size() == 3;
      if (pair) {
        body.append("<div class=\"tables split\">\n");
      }
      keyTable(sections.get(i));
      if (pair) {
        i++;
        keyTable(sections.get(i));
        body.append("</div>\n");
      }
    }
  }

  private void keyTable(KeyFigures.Section section) {
    body.append("<div class=\"card keys\"><div class=\"scroll\"><table><caption>")
        .append(section.title())
        .append("</caption><thead><tr><td></td>");
    for (KeyFigures.Column column : section.columns()) {
      body.append("<th class=\"pair\" scope=\"col\" colspan=\"2\">")
          .append(Markup.escaped(column.name()));
      if (!column.detail().isEmpty()) {
        body.append("<small>").append(Markup.escaped(column.detail())).append("</small>");
      }
      body.append("</th>");
    }
    body.append("</tr></thead><tbody>\n");
    for (KeyFigures.Row row : section.rows()) {
      body.append("<tr><th scope=\"row\">").append(Markup.escaped(row.label()));
      if (!row.detail().isEmpty()) {
        body.append("<small>").append(row.detail()).append("</small>");
      }
      body.append("</th>");
      for (KeyFigures.@Nullable Cell cell : row.cells()) {
        estimate(KeyFigures.text(cell));
      }
      body.append("</tr>\n");
    }
    body.append("</tbody></table></div></div>\n");
  }

  /** Two cells that meet at the ± sign. */
  private void estimate(String text) {
    int at = text.indexOf(" ± ");
    if (at < 0) {
      at = text.lastIndexOf(' ');
    }
    String mean = at < 0 ? text : text.substring(0, at);
    String half = at < 0 ? "" : text.substring(at).replace(' ', '\u00a0');
    body.append("<td class=\"m\">").append(Markup.escaped(mean));
    body.append("</td><td class=\"h\">").append(Markup.escaped(half)).append("</td>");
  }

  private void keyDifferences(Comparison comparison) {
    heading(
        "Key figures",
        Markup.escaped(
            String.join(". ", ComparisonTable.tallies(comparison))
                + ". Differences are paired, replication by replication."));
    body.append(
        "<div class=\"card wrap\"><div class=\"scroll\"><table><thead><tr><th class=\"l\""
            + " scope=\"col\">figure</th><th class=\"l\" scope=\"col\">variant</th><th"
            + " class=\"pair\" colspan=\"2\" scope=\"col\">mean</th><th class=\"pair\""
            + " colspan=\"2\" scope=\"col\">difference</th><th scope=\"col\">change</th><th"
            + " class=\"l\" scope=\"col\">conclusion</th><th scope=\"col\">rank</th><th"
            + " scope=\"col\">best with</th></tr></thead><tbody>\n");
    for (Comparison.Line line : KeyComparisons.different(comparison)) {
      for (int v = 0; v < comparison.variants().size(); v++) {
        differenceRow(comparison, line, v);
      }
    }
    body.append("</tbody></table></div></div>\n");
  }

  private void differenceRow(Comparison comparison, Comparison.Line line, int variant) {
    body.append(variant == 0 ? "<tr class=\"first\">" : "<tr>");
    body.append("<th scope=\"row\"");
    if (variant == 0) {
      body.append(" title=\"").append(Markup.escaped(line.name())).append("\">");
      body.append(Markup.breakable(KeyComparisons.label(line.name())));
    } else {
      body.append('>');
    }
    String name = comparison.variants().get(variant).name();
    body.append("</th><td class=\"l\">").append(Markup.escaped(name)).append("</td>");
    estimate(ComparisonTable.mean(comparison, line, variant));
    if (variant == 0) {
      body.append("<td></td><td></td><td></td><td class=\"l note fold\">reference</td>");
    } else {
      Comparison.Difference difference = line.differences().get(variant - 1);
      estimate(Wording.difference(difference.mean(), difference.halfWidth(), line.unit()));
      body.append("<td>").append(ComparisonTable.relative(line, difference));
      body.append("</td><td class=\"l fold ");
      body.append(ComparisonTable.Tone.of(line, difference).word()).append("\">");
      body.append(ComparisonTable.conclusion(line, difference)).append("</td>");
    }
    boolean ranked = !line.ranks().isEmpty();
    body.append("<td>").append(ranked ? line.ranks().get(variant).toString() : "");
    body.append("</td><td>");
    body.append(Markup.escaped(ComparisonTable.best(line, variant)));
    body.append("</td></tr>\n");
  }

  private void everyFigure(Summary summary) {
    body.append("<div class=\"screen\">\n");
    heading("Every figure", "");
    body.append("<div class=\"card\"><details><summary>")
        .append(Wording.count(summary.metrics().size()))
        .append(" figures with interval, spread and range over replications</summary>")
        .append("<div class=\"tall scroll\"><table><thead><tr><th class=\"l\" scope=\"col\">metric")
        .append("</th><th class=\"pair\" scope=\"col\" colspan=\"2\">mean</th>")
        .append("<th scope=\"col\">standard deviation</th><th scope=\"col\">least</th>")
        .append("<th scope=\"col\">greatest</th><th scope=\"col\">n</th></tr></thead><tbody>\n");
    Censoring censoring = Censoring.of(summary);
    int listed = Math.min(summary.metrics().size(), MOST_FIGURES_LISTED);
    for (MetricSummary metric : summary.metrics().subList(0, listed)) {
      body.append("<tr><th scope=\"row\" class=\"mono\">").append(Markup.escaped(metric.name()));
      body.append("</th>");
      estimate(censoring.mark(metric.name(), KeyFigures.text(metric)));
      cell(Wording.value(metric.stddev(), metric.unit()));
      cell(Wording.value(metric.min(), metric.unit()));
      cell(Wording.value(metric.max(), metric.unit()));
      cell(Integer.toString(metric.n()));
      body.append("</tr>\n");
    }
    body.append("</tbody></table></div>");
    if (listed < summary.metrics().size()) {
      body.append("<p class=\"note\">The rest is in summary.json.</p>");
    }
    body.append("</details></div></div>\n");
  }

  private void cell(String text) {
    body.append("<td>").append(Markup.escaped(text)).append("</td>");
  }

  // ---- charts ---------------------------------------------------------------------------------

  private void percentiles(Charts charts, List<Summary> summaries, List<String> names) {
    List<Charts.Figure> figures = charts.percentiles();
    if (figures.isEmpty()) {
      return;
    }
    heading(
        "Percentiles",
        "Pooled over all replications. Every further nine takes the same width (the axis is"
            + " log 1/(1 − p)); a curve ends where fewer than "
            + Charts.LEAST_SAMPLES_BEYOND
            + " samples lie beyond it.");
    body.append("<div class=\"pairs\">\n");
    figures.forEach(this::figure);
    body.append("</div>\n<details><summary>Percentiles as a table</summary>");
    body.append("<div class=\"card\"><div class=\"scroll\"><table><thead><tr>");
    body.append("<th class=\"l\" scope=\"col\">latency</th><th scope=\"col\">count</th>");
    for (double quantile : TABLED_QUANTILES) {
      body.append("<th scope=\"col\">")
          .append(
              new BigDecimal(100 * quantile)
                  .setScale(2, RoundingMode.HALF_UP)
                  .stripTrailingZeros()
                  .toPlainString())
          .append(" %</th>");
    }
    body.append("<th scope=\"col\">mean</th><th scope=\"col\">greatest</th></tr></thead><tbody>\n");
    for (int s = 0; s < summaries.size(); s++) {
      for (Map.Entry<String, LatencyHistogram> entry : summaries.get(s).pooled().entrySet()) {
        String name = names.get(s);
        percentileRow(
            name.isEmpty() ? entry.getKey() : name + ": " + entry.getKey(), entry.getValue());
      }
    }
    body.append("</tbody></table></div></div></details>\n");
  }

  private void percentileRow(String name, LatencyHistogram histogram) {
    body.append("<tr><th scope=\"row\" class=\"mono\">").append(Markup.escaped(name));
    body.append("</th>");
    cell(Wording.count(histogram.count()));
    for (double quantile : TABLED_QUANTILES) {
      boolean known = histogram.count() * (1 - quantile) >= 1;
      cell(known ? seconds(histogram.quantileNanos(quantile)) : Wording.NONE);
    }
    cell(seconds(histogram.meanNanos()));
    cell(histogram.count() == 0 ? Wording.NONE : seconds((double) histogram.maxNanos()));
    body.append("</tr>\n");
  }

  private static String seconds(double nanos) {
    return Wording.value(nanos / NANOS_PER_SECOND, "s");
  }

  private void timeSeries(Charts charts) {
    List<Charts.Figure> figures = new ArrayList<>(charts.services());
    figures.addAll(charts.hosts());
    String leftOut =
        charts.servicesLeftOut() == 0
            ? ""
            : charts.servicesLeftOut() + " further services are in timeseries.csv.gz.";
    section("Over time", leftOut, figures);
  }

  private void section(String title, String note, List<Charts.Figure> figures) {
    if (!figures.isEmpty()) {
      heading(title, note);
      figures.forEach(this::figure);
    }
  }

  private void heading(String title, String note) {
    body.append("<h2>").append(title).append("</h2>\n");
    if (!note.isEmpty()) {
      body.append("<p class=\"note\">").append(note).append("</p>\n");
    }
  }

  private void figure(Charts.Figure figure) {
    body.append("<figure class=\"card\" data-chart=\"").append(charts.size()).append("\">");
    body.append("<figcaption><h3>").append(Markup.escaped(figure.title())).append("</h3>");
    if (!figure.caption().isEmpty()) {
      body.append("<p class=\"note\">").append(Markup.escaped(figure.caption())).append("</p>");
    }
    body.append("</figcaption><div class=\"plot\" role=\"img\" aria-label=\"");
    body.append(Markup.escaped(alternative(figure))).append("\"></div>");
    table(figure.data());
    body.append("</figure>\n");
    charts.add(figure.data());
  }

  /** What the chart shows, for those who cannot see it. */
  private static String alternative(Charts.Figure figure) {
    if (figure.data() instanceof ChartData.Time time) {
      List<String> panels = new ArrayList<>();
      for (ChartData.Panel panel : time.panels()) {
        for (ChartData.Line line : panel.lines()) {
          panels.add(line.label() + " " + range(line.mean(), panel.unit()));
        }
      }
      return figure.title()
          + " over "
          + Wording.given(time.totalSeconds(), "s")
          + ": "
          + String.join("; ", panels);
    }
    if (figure.data() instanceof ChartData.Percentiles percentiles) {
      List<String> curves = new ArrayList<>();
      for (ChartData.Curve curve : percentiles.curves()) {
        curves.add(curve.name() + " " + range(curve.values(), percentiles.unit()));
      }
      return figure.title() + " by percentile: " + String.join("; ", curves);
    }
    if (figure.data() instanceof ChartData.Forest forest) {
      List<String> rows = new ArrayList<>();
      for (ChartData.ForestRow row : forest.rows()) {
        rows.add(row.label() + " " + row.difference() + ", " + row.conclusion());
      }
      return figure.title() + ": " + String.join("; ", rows);
    }
    return figure.title() + ". " + figure.caption();
  }

  private static String range(double[] values, String unit) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (Double.isFinite(value)) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
    return least > greatest
        ? "without values"
        : "from " + Wording.value(least, unit) + " to " + Wording.value(greatest, unit);
  }

  private void table(ChartData data) {
    if (data instanceof ChartData.Time) {
      body.append("<details class=\"series\"><summary>As a table</summary>");
      body.append("<div class=\"tall scroll\"></div></details>");
    } else if (data instanceof ChartData.Stages stages) {
      body.append("<details><summary>As a table</summary><div class=\"scroll\"><table><thead><tr>");
      body.append("<th class=\"l\" scope=\"col\">start path</th>");
      stages
          .stages()
          .forEach(
              stage ->
                  body.append("<th scope=\"col\">").append(Markup.escaped(stage)).append("</th>"));
      body.append("<th scope=\"col\">total</th></tr></thead><tbody>");
      for (ChartData.Bar bar : stages.bars()) {
        body.append("<tr><th scope=\"row\">").append(Markup.escaped(bar.name())).append("</th>");
        for (double seconds : bar.seconds()) {
          cell(Wording.value(seconds, "s"));
        }
        cell(Wording.value(bar.total(), "s"));
        body.append("</tr>");
      }
      body.append("</tbody></table></div></details>");
    } else if (data instanceof ChartData.Forest) {
      body.append("<p class=\"note\">The numbers are in the table of key figures above.</p>");
    }
  }

  // ---- end of the page ------------------------------------------------------------------------

  private void notes(List<String> notes) {
    if (notes.isEmpty()) {
      return;
    }
    heading("Notes", "");
    body.append("<ul class=\"notes card\">");
    notes.forEach(note -> body.append("<li>").append(Markup.escaped(note)).append("</li>"));
    body.append("</ul>\n");
  }

  private void assumptions(Assumptions assumptions, String subject) {
    heading("Assumptions", "");
    body.append("<div class=\"card\">");
    if (!assumptions.notices().isEmpty()) {
      body.append("<ul class=\"notes\">");
      assumptions
          .notices()
          .forEach(notice -> body.append("<li>").append(Markup.escaped(notice)).append("</li>"));
      body.append("</ul>");
    }
    body.append("<details><summary>")
        .append(Markup.escaped(subject))
        .append(
            " with every default written out; running it again gives the same figures</summary>")
        .append("<div class=\"tall scroll\"><pre class=\"mono\">")
        .append(Markup.escaped(assumptions.scenario()))
        .append("</pre></div></details></div>\n");
  }

  private void provenance(Provenance provenance) {
    heading("Provenance", "");
    body.append("<div class=\"card\"><dl>");
    entry(
        "status", provenance.status().word() + ", " + provenance.replications() + " replications");
    entry("command", "medley " + String.join(" ", provenance.arguments()));
    entry("seed", Long.toString(provenance.seed()));
    entry("scenario SHA-256", provenance.scenarioSha256());
    entry("Medley", (provenance.version() + " " + provenance.commit()).strip());
    entry("JDK", provenance.jdk());
    entry("machine", provenance.machine());
    entry("started", provenance.started().toString());
    if (provenance.finished() != null) {
      entry("finished", provenance.finished().toString());
    }
    body.append("</dl></div>\n");
  }

  private void entry(String name, String value) {
    body.append("<dt>").append(name).append("</dt><dd class=\"mono\">");
    body.append(Markup.escaped(value)).append("</dd>");
  }

  private String page(String kicker, String heading, String conditions, Provenance provenance) {
    String charting = script(resource(CHARTS_RESOURCE));
    String script = script(resource("report/report.js"));
    Map<String, String> parts = new HashMap<>();
    parts.put("scriptHashes", "'" + hash(charting) + "' '" + hash(script) + "'");
    parts.put("title", Markup.escaped(heading + " – Medley"));
    parts.put("style", resource("report/report.css"));
    parts.put("kicker", kicker);
    parts.put("heading", Markup.escaped(heading));
    parts.put("conditions", Markup.escaped(conditions));
    parts.put("body", body.toString());
    parts.put("footer", footer(provenance));
    parts.put("data", data());
    parts.put("charts", charting);
    parts.put("script", script);
    return filled(resource("report/page.html"), parts);
  }

  private static String footer(Provenance provenance) {
    return "Made by Medley "
        + Markup.escaped(provenance.version())
        + ". This page is complete in itself and requests nothing. Charts: Apache ECharts 5.5.0,"
        + " Apache License 2.0.";
  }

  /** Puts the parts into the page, once: what is put in is not searched for further slots. */
  private static String filled(String page, Map<String, String> parts) {
    Matcher slot = SLOT.matcher(page);
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (slot.find()) {
      String part = parts.get(slot.group(1));
      if (part == null) {
        throw new IllegalStateException("page.html has an unknown slot " + slot.group());
      }
      out.append(page, from, slot.start()).append(part);
      from = slot.end();
    }
    return out.append(page, from, page.length()).toString();
  }

  private String data() {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = Json.compact(out)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("charts");
      for (ChartData chart : charts) {
        json.writeStartObject();
        chart.write(json);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return Markup.embedded(out.toString());
  }

  private static String script(String text) {
    if (text.toLowerCase(Locale.ROOT).contains("</script")) {
      throw new IllegalStateException("a script of the report would end its own element");
    }
    return text;
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the class path");
      }
      // A browser reads CR LF as LF before it hashes a script.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException broken) {
      throw new UncheckedIOException(name + " cannot be read", broken);
    }
  }
}
