package dev.medley.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medley.check.Decimals;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "50/s, 50",
    "3000/min, 50",
    "1.5/h, 0.0004166666666666667",
    "86400/d, 1",
    " 2.5e3 /s, 2500",
    "0/s, 0",
    ".5/s, 0.5"
  })
  void ratesAreReadInAnyUnit(String text, double perSecond) {
    assertThat(Rate.parse(text)).isEqualTo(new Rate(perSecond));
  }

  @ParameterizedTest
  @ValueSource(strings = {"50", "", "/s", "50/", "50/week", "50/ms", "1,5/s", "0x1p3/s", "NaN/s"})
  void ratesWithoutUnitOrNumberAreRefused(String text) {
    assertThatThrownBy(() -> Rate.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageFindingMatch("needs a unit: /s, /min, /h or /d|not a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1/s", "1e10/s", "1e999/s"})
  void ratesOutOfRangeAreRefused(String text) {
    assertThatThrownBy(() -> Rate.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("perSecond: must be >= 0 and <= 1000000000");
  }

  @Test
  void absurdlyLongNumbersAreRefusedQuickly() {
    assertThatThrownBy(() -> Rate.parse("1e999999999/s"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Rate.parse("1".repeat(100_000) + "/s"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"0.5s2, 0.5", "2500s2, 2500", "400ms2, 0.0004", "0s2, 0"})
  void variancesAreRead(String text, double value) {
    assertThat(SquareSeconds.parse(text)).isEqualTo(new SquareSeconds(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "0.5s", "s2", "0.5 min2", ""})
  void variancesWithoutUnitAreRefused(String text) {
    assertThatThrownBy(() -> SquareSeconds.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "50/s, 50/s",
    "3000/min, 50/s",
    "1.5/h, 1.5/h",
    "7/min, 7/min",
    "1/d, 1/d",
    "0/h, 0/s",
    "1e-3/s, 3.6/h",
    "2000/min, 2000/min",
    "0.3333333333/s, 0.3333333333/s",
    "1e9/s, 1000000000/s"
  })
  void ratesAreWrittenShort(String text, String written) {
    assertThat(Rate.parse(text)).hasToString(written);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsWrittenReadsBackEqual(long seed) {
    RandomStream stream = new StreamTree(seed, 0).stream("quantity");
    for (int i = 0; i < 2000; i++) {
      double value = stream.nextDouble() * StrictMath.pow(10, stream.nextInt(20) - 12);
      Rate rate = new Rate(value);
      assertThat(Rate.parse(rate.toString())).as("seed %d", seed).isEqualTo(rate);
      SquareSeconds variance = new SquareSeconds(value);
      assertThat(SquareSeconds.parse(variance.toString())).isEqualTo(variance);
    }
  }

  @Test
  void numbersAreWrittenPlainAndReadBack() {
    assertThat(Decimals.shortest(2.0e-3)).isEqualTo("0.002");
    assertThat(Decimals.shortest(0.1 + 0.2)).isEqualTo("0.30000000000000004");
    assertThat(Decimals.shortest(1.0E23)).isEqualTo("1" + "0".repeat(23));
    assertThat(Decimals.shortest(-0.0)).isEqualTo("0");
    assertThat(new BigDecimal(Decimals.shortest(4.9e-324)).doubleValue()).isEqualTo(4.9e-324);
    assertThat(Decimals.shortest(2e23)).isEqualTo("2" + "0".repeat(23));
  }
}
