package dev.medley.scenarios.report;

import dev.medley.check.Decimals;
import dev.medley.distribution.LogNormal;
import dev.medley.distribution.Mixture;
import dev.medley.distribution.fit.Family;
import dev.medley.distribution.fit.Fit;
import dev.medley.distribution.fit.Fits;
import dev.medley.distribution.fit.Samples;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** In plain words: which law to take, why, and what is wrong with it. */
final class FitWords {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double LEVEL = 0.05;
  private static final double HARMLESS_KOLMOGOROV = 0.05;
  private static final double NOTABLE_CHANGE = 0.02;
  private static final double NOTABLE_CORRELATION = 3;
  private static final double COARSE_STEP = 0.3;
  private static final int LEAST_BEYOND = 10;

  private final Fits fits;
  private final Fit taken;
  private final Samples samples;
  private final List<String> lines = new ArrayList<>();

  private FitWords(Fits fits, Fit taken) {
    this.fits = fits;
    this.taken = taken;
    this.samples = fits.samples();
  }

  /** One line on which law to take. */
  static String headline(Fits fits, Fit taken) {
    return new FitWords(fits, taken).choice();
  }

  /** What to know about that law and these samples, a sentence each; never empty. */
  static List<String> reservations(Fits fits, Fit taken) {
    FitWords words = new FitWords(fits, taken);
    words.tests();
    words.quantiles();
    words.tail();
    words.mixture();
    words.ofTheFit();
    words.measurement();
    return words.lines;
  }

  private String choice() {
    if (taken.family() == Family.EMPIRICAL) {
      return "take empirical: no other law was fitted";
    }
    List<Fit> laws = fits.ranked().stream().filter(fit -> !Double.isNaN(fit.aic())).toList();
    String name = "take " + taken.family().key();
    if (laws.size() == 1) {
      return name + ": the only law that was fitted";
    }
    Fit best = laws.get(0);
    if (best == taken) {
      Fit next = laws.get(1);
      return name
          + ": it has the least AIC; "
          + next.family().key()
          + " is "
          + digits(next.aic() - best.aic())
          + " behind";
    }
    return name
        + (best.family() == Family.MIXTURE
            ? ": the mixture has a lower AIC, but its five parameters do not pay by BIC"
            : ": its AIC is within 2 of that of "
                + best.family().key()
                + ", with fewer parameters or less BIC");
  }

  private void tests() {
    double ks = taken.pValues().kolmogorov();
    double ad = taken.pValues().andersonDarling();
    if (Double.isNaN(ks) && Double.isNaN(ad)) {
      return;
    }
    String p =
        "p " + digits(ks) + " (KS)" + (Double.isNaN(ad) ? "" : " and " + digits(ad) + " (AD)");
    if (taken.passes(LEVEL)) {
      lines.add(
          "the samples may well be of this law: samples drawn from it lie as far off or farther with "
              + p);
      return;
    }
    double share = taken.distance().kolmogorov();
    double law = taken.law().cdf(taken.distance().atNanos());
    double measured = law + (taken.distance().sampleBelowLaw() ? -share : share);
    lines.add(
        "the samples are not exactly of this law ("
            + p
            + "): at worst, at "
            + time(taken.distance().atNanos())
            + ", "
            + percent(measured)
            + " of the samples lie below and "
            + percent(law)
            + " of the law"
            + (share < HARMLESS_KOLMOGOROV
                ? "; with " + samples.count() + " samples that is visible, and may not matter"
                : ""));
    List<Fit> passing =
        fits.ranked().stream()
            .filter(fit -> !Double.isNaN(fit.aic()) && fit.passes(LEVEL))
            .toList();
    if (passing.isEmpty()) {
      lines.add(
          "no law that was fitted passes both tests at 5 %: where the difference matters look for its"
              + " cause, or paste the empirical law, which ends at the greatest sample");
    } else {
      lines.add("these pass both tests at 5 %: " + names(passing));
    }
  }

  private static String names(List<Fit> fits) {
    return String.join(", ", fits.stream().map(fit -> fit.family().key()).toList());
  }

  private void quantiles() {
    List<String> off = new ArrayList<>();
    for (double p : new double[] {0.5, 0.9, 0.99}) {
      double measured = samples.quantile(p);
      double change = taken.law().quantileNanos(p) / measured - 1;
      if (measured > 0 && Math.abs(change) > NOTABLE_CHANGE) {
        off.add(
            "p"
                + Math.round(100 * p)
                + " "
                + percent(Math.abs(change))
                + (change > 0 ? " above" : " below"));
      }
    }
    lines.add(
        off.isEmpty()
            ? "its p50, p90 and p99 are within 2 % of the samples'"
            : "against the samples' it has its " + String.join(", ", off));
  }

  private void tail() {
    int beyond = (int) (samples.count() * 0.01);
    if (beyond < LEAST_BEYOND) {
      lines.add(
          "only "
              + beyond
              + (beyond == 1 ? " sample lies" : " samples lie")
              + " beyond p99: from there on the tail is the law's word, not the measurement's");
    }
  }

  private void mixture() {
    if (taken.law() instanceof Mixture mixture) {
      List<String> parts = new ArrayList<>();
      for (Mixture.Component part : mixture.components()) {
        double median = StrictMath.exp(((LogNormal) part.law()).mu());
        parts.add(
            unbroken(Wording.probability(part.weight()))
                + " about "
                + time(median * NANOS_PER_SECOND));
      }
      lines.add(
          "two kinds of samples: "
              + String.join(", ", parts)
              + "; if their cause is known, model the cause, as a mixture draws them independently");
    }
  }

  private void ofTheFit() {
    if (!taken.note().isEmpty()) {
      lines.add(taken.note());
    }
  }

  private void measurement() {
    int n = samples.count();
    double r = samples.neighbourCorrelation();
    if (Math.abs(r) * Math.sqrt(n) > NOTABLE_CORRELATION) {
      lines.add(
          "neighbours in the file resemble each other (correlation "
              + digits(r)
              + "): the p-values assume independent samples and are too small or too large, and a"
              + " law alone cannot repeat drift or contention");
    }
    if (samples.distinct() < n) {
      lines.add(
          samples.distinct()
              + " different values among "
              + n
              + " samples, on a clock of "
              + time(samples.stepNanos())
              + ": the p-values allow for this rounding");
    }
    if (samples.stepNanos() > COARSE_STEP * samples.standardDeviation()) {
      lines.add(
          "the clock is coarse against the standard deviation of "
              + time(samples.standardDeviation())
              + ": likelihoods of densities are rough then, so measure with a finer clock");
    }
    if (fits.tested() < n) {
      lines.add(
          "the p-values are those of "
              + fits.tested()
              + " samples chosen at random; with all "
              + n
              + " any law that is not exact is rejected");
    }
  }

  private static String time(double nanos) {
    return unbroken(Wording.value(nanos / NANOS_PER_SECOND, "s"));
  }

  private static String percent(double ratio) {
    return unbroken(Wording.share(ratio));
  }

  private static String unbroken(String text) {
    return text.replace(' ', '\u00a0');
  }

  /** Three digits. */
  static String digits(double value) {
    return Double.isNaN(value)
        ? Wording.NONE
        : Decimals.plain(new BigDecimal(value).round(new MathContext(3)));
  }
}
