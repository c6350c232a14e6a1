package dev.medley.distribution;

import dev.medley.check.Decimals;
import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Problem;
import java.time.Duration;
import java.util.List;

/** Checks of the parameters of {@code @Form} factories, which carry no ranges of their own. */
final class FormChecks {
  private FormChecks() {}

  static void positive(String name, Duration value, List<Problem> problems) {
    if (value.isZero()) {
      problems.add(new Problem(name, "must be > 0 s (was 0s)"));
    } else {
      notNegative(name, value, problems);
    }
  }

  static void notNegative(String name, Duration value, List<Problem> problems) {
    if (value.isNegative() || value.getSeconds() > DurationLaw.MAX_SECONDS) {
      problems.add(
          new Problem(
              name,
              "must be >= 0 and <= "
                  + Decimals.shortest(DurationLaw.MAX_SECONDS)
                  + " s (was "
                  + Decimals.seconds(value)
                  + ")"));
    }
  }

  static void ratio(String name, double value, double min, double max, List<Problem> problems) {
    if (!(value >= min && value <= max)) {
      problems.add(
          new Problem(
              name,
              "must be >= "
                  + Decimals.shortest(min)
                  + " and <= "
                  + Decimals.shortest(max)
                  + " (was "
                  + Decimals.shown(value)
                  + ")"));
    }
  }

  static void orThrow(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
  }
}
