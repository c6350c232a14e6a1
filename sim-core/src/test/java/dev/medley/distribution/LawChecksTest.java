package dev.medley.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Problem;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Absurd parameters are refused by name, all at once. */
class LawChecksTest {
  private static final Duration S_1 = Duration.ofSeconds(1);
  private static final Duration NEGATIVE = Duration.ofSeconds(-1);
  private static final Duration LIFETIMES = Duration.ofDays(40_000);
  private static final double NAN = Double.NaN;
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private static Arguments refused(String paths, ThrowingCallable creation) {
    return Arguments.of(paths, creation);
  }

  static Stream<Arguments> absurdities() {
    return Stream.of(
        refused("value", () -> new Constant(NEGATIVE)),
        refused("value", () -> new Constant(LIFETIMES)),
        refused("value", () -> new Constant(Duration.ofSeconds(Long.MAX_VALUE))),
        refused("mean", () -> new Exponential(Duration.ZERO)),
        refused("mean", () -> new Exponential(NEGATIVE)),
        refused("max", () -> new Uniform(S_1, Duration.ZERO)),
        refused("min max", () -> new Uniform(NEGATIVE, LIFETIMES)),
        refused("mean sd", () -> new Normal(NEGATIVE, NEGATIVE)),
        refused("mu sigma", () -> new LogNormal(NAN, -1)),
        refused("mu sigma", () -> new LogNormal(INFINITE, NAN)),
        refused("sigma", () -> new LogNormal(0, INFINITE)),
        refused("sigma", () -> new LogNormal(20, 9)),
        refused("mean", () -> LogNormal.ofMeanCv(Duration.ZERO, 1)),
        refused("mean cv", () -> LogNormal.ofMeanCv(NEGATIVE, -1)),
        refused("cv", () -> LogNormal.ofMeanCv(S_1, NAN)),
        refused("cv", () -> LogNormal.ofMeanCv(S_1, INFINITE)),
        refused("mean", () -> LogNormal.ofMeanVariance(Duration.ZERO, new SquareSeconds(1))),
        refused(
            "variance",
            () -> LogNormal.ofMeanVariance(Duration.ofMillis(1), new SquareSeconds(10))),
        refused("value", () -> new SquareSeconds(-1)),
        refused("value", () -> new SquareSeconds(NAN)),
        refused("shift mu sigma", () -> new ShiftedLogNormal(NEGATIVE, NAN, NAN)),
        refused("sigma", () -> new ShiftedLogNormal(S_1, 20, 9)),
        refused(
            "shift excessMean excessCv",
            () -> ShiftedLogNormal.ofExcess(NEGATIVE, Duration.ZERO, -1)),
        refused("shape scale", () -> new Weibull(0, Duration.ZERO)),
        refused("shape", () -> new Weibull(NAN, S_1)),
        refused("shape", () -> new Weibull(0.05, S_1)),
        refused("shape scale", () -> new Gamma(-1, NEGATIVE)),
        refused("shape", () -> new Gamma(INFINITE, S_1)),
        refused("shape", () -> new Gamma(1e8, Duration.ofDays(1))),
        refused("mean cv", () -> Gamma.ofMeanCv(Duration.ZERO, 0)),
        refused("cv", () -> Gamma.ofMeanCv(Duration.ofMillis(1), 0.001)),
        refused("cv", () -> Gamma.ofMeanCv(Duration.ofDays(36_000), 10)),
        refused("components", () -> new Mixture(List.of())),
        refused("weight", () -> new Mixture.Component(0, new Constant(S_1))),
        refused("weight", () -> new Mixture.Component(NAN, new Constant(S_1))),
        refused("weight", () -> new Mixture.Component(INFINITE, new Constant(S_1))),
        refused("quantiles", () -> new Empirical(List.of(point(0, 1)))),
        refused("p value", () -> new Empirical.QuantilePoint(1.5, NEGATIVE)),
        refused("p", () -> new Empirical.QuantilePoint(NAN, S_1)),
        refused("quantiles[0].p", () -> new Empirical(List.of(point(0.1, 1), point(1, 2)))),
        refused("quantiles[1].p", () -> new Empirical(List.of(point(0, 1), point(0.99, 2)))),
        refused(
            "quantiles[2].p quantiles[3].value",
            () -> new Empirical(List.of(point(0, 1), point(.5, 2), point(.5, 3), point(1, 2)))),
        refused("perSecond", () -> new Rate(-1)),
        refused("perSecond", () -> new Rate(NAN)),
        refused("perSecond", () -> new Rate(1e10)),
        refused("steps", () -> new PiecewiseRate(List.of())),
        refused("steps[0].at steps[0].ramp", () -> new PiecewiseRate(List.of(step(1, 1)))),
        refused(
            "steps[2].at steps[3].at",
            () -> new PiecewiseRate(List.of(step(0, 0), step(10, 5), step(12, 0), step(12, 0)))),
        refused("at ramp", () -> new PiecewiseRate.Step(NEGATIVE, Rate.ZERO, NEGATIVE)));
  }

  private static Empirical.QuantilePoint point(double p, long millis) {
    return new Empirical.QuantilePoint(p, Duration.ofMillis(millis));
  }

  private static PiecewiseRate.Step step(long at, long ramp) {
    return new PiecewiseRate.Step(Duration.ofSeconds(at), new Rate(1), Duration.ofSeconds(ramp));
  }

  @ParameterizedTest
  @MethodSource("absurdities")
  void absurdParametersAreRefusedByName(String paths, ThrowingCallable creation) {
    assertThatThrownBy(creation)
        .isInstanceOfSatisfying(
            InvalidConfiguration.class,
            e ->
                assertThat(e.problems().stream().map(Problem::path))
                    .containsExactly(paths.split(" ")));
  }

  @Test
  void messagesNameRuleAndValue() {
    assertThatThrownBy(() -> new Uniform(S_1, Duration.ofMillis(250)))
        .hasMessage("max: must be >= min (min 1s, max 0.25s)");
    assertThatThrownBy(() -> new LogNormal(20, 9))
        .hasMessageContaining("exceed 100 years (mu 20, sigma 9)");
    assertThatThrownBy(() -> LogNormal.ofMeanCv(S_1, -0.5))
        .hasMessage("cv: must be >= 0 and <= 1000 (was -0.5)");
    assertThatThrownBy(() -> new Empirical(List.of(point(0, 1), point(0.99, 2))))
        .hasMessage("quantiles[1].p: the last point must be the maximum, p = 1 (was 0.99)");
  }

  @Test
  void formsGiveTheMomentsTheyAreNamedFor() {
    LogNormal byCv = LogNormal.ofMeanCv(Duration.ofMillis(20), 1.5);
    assertThat(byCv.meanNanos()).isCloseTo(20e6, within(1e-4));
    assertThat(byCv.standardDeviationNanos()).isCloseTo(30e6, within(1e-4));
    LogNormal byVariance = LogNormal.ofMeanVariance(Duration.ofMillis(1800), new SquareSeconds(.5));
    assertThat(byVariance.meanNanos()).isCloseTo(1.8e9, within(1e-3));
    assertThat(byVariance.standardDeviationNanos()).isCloseTo(Math.sqrt(0.5) * 1e9, within(1e-3));
    ShiftedLogNormal shifted =
        ShiftedLogNormal.ofExcess(Duration.ofSeconds(1), Duration.ofMillis(800), 0.5);
    assertThat(shifted.meanNanos()).isCloseTo(1.8e9, within(1e-3));
    assertThat(shifted.standardDeviationNanos()).isCloseTo(0.4e9, within(1e-3));
  }

  /**
   * mean * cv^2 = 100 ns at the finest: the mean stays, the cv moves by a quarter percent at most.
   */
  @Test
  void gammaFormKeepsTheMeanWhateverTheRounding() {
    for (double cv : new double[] {0.00317, 0.0123, 0.1, 0.77, 1, 3.3, 10}) {
      Gamma law = Gamma.ofMeanCv(Duration.ofMillis(10), cv);
      assertThat(law.meanNanos()).isCloseTo(10e6, within(1e-6));
      assertThat(law.standardDeviationNanos() / 10e6).isCloseTo(cv, within(0.0025 * cv));
    }
  }

  @Test
  void aHundredYearsAreAllowedInEveryForm() {
    Duration longest = Duration.ofSeconds((long) DurationLaw.MAX_SECONDS);
    for (double cv : new double[] {0, 0.3, 1, 20, 1000}) {
      assertThat(LogNormal.ofMeanCv(longest, cv).meanNanos() / longest.toNanos())
          .isCloseTo(1, within(1e-9));
      assertThat(LogNormal.ofMeanCv(Duration.ofNanos(1), cv).meanNanos())
          .isCloseTo(1, within(1e-9));
    }
    assertThat(new Exponential(longest).meanNanos()).isEqualTo(longest.toNanos());
  }

  @Test
  void listsAreCopiedWhenALawIsMade() {
    List<Mixture.Component> components =
        new java.util.ArrayList<>(List.of(new Mixture.Component(1, new Constant(S_1))));
    Mixture law = new Mixture(components);
    components.clear();
    assertThat(law.components()).hasSize(1);
  }
}
