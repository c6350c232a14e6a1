package dev.medley.scenarios.report;

import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.fit.Family;
import dev.medley.distribution.fit.Fit;
import dev.medley.distribution.fit.Fits;
import dev.medley.distribution.fit.Samples;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Fitted laws for a terminal: ranking, quantiles, which to take, the YAML to paste. */
public final class FitTable {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double[] QUANTILES = {0.5, 0.99};

  private FitTable() {}

  /**
   * The text, ending with a line feed.
   *
   * @param fits with at least one fitted law
   * @param yaml how a law is written in a file
   */
  public static String text(
      Fits fits, FitSource source, Function<DurationLaw, String> yaml, boolean colored) {
    Ansi ansi = new Ansi(colored);
    StringBuilder out = new StringBuilder();
    out.append(ansi.bold(source.file() + ", " + source.column())).append('\n');
    TextTable.broken(described(fits.samples()), " ", " ").forEach(l -> out.append(l).append('\n'));
    out.append('\n');
    ranking(fits, out, ansi);
    out.append('\n');
    quantiles(fits, out, ansi);
    for (Map.Entry<Family, String> refused : fits.refused().entrySet()) {
      TextTable.bullet("no " + refused.getKey().key() + ": " + refused.getValue(), out);
    }
    Fit taken = fits.recommended();
    if (taken != null) {
      out.append('\n').append(ansi.bold(FitWords.headline(fits, taken))).append('\n');
      FitWords.reservations(fits, taken).forEach(line -> TextTable.bullet(line, out));
      out.append('\n').append(ansi.bold("to paste")).append('\n');
      out.append("law: ").append(yaml.apply(taken.law())).append('\n');
      for (Fit fit : fits.ranked()) {
        if (fit != taken) {
          out.append(ansi.dim("# law: " + yaml.apply(fit.law()))).append('\n');
        }
      }
    }
    return out.toString();
  }

  /** The samples in one sentence. */
  static String described(Samples samples) {
    return samples.count()
        + " samples from "
        + time(samples.least())
        + " to "
        + time(samples.greatest())
        + ": mean "
        + time(samples.mean())
        + ", standard deviation "
        + time(samples.standardDeviation())
        + ", p50 "
        + time(samples.quantile(0.5))
        + ", p99 "
        + time(samples.quantile(0.99));
  }

  private static void ranking(Fits fits, StringBuilder out, Ansi ansi) {
    TextTable table = new TextTable();
    table.heading(List.of("AIC", "ΔAIC", "BIC", "KS", "p", "AD", "p"));
    double least = fits.ranked().get(0).aic();
    for (Fit fit : fits.ranked()) {
      table.row(
          fit.family().key(),
          List.of(
              fixed(fit.aic(), 1),
              fixed(fit.aic() - least, 1),
              fixed(Double.isNaN(fit.aic()) ? Double.NaN : fit.bic(), 1),
              fixed(fit.distance().kolmogorov(), 4),
              fixed(fit.pValues().kolmogorov(), 3),
              fixed(fit.distance().andersonDarling(), 3),
              fixed(fit.pValues().andersonDarling(), 3)));
    }
    table.print(out, ansi);
  }

  private static void quantiles(Fits fits, StringBuilder out, Ansi ansi) {
    TextTable table = new TextTable();
    table.heading(List.of("p50", "", "p99", "", "mean", ""));
    List<String> measured = new ArrayList<>();
    for (double p : QUANTILES) {
      measured.add(time(fits.samples().quantile(p)));
      measured.add("");
    }
    measured.add(time(fits.samples().mean()));
    measured.add("");
    table.row("samples", measured);
    for (Fit fit : fits.ranked()) {
      List<String> cells = new ArrayList<>();
      for (double p : QUANTILES) {
        double value = fit.law().quantileNanos(p);
        cells.add(time(value));
        cells.add(change(value, fits.samples().quantile(p)));
      }
      cells.add(time(fit.law().meanNanos()));
      cells.add(change(fit.law().meanNanos(), fits.samples().mean()));
      table.row(fit.family().key(), cells);
    }
    table.print(out, ansi);
  }

  private static String change(double value, double measured) {
    return measured > 0 ? Wording.change(value / measured - 1) : "";
  }

  private static String time(double nanos) {
    return Wording.value(nanos / NANOS_PER_SECOND, "s");
  }

  private static String fixed(double value, int decimals) {
    return Double.isFinite(value)
        ? new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString()
        : Wording.NONE;
  }
}
