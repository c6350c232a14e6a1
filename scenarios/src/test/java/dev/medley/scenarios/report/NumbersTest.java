package dev.medley.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "1, 1",
    "-17, -17",
    "0.1, 0.1",
    "0.30000000000000004, 0.3",
    "123456789.123456789, 123456789.123",
    "999999999999.9, 1000000000000",
    "1e15, 1e15",
    "999999999999999, 1e15",
    "99999999999900, 99999999999900",
    "0.000001, 0.000001",
    "0.00000015, 1.5e-7",
    "-2.5e-300, -2.5e-300",
    "1.7976931348623157E308, 1.79769313486e308",
    "4.9E-324, 4.94065645841e-324",
    "75207657, 75207657",
  })
  void aNumberHasOneText(double value, String text) {
    assertThat(Numbers.csv(value)).isEqualTo(text);
    assertThat(Numbers.json(value)).isEqualTo(text);
  }

  @Test
  void aFigureThatDoesNotExistIsEmptyInCsvAndNullInJson() {
    for (double none :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      assertThat(Numbers.csv(none)).isEmpty();
      assertThat(Numbers.json(none)).isEqualTo("null");
    }
  }

  /**
   * Half a unit of the twelfth digit is at most 5e-12 of the value; 2e-12 more for the division.
   */
  @Test
  void readingBackIsWithinTheTwelfthDigit() {
    long seed = 20260101;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (!Double.isFinite(value) || Math.abs(value) < 1e-300) {
        continue;
      }
      double back = Double.parseDouble(Numbers.csv(value));
      assertThat(Math.abs(back / value - 1)).as("seed %d, value %s", seed, value).isLessThan(7e-12);
    }
  }
}
