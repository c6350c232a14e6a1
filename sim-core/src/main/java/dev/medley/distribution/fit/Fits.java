package dev.medley.distribution.fit;

import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Samples, the laws fitted to them, and which to take.
 *
 * @param samples what was fitted
 * @param ranked the laws by Akaike's criterion, the best first; the empirical law, which has none,
 *     at the end
 * @param refused why other families could not be fitted, in the order of {@link Family}
 * @param tested how many samples the p-values rest on: all, or {@link #MOST_TESTED} chosen at
 *     random
 */
public record Fits(Samples samples, List<Fit> ranked, Map<Family, String> refused, int tested) {
  /** With more samples than this the p-values are those of a random part of this size. */
  public static final int MOST_TESTED = 2000;

  /** Resamples of each bootstrap: the least p-value is 1/200. */
  public static final int RESAMPLES = 199;

  /** Below this difference of Akaike's criterion two laws are equally good. */
  private static final double INDIFFERENT_AIC = 2;

  /** A mixture must beat a single law by this much of Schwarz's criterion: "very strong". */
  private static final double CONVINCING_BIC = 10;

  /**
   * Fits families to samples.
   *
   * @param families which; repetitions count once
   * @param seed of the bootstrap and of the choice of tested samples
   */
  public static Fits of(Samples samples, List<Family> families, long seed) {
    return of(samples, families, seed, RESAMPLES);
  }

  /** The same with another number of resamples. */
  static Fits of(Samples samples, List<Family> families, long seed, int resamples) {
    StreamTree streams = new StreamTree(seed, 0).child("fit");
    Samples part = part(samples, streams.stream("part"));
    List<Fit> ranked = new ArrayList<>();
    Map<Family, String> refused = new EnumMap<>(Family.class);
    for (Family family : families.stream().distinct().sorted().toList()) {
      Estimate estimate = family.fit(samples);
      if (estimate instanceof Estimate.Refused no) {
        refused.put(family, no.reason());
      } else if (estimate instanceof Estimate.Fitted fitted) {
        ranked.add(fit(family, fitted, samples, part, resamples, streams.stream(family.key())));
      }
    }
    ranked.sort(
        Comparator.<Fit, Boolean>comparing(fit -> Double.isNaN(fit.aic()))
            .thenComparingDouble(Fit::aic));
    return new Fits(samples, List.copyOf(ranked), refused, part.count());
  }

  private static Fit fit(
      Family family,
      Estimate.Fitted fitted,
      Samples samples,
      Samples part,
      int resamples,
      RandomStream stream) {
    Distance distance = Distance.of(samples, Family.cdf(fitted.law()), family.endsAtSamples());
    PValues pValues = PValues.NONE;
    if (family != Family.EMPIRICAL
        && part.distinct() > 1
        && (part == samples ? fitted : family.refit(part, fitted.law()))
            instanceof Estimate.Fitted tested) {
      pValues = PValues.of(family, tested.law(), part, resamples, stream);
    }
    return new Fit(
        family,
        fitted.law(),
        fitted.logLikelihood(),
        samples.count(),
        distance,
        pValues,
        fitted.note());
  }

  /** All samples, or as many as are tested, chosen at random without repetition. */
  private static Samples part(Samples samples, RandomStream stream) {
    int n = samples.count();
    if (n <= MOST_TESTED) {
      return samples;
    }
    long[] chosen = new long[MOST_TESTED];
    int taken = 0;
    // Knuth's selection sampling: each remaining sample with the chance that it is still needed.
    for (int i = 0; taken < MOST_TESTED; i++) {
      if (stream.nextInt(n - i) < MOST_TESTED - taken) {
        chosen[taken++] = (long) samples.nanos(i);
      }
    }
    return Samples.resampled(chosen);
  }

  /**
   * The law to take: of those whose AIC is within 2 of the least, the one with the fewest
   * parameters; a mixture only if its BIC is 10 below that of every single law. The empirical law
   * only when nothing else was fitted; null when nothing was.
   */
  public @Nullable Fit recommended() {
    List<Fit> laws = ranked.stream().filter(fit -> !Double.isNaN(fit.aic())).toList();
    if (laws.isEmpty()) {
      return ranked.isEmpty() ? null : ranked.get(0);
    }
    List<Fit> single = laws.stream().filter(fit -> fit.family() != Family.MIXTURE).toList();
    if (single.isEmpty()) {
      return laws.get(0);
    }
    Fit best = laws.get(0);
    double leastBic = single.stream().mapToDouble(Fit::bic).min().orElseThrow();
    if (best.family() == Family.MIXTURE && best.bic() < leastBic - CONVINCING_BIC) {
      return best;
    }
    double bound = single.get(0).aic() + INDIFFERENT_AIC;
    return single.stream()
        .filter(fit -> fit.aic() <= bound)
        .min(
            Comparator.comparingInt((Fit fit) -> fit.family().parameters())
                .thenComparingDouble(Fit::aic))
        .orElseThrow();
  }

  /** The fit of a family; null when it was not fitted. */
  public @Nullable Fit of(Family family) {
    return ranked.stream().filter(fit -> fit.family() == family).findFirst().orElse(null);
  }
}
