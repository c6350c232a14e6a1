package dev.medley.scenarios.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.medley.experiment.MetricSummary;
import dev.medley.experiment.Summary;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code medley run} prints: the verdict first, then key figures with intervals, then notes.
 *
 * <p>Output is UTF-8 (±, µ, narrow spaces); the caller must print it as such.
 */
public final class SummaryTable {
  private static final int WIDEST_RULE = 46;

  private SummaryTable() {}

  /** The summary in any format. */
  public static String render(Summary summary, Format format, boolean colored) {
    return switch (format) {
      case TABLE -> text(summary, colored);
      case JSON -> SummaryJson.text(summary);
      case CSV -> csv(summary);
      case MD -> markdown(summary);
    };
  }

  /** The table for a terminal, at most {@value TextTable#WIDTH} columns wide. */
  public static String text(Summary summary, boolean colored) {
    Ansi ansi = new Ansi(colored);
    Verdict verdict = Verdict.of(summary);
    StringBuilder out = new StringBuilder();
    boolean judged = !verdict.slos().isEmpty() || !verdict.expectations().isEmpty();
    String headline = summary.scenario() + ": " + verdict.headline();
    out.append(judged ? stated(verdict.state(), headline, ansi) : ansi.bold(headline));
    out.append('\n').append(ansi.dim(conditions(summary))).append('\n');
    rules("SLOs", verdict.slos(), out, ansi);
    rules("Expectations", verdict.expectations(), out, ansi);
    for (KeyFigures.Section section : KeyFigures.of(summary).sections()) {
      out.append('\n').append(ansi.bold(section.title())).append('\n');
      table(section).print(out, ansi);
    }
    List<String> notes = notes(summary, verdict);
    if (!notes.isEmpty()) {
      out.append('\n').append(ansi.bold("Notes")).append('\n');
      notes.forEach(note -> TextTable.bullet(note, out));
    }
    return out.toString();
  }

  /** Seed, replications and what the intervals are, in one line. */
  static String conditions(Summary summary) {
    String meaning =
        summary.replications() == 1
            ? "no confidence intervals from a single replication"
            : "± half width of the "
                + Wording.confidence(summary.confidence())
                + " confidence interval of the mean";
    return origin(summary) + ", " + meaning;
  }

  /** The same for a picture. */
  static String conditionsOfBand(Summary summary) {
    return summary.replications() == 1
        ? origin(summary)
        : origin(summary) + ", mean and " + Wording.confidence(summary.confidence()) + " band";
  }

  private static String origin(Summary summary) {
    return "seed "
        + summary.seed()
        + ", "
        + Wording.count(summary.replications())
        + (summary.replications() == 1 ? " replication" : " replications");
  }

  private static void rules(String title, List<Verdict.Line> lines, StringBuilder out, Ansi ansi) {
    if (lines.isEmpty()) {
      return;
    }
    out.append('\n').append(ansi.bold(title)).append('\n');
    int markWidth = Verdict.MISSED.length();
    int ruleWidth = 0;
    int valueWidth = 0;
    for (Verdict.Line line : lines) {
      if (line.rule().length() <= WIDEST_RULE) {
        ruleWidth = Math.max(ruleWidth, line.rule().length());
      }
      valueWidth = Math.max(valueWidth, line.value().length());
      markWidth = Math.max(markWidth, line.state().length());
    }
    String margin = " ".repeat(markWidth + 4);
    for (Verdict.Line line : lines) {
      out.append("  ").append(mark(line, markWidth, ansi)).append("  ");
      if (line.rule().length() > WIDEST_RULE) {
        out.append(line.rule()).append('\n').append(margin).append(" ".repeat(ruleWidth));
      } else {
        out.append(TextTable.padded(line.rule(), ruleWidth));
      }
      out.append("  ").append(TextTable.padded(line.value(), valueWidth));
      out.append("  ").append(line.margin()).append('\n');
      if (!line.violated().isEmpty()) {
        under(line.violated(), margin, out, ansi);
      }
      if (!line.check().because().isEmpty()) {
        under(line.check().because(), margin, out, ansi);
      }
    }
  }

  private static void under(String text, String margin, StringBuilder out, Ansi ansi) {
    String before = margin.substring(1);
    TextTable.broken(text, before, before).forEach(line -> out.append(ansi.dim(line)).append('\n'));
  }

  private static String mark(Verdict.Line line, int width, Ansi ansi) {
    String state = line.state();
    String word = state.equals(Verdict.MISSED) ? state.toUpperCase(Locale.ROOT) : state;
    return stated(state, TextTable.padded(word, width), ansi);
  }

  static String stated(String state, String text, Ansi ansi) {
    return switch (state) {
      case Verdict.MET -> ansi.good(text);
      case Verdict.MISSED -> ansi.bad(text);
      default -> ansi.doubtful(text);
    };
  }

  private static TextTable table(KeyFigures.Section section) {
    TextTable table = new TextTable();
    table.heading(section.columns().stream().map(KeyFigures.Column::name).toList());
    table.heading(section.columns().stream().map(KeyFigures.Column::detail).toList());
    for (KeyFigures.Row row : section.rows()) {
      table.row(row.label(), row.cells().stream().map(KeyFigures::text).toList());
      if (!row.detail().isEmpty()) {
        table.row("  " + row.detail(), row.cells().stream().map(cell -> "").toList());
      }
    }
    return table;
  }

  /** Domain outcomes worth telling, and what the table itself must explain. */
  static List<String> notes(Summary summary, Verdict verdict) {
    List<String> notes = new ArrayList<>(summary.notices());
    notes.addAll(verdict.notes());
    boolean bounded = verdict.slos().stream().anyMatch(line -> line.value().startsWith("≥"));
    if (bounded || KeyFigures.of(summary).hasBounds()) {
      notes.add(Censoring.NOTE);
    }
    return notes;
  }

  /** One row per metric, every number in full. */
  public static String csv(Summary summary) {
    StringWriter out = new StringWriter();
    CsvWriter csv = Csv.to(out);
    csv.writeRecord("name", "unit", "n", "mean", "halfWidth", "confidence", "stddev", "min", "max");
    for (MetricSummary metric : summary.metrics()) {
      csv.writeRecord(
          metric.name(),
          metric.unit(),
          Integer.toString(metric.n()),
          Numbers.csv(metric.mean()),
          Numbers.csv(metric.halfWidth()),
          Numbers.csv(metric.confidence()),
          Numbers.csv(metric.stddev()),
          Numbers.csv(metric.min()),
          Numbers.csv(metric.max()));
    }
    try {
      csv.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException("a string cannot fail to be written", impossible);
    }
    return out.toString();
  }

  /** The same content as {@link #text} in GitHub Markdown. */
  public static String markdown(Summary summary) {
    Verdict verdict = Verdict.of(summary);
    StringBuilder out = new StringBuilder();
    out.append("## ").append(Markdown.escaped(summary.scenario())).append(": ");
    out.append(verdict.headline()).append("\n\n").append(conditions(summary)).append("\n");
    rules("SLO", verdict.slos(), out);
    rules("Expectation", verdict.expectations(), out);
    for (KeyFigures.Section section : KeyFigures.of(summary).sections()) {
      List<String> heading = new ArrayList<>(List.of(section.title()));
      for (KeyFigures.Column column : section.columns()) {
        heading.add((column.name() + " " + column.detail()).strip());
      }
      List<List<String>> rows = new ArrayList<>();
      for (KeyFigures.Row row : section.rows()) {
        List<String> cells = new ArrayList<>();
        cells.add(row.detail().isEmpty() ? row.label() : row.label() + ", " + row.detail());
        row.cells().forEach(cell -> cells.add(KeyFigures.text(cell)));
        rows.add(cells);
      }
      Markdown.table(heading, rows, out);
    }
    List<String> notes = notes(summary, verdict);
    if (!notes.isEmpty()) {
      out.append('\n');
      notes.forEach(note -> out.append("- ").append(Markdown.escaped(note)).append('\n'));
    }
    return out.toString();
  }

  private static void rules(String title, List<Verdict.Line> lines, StringBuilder out) {
    if (lines.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (Verdict.Line line : lines) {
      String margin = line.margin() + (line.violated().isEmpty() ? "" : "; " + line.violated());
      String state = line.state();
      rows.add(
          List.of(
              "`" + line.rule() + "`",
              state.equals(Verdict.MISSED) ? "**" + state + "**" : state,
              line.value(),
              margin));
    }
    Markdown.table(List.of(title, "verdict", "value", "margin"), rows, out);
  }
}
