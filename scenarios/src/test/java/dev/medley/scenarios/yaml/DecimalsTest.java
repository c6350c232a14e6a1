package dev.medley.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "0.1, 0.1",
    "0.30000000000000004, 0.30000000000000004",
    "20, 20",
    "-2.5, -2.5",
    "1e16, 10000000000000000",
    "1e17, 1e17",
    "2e23, 2e23",
    "0.000001, 0.000001",
    "1e-7, 1e-7",
    "1.5e300, 1.5e300",
    "4.9e-324, 5e-324",
    "1.7976931348623157e308, 1.7976931348623157e308",
    "9007199254740993, 9007199254740992"
  })
  void aNumberIsWrittenWithTheFewestDigits(String read, String written) {
    assertThat(Decimals.text(Decimals.parse(read))).isEqualTo(written);
  }

  @Test
  void whatIsWrittenIsReadBackAndIsNoLongerThanTheJdks() {
    long seed = 20260104;
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (i % 2 == 0) {
        value = random.nextInt(1_000_000) / 1000.0;
      }
      if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
        continue;
      }
      String text = Decimals.text(value);
      assertThat(Decimals.parse(text)).as("seed %d", seed).isEqualTo(value);
      // At least as short as the JDK's digits, which newer JDKs make the shortest there are.
      int digits = new BigDecimal(text).stripTrailingZeros().precision();
      int jdk = new BigDecimal(Double.toString(value)).stripTrailingZeros().precision();
      assertThat(digits).as("seed %d, %s", seed, text).isLessThanOrEqualTo(jdk);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "1.",
        "+1",
        "01",
        "-01.5",
        "1_0",
        "0x1F",
        "0b1",
        "0o7",
        "1e",
        "1e+",
        "e5",
        "1:30",
        "1,5",
        "1f",
        "1d",
        "NaN",
        ".nan",
        "Infinity",
        ".inf",
        "1 ",
        " 1",
        "１",
        "1e1.5"
      })
  void whatIsNoDecimalNumberIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Decimals.parse(text))
        .withMessageStartingWith("must be a decimal number (was ");
  }

  @Test
  void veryLongNumbersAreRefusedUnread() {
    assertThatIllegalArgumentException().isThrownBy(() -> Decimals.parse("1".repeat(401)));
  }

  @Test
  void whatIsNotFiniteCannotBeWritten() {
    assertThatIllegalArgumentException().isThrownBy(() -> Decimals.text(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> Decimals.text(Double.NEGATIVE_INFINITY));
  }
}
