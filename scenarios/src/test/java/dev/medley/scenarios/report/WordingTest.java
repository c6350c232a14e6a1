package dev.medley.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
  @ParameterizedTest
  @CsvSource({
    "0.0123, s, 12.3 ms",
    "1.236, s, 1.24 s",
    "0.000165, s, 165 µs",
    "0.000000033, s, 33.0 ns",
    "75, s, 75.0 s",
    "150, s, 2.50 min",
    "7200, s, 2.00 h",
    "200000, s, 2.31 d",
    "0.42, ratio, 42.0 %",
    "0.0004217, ratio, 0.0422 %",
    "75207657, 1, 75_207_657",
    "1234, 1, 1234",
    "12345, 1, 12_345",
    "8.25, 1, 8.25",
    "0, 1, 0",
    "49.8, 1/s, 49.8 /s",
    "61.4, EUR, 61.40 EUR",
    "-0.005, s, ~5.00 ms",
    "NaN, s, –",
    "Infinity, 1, –",
  })
  void valueHasAFittingUnitAndThreeDigits(double value, String unit, String text) {
    assertThat(plain(Wording.value(value, unit))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0.4123, 0.0089, s, 412 ± 9 ms",
    "1.2361, 0.1532, s, 1.24 ± 0.15 s",
    "1.2361, 0.3532, s, 1.2 ± 0.4 s",
    "1203401.3, 903.2, 1, 1_203_401 ± 903",
    "0.0042, 0.00031, ratio, 0.42 ± 0.03 %",
    "61.4021, 0.0184, EUR, 61.402 ± 0.018 EUR",
    "61.4021, 3.2, EUR, 61.40 ± 3.20 EUR",
    "0.02, 0.0000003, s, 20.000 ± 0.0003 ms",
    "60, 0, 1, 60 ± 0",
    "60, 0, s, 60 ± 0 s",
    "0.0000004, 0.001, s, 0.0 ± 1.0 ms",
    "0.1234567, 0, EUR, 0.12346 ± 0 EUR",
    "0, 0, ratio, 0 %",
    "0, 0.01, ratio, 0.0 ± 1.0 %",
    "0.5, NaN, s, 500 ms",
    "NaN, NaN, s, –",
  })
  void halfWidthDecidesTheDigits(double mean, double halfWidth, String unit, String text) {
    assertThat(plain(Wording.estimate(mean, halfWidth, unit))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "-0.112, 0.0061, s, ~112 ± 6 ms",
    "0.001, 0.02, s, +1 ± 20 ms",
    "0.0123, 0.001, ratio, +1.23 ± 0.10 pp",
    "0, 0, 1, 0",
    "0, 0, ratio, 0 pp",
  })
  void differenceCarriesItsSign(double mean, double halfWidth, String unit, String text) {
    assertThat(plain(Wording.difference(mean, halfWidth, unit))).isEqualTo(text);
  }

  @Test
  void limitKeepsTheDigitsItWasGiven() {
    assertThat(Wording.given(0.001, "ratio")).isEqualTo("0.1 %");
    assertThat(Wording.given(0.5, "s")).isEqualTo("500 ms");
    assertThat(Wording.given(1.25, "s")).isEqualTo("1.25 s");
    assertThat(Wording.given(100, "1")).isEqualTo("100");
    assertThat(Wording.given(0, "s")).isEqualTo("0 s");
  }

  @Test
  void probabilityIsNeverRoundedToCertainty() {
    assertThat(Wording.probability(0.9999)).isEqualTo(">99 %");
    assertThat(Wording.probability(0.0001)).isEqualTo("<1 %");
    assertThat(Wording.probability(1)).isEqualTo("100 %");
    assertThat(Wording.probability(0)).isEqualTo("0 %");
    assertThat(Wording.probability(0.5)).isEqualTo("50 %");
  }

  @Test
  void confidenceKeepsItsDecimals() {
    assertThat(Wording.confidence(0.95)).isEqualTo("95 %");
    assertThat(Wording.confidence(0.999)).isEqualTo("99.9 %");
  }

  @ParameterizedTest
  @CsvSource({
    "6600, 1 h 50 min",
    "60, 1 min",
    "90, 1 min 30 s",
    "3605, 1 h",
    "93600, 1 d 2 h",
    "0.5, 500 ms",
    "7200, 2 h"
  })
  void spanHasItsTwoLargestUnits(double seconds, String text) {
    assertThat(Wording.span(seconds)).isEqualTo(text);
  }

  @Test
  void changeThatRoundsToNothingHasNoSign() {
    assertThat(Wording.change(1e-6)).isEqualTo("0 %");
    assertThat(Wording.change(-1e-6)).isEqualTo("0 %");
    assertThat(plain(Wording.change(-0.27))).isEqualTo("~27 %");
    assertThat(Wording.change(0.017)).isEqualTo("+1.7 %");
  }

  /** Narrow spaces and the minus sign in a form that can be read in a test. */
  private static String plain(String text) {
    return text.replace('\u202f', '_').replace('\u2212', '~');
  }
}
