package dev.medley.scenarios.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.medley.experiment.Comparison;
import dev.medley.experiment.Comparison.Better;
import dev.medley.experiment.Comparison.Conclusion;
import dev.medley.experiment.Comparison.Difference;
import dev.medley.experiment.Comparison.Line;
import dev.medley.experiment.MetricSummary;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/**
 * What {@code medley compare} prints: SLOs per variant, then paired differences with intervals.
 *
 * <p>Every difference is against the first variant, with what it allows to conclude; where the
 * interval includes zero the table says "no significant difference". Tables show key figures, JSON
 * and CSV every figure.
 */
public final class ComparisonTable {
  /** Resamples of fewer pairs than this are too few different ones. */
  private static final int LEAST_PAIRS = 5;

  private ComparisonTable() {}

  /** The comparison in any format. */
  public static String render(Comparison comparison, Format format, boolean colored) {
    return switch (format) {
      case TABLE -> text(comparison, colored);
      case JSON -> json(comparison);
      case CSV -> csv(comparison);
      case MD -> markdown(comparison);
    };
  }

  /** The table for a terminal. */
  public static String text(Comparison comparison, boolean colored) {
    Ansi ansi = new Ansi(colored);
    StringBuilder out = new StringBuilder();
    out.append(ansi.bold(headline(comparison))).append('\n');
    out.append(ansi.dim(conditions(comparison))).append('\n');
    tallies(comparison).forEach(tally -> out.append(tally).append('\n'));
    List<String> verdicts = verdicts(comparison);
    if (!verdicts.isEmpty()) {
      out.append('\n').append(ansi.bold("SLOs")).append('\n');
      int width = nameWidth(comparison);
      for (int v = 0; v < verdicts.size(); v++) {
        Comparison.Variant variant = comparison.variants().get(v);
        String state = Verdict.ofSlos(variant.summary()).state();
        String text = verdicts.get(v);
        String name = "  " + TextTable.padded(variant.name(), width) + " ";
        for (String part : TextTable.broken(text, name, " ".repeat(name.length()))) {
          String words = part.substring(name.length());
          out.append(part, 0, name.length());
          out.append(SummaryTable.stated(state, words, ansi)).append('\n');
        }
      }
    }
    for (Line line : KeyComparisons.different(comparison)) {
      String label = KeyComparisons.label(line.name());
      out.append('\n').append(ansi.bold(label));
      if (label.length() + 2 + line.name().length() <= TextTable.WIDTH) {
        out.append("  ").append(ansi.dim(line.name()));
      }
      out.append('\n');
      block(comparison, line, out, ansi);
    }
    out.append('\n').append(ansi.bold("Notes")).append('\n');
    notes(comparison).forEach(note -> TextTable.bullet(note, out));
    return out.toString();
  }

  /** What the table leaves out, and how its words are meant. */
  static List<String> notes(Comparison comparison) {
    List<String> notes = new ArrayList<>();
    List<Line> equal = KeyComparisons.equal(comparison);
    if (!equal.isEmpty()) {
      List<String> labels = equal.stream().map(line -> KeyComparisons.label(line.name())).toList();
      notes.add("without any difference: " + String.join("; ", labels));
    }
    List<Line> shown = KeyComparisons.different(comparison);
    if (shown.stream().anyMatch(line -> !best(line, 0).isEmpty())) {
      notes.add(
          "best with: share of bootstrap resamples of the replications in which the variant has the"
              + " best mean");
    }
    for (Comparison.Variant variant : comparison.variants()) {
      Censoring censoring = Censoring.of(variant.summary());
      if (shown.stream().anyMatch(line -> censoring.hides(line.name()))) {
        notes.add(Censoring.NOTE);
        break;
      }
    }
    notes.add(caution(comparison));
    return notes;
  }

  /** The mean of a variant, as a bound where it is one. */
  static String mean(Comparison comparison, Line line, int variant) {
    return Censoring.of(comparison.variants().get(variant).summary())
        .mark(line.name(), KeyFigures.text(line.means().get(variant)));
  }

  /** With which probability a variant is the best; empty when too few pairs can tell. */
  static String best(Line line, int variant) {
    return isProbable(line) ? Wording.probability(line.bestProbabilities().get(variant)) : "";
  }

  private static boolean isProbable(Line line) {
    return !line.bestProbabilities().isEmpty()
        && line.differences().stream().allMatch(difference -> difference.n() >= LEAST_PAIRS);
  }

  /** Per variant how many key figures are better and worse than the first variant's. */
  static List<String> tallies(Comparison comparison) {
    List<String> tallies = new ArrayList<>();
    for (int v = 1; v < comparison.variants().size(); v++) {
      int[] counts = new int[Tone.values().length];
      for (Line line : KeyComparisons.of(comparison)) {
        if (line.better() != Better.NEITHER) {
          counts[Tone.of(line, line.differences().get(v - 1)).ordinal()]++;
        }
      }
      tallies.add(
          comparison.variants().get(v).name()
              + ": better in "
              + counts[Tone.BETTER.ordinal()]
              + ", worse in "
              + counts[Tone.WORSE.ordinal()]
              + ", no significant difference in "
              + counts[Tone.NEUTRAL.ordinal()]
              + " of the key figures");
    }
    return tallies;
  }

  /** What many intervals at once may and may not say. */
  static String caution(Comparison comparison) {
    long one = Math.round(1 / (1 - comparison.confidence()));
    return "every interval stands for itself: of "
        + Wording.count(one)
        + " figures without any difference, about one looks significant at "
        + Wording.confidence(comparison.confidence());
  }

  /** Scenario and variants in one line. */
  static String headline(Comparison comparison) {
    List<String> names = comparison.variants().stream().map(Comparison.Variant::name).toList();
    return comparison.scenario()
        + ", "
        + comparison.varied()
        + ": "
        + String.join(", ", names.subList(1, names.size()))
        + " against "
        + names.get(0);
  }

  /** Seed, pairs and what the intervals are, in one line. */
  static String conditions(Comparison comparison) {
    return "seed "
        + comparison.seed()
        + ", "
        + Wording.count(comparison.replications())
        + " paired replications on common random numbers, ± half width at "
        + Wording.confidence(comparison.confidence());
  }

  private static List<String> verdicts(Comparison comparison) {
    boolean judged = comparison.variants().stream().anyMatch(v -> !v.summary().slo().isEmpty());
    return judged
        ? comparison.variants().stream().map(v -> Verdict.ofSlos(v.summary()).headline()).toList()
        : List.of();
  }

  private static int nameWidth(Comparison comparison) {
    return comparison.variants().stream().mapToInt(v -> v.name().length()).max().orElse(0);
  }

  private static void block(Comparison comparison, Line line, StringBuilder out, Ansi ansi) {
    boolean ranked = !line.ranks().isEmpty();
    List<List<String>> cells = new ArrayList<>();
    for (int v = 0; v < comparison.variants().size(); v++) {
      cells.add(cells(comparison, line, v, ranked));
    }
    int[] widths = new int[cells.get(0).size()];
    for (List<String> row : cells) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    for (int v = 0; v < cells.size(); v++) {
      StringBuilder text = new StringBuilder(" ");
      for (int c = 0; c < widths.length; c++) {
        String cell = cells.get(v).get(c);
        text.append(' ').append(c == CONCLUSION ? toned(line, v, cell, ansi) : cell);
        text.append(" ".repeat(widths[c] - cell.length() + 1));
      }
      out.append(text.toString().stripTrailing()).append('\n');
    }
  }

  private static final int CONCLUSION = 4;

  private static List<String> cells(Comparison comparison, Line line, int variant, boolean ranked) {
    List<String> cells = new ArrayList<>();
    cells.add(comparison.variants().get(variant).name());
    cells.add(mean(comparison, line, variant));
    if (variant == 0) {
      cells.addAll(List.of("", "", "reference"));
    } else {
      Difference difference = line.differences().get(variant - 1);
      cells.add(Wording.difference(difference.mean(), difference.halfWidth(), line.unit()));
      cells.add(relative(line, difference));
      cells.add(conclusion(line, difference));
    }
    if (ranked) {
      cells.add("rank " + line.ranks().get(variant));
      String best = best(line, variant);
      cells.add(best.isEmpty() ? "" : "best with " + best);
    }
    return cells;
  }

  /** The difference as a share of the first variant's mean; a blank when that is zero. */
  static String relative(Line line, Difference difference) {
    double reference = line.means().get(0).mean();
    return reference == 0 || !Double.isFinite(reference)
        ? ""
        : Wording.change(difference.mean() / Math.abs(reference));
  }

  /** What may be concluded, in words. */
  static String conclusion(Line line, Difference difference) {
    return switch (difference.conclusion()) {
      case NO_SIGNIFICANT_DIFFERENCE -> "no significant difference";
      case LOWER -> directed("lower", line.better(), line.better() == Better.LESS);
      case HIGHER -> directed("higher", line.better(), line.better() == Better.MORE);
    };
  }

  private static String directed(String direction, Better better, boolean improvement) {
    return better == Better.NEITHER
        ? direction
        : direction + (improvement ? ", better" : ", worse");
  }

  private static String toned(Line line, int variant, String text, Ansi ansi) {
    if (variant == 0) {
      return ansi.dim(text);
    }
    return switch (Tone.of(line, line.differences().get(variant - 1))) {
      case BETTER -> ansi.good(text);
      case WORSE -> ansi.bad(text);
      case NEUTRAL -> text;
    };
  }

  /** Whether a difference is an improvement. */
  enum Tone {
    BETTER,
    WORSE,
    NEUTRAL;

    /** The class of its color in the report. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Tone of(Line line, Difference difference) {
      if (line.better() == Better.NEITHER
          || difference.conclusion() == Conclusion.NO_SIGNIFICANT_DIFFERENCE) {
        return NEUTRAL;
      }
      boolean lower = difference.conclusion() == Conclusion.LOWER;
      return lower == (line.better() == Better.LESS) ? BETTER : WORSE;
    }
  }

  /** Every figure: per variant the mean, and the paired difference to the first variant. */
  public static String json(Comparison comparison) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = Json.pretty(out)) {
      json.writeStartObject();
      json.writeStringProperty("scenario", comparison.scenario());
      json.writeStringProperty("varied", comparison.varied());
      json.writeNumberProperty("seed", comparison.seed());
      json.writeNumberProperty("replications", comparison.replications());
      Json.number(json, "confidence", comparison.confidence());
      json.writeArrayPropertyStart("variants");
      comparison.variants().forEach(variant -> json.writeString(variant.name()));
      json.writeEndArray();
      json.writeArrayPropertyStart("metrics");
      for (Line line : comparison.lines()) {
        line(json, comparison, line);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.append('\n').toString();
  }

  private static void line(JsonGenerator json, Comparison comparison, Line line) {
    json.writeStartObject();
    json.writeStringProperty("name", line.name());
    json.writeStringProperty("unit", line.unit());
    json.writeArrayPropertyStart("variants");
    for (int v = 0; v < comparison.variants().size(); v++) {
      MetricSummary mean = line.means().get(v);
      json.writeStartObject();
      json.writeStringProperty("variant", comparison.variants().get(v).name());
      json.writeNumberProperty("n", mean.n());
      Json.number(json, "mean", mean.mean());
      Json.number(json, "halfWidth", mean.halfWidth());
      if (v > 0) {
        Difference difference = line.differences().get(v - 1);
        Json.number(json, "difference", difference.mean());
        Json.number(json, "differenceHalfWidth", difference.halfWidth());
        json.writeStringProperty("conclusion", word(difference.conclusion()));
      }
      if (!line.ranks().isEmpty()) {
        json.writeNumberProperty("rank", line.ranks().get(v));
        Json.number(
            json,
            "bestProbability",
            isProbable(line) ? line.bestProbabilities().get(v) : Double.NaN);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String word(Conclusion conclusion) {
    return switch (conclusion) {
      case LOWER -> "lower";
      case HIGHER -> "higher";
      case NO_SIGNIFICANT_DIFFERENCE -> "no significant difference";
    };
  }

  /** One row per figure and variant, every number in full. */
  public static String csv(Comparison comparison) {
    StringWriter out = new StringWriter();
    CsvWriter csv = Csv.to(out);
    csv.writeRecord(
        "metric",
        "unit",
        "variant",
        "n",
        "mean",
        "halfWidth",
        "difference",
        "differenceHalfWidth",
        "conclusion",
        "rank",
        "bestProbability");
    for (Line line : comparison.lines()) {
      for (int v = 0; v < comparison.variants().size(); v++) {
        MetricSummary mean = line.means().get(v);
        boolean ranked = !line.ranks().isEmpty();
        Difference difference = v == 0 ? null : line.differences().get(v - 1);
        csv.writeRecord(
            line.name(),
            line.unit(),
            comparison.variants().get(v).name(),
            Integer.toString(mean.n()),
            Numbers.csv(mean.mean()),
            Numbers.csv(mean.halfWidth()),
            difference == null ? "" : Numbers.csv(difference.mean()),
            difference == null ? "" : Numbers.csv(difference.halfWidth()),
            difference == null ? "" : word(difference.conclusion()),
            ranked ? Integer.toString(line.ranks().get(v)) : "",
            isProbable(line) ? Numbers.csv(line.bestProbabilities().get(v)) : "");
      }
    }
    try {
      csv.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException("a string cannot fail to be written", impossible);
    }
    return out.toString();
  }

  /** The table in GitHub Markdown. */
  public static String markdown(Comparison comparison) {
    StringBuilder out = new StringBuilder();
    out.append("## ").append(Markdown.escaped(headline(comparison))).append("\n\n");
    out.append(conditions(comparison)).append('\n');
    out.append('\n');
    tallies(comparison)
        .forEach(tally -> out.append("- ").append(Markdown.escaped(tally)).append('\n'));
    List<String> verdicts = verdicts(comparison);
    if (!verdicts.isEmpty()) {
      out.append('\n');
      for (int v = 0; v < verdicts.size(); v++) {
        String name = comparison.variants().get(v).name();
        out.append("- ").append(Markdown.escaped(name + ": " + verdicts.get(v))).append('\n');
      }
    }
    List<List<String>> rows = new ArrayList<>();
    for (Line line : KeyComparisons.different(comparison)) {
      for (int v = 0; v < comparison.variants().size(); v++) {
        List<String> row = new ArrayList<>();
        row.add(v == 0 ? KeyComparisons.label(line.name()) : "");
        List<String> cells = cells(comparison, line, v, !line.ranks().isEmpty());
        row.addAll(cells);
        while (row.size() < 8) {
          row.add("");
        }
        rows.add(row);
      }
    }
    Markdown.table(
        List.of("figure", "variant", "mean", "difference", "", "conclusion", "rank", "probability"),
        rows,
        out);
    out.append('\n');
    notes(comparison).forEach(note -> out.append("- ").append(Markdown.escaped(note)).append('\n'));
    return out.toString();
  }
}
