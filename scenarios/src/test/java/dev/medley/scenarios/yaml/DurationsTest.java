package dev.medley.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0s, 0",
    "-0, 0",
    "100ns, 100",
    "50us, 50000",
    "165us, 165000",
    "165µs, 165000",
    "250ms, 250000000",
    "2s, 2000000000",
    "1.5s, 1500000000",
    "0.001us, 1",
    "10m, 600000000000",
    "2h, 7200000000000",
    "1d, 86400000000000",
    "1h30m, 5400000000000",
    "1d2h3m4s5ms6us7ns, 93784005006007",
    "-1h30m, -5400000000000",
    "9223372036854775807ns, 9223372036854775807"
  })
  void aDurationIsReadToTheNanosecond(String text, long nanos) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofNanos(nanos));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "5",
        "1.s",
        ".5s",
        "s",
        "5S",
        "5 s",
        "1m1h",
        "1s1s",
        "1e3s",
        "0x1s",
        "+1s",
        "5sec",
        "--1s",
        "1s-1m",
        "0.5ns",
        "9223372036854775808ns",
        "106752d",
        "1:30",
        "PT5S",
        "1h30",
        "99999999999999999999999999999999999999999999999999999999999999999s"
      })
  void whatIsNoDurationIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessageMatching("(must be|needs a unit).* \\(was .*\\)");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1, 1ns",
    "1000, 1us",
    "1500000000, 1500ms",
    "5400000000000, 90m",
    "-2000000000, -2s"
  })
  void aDurationIsWrittenInTheLargestUnitThatDividesIt(long nanos, String text) {
    assertThat(Durations.text(Duration.ofNanos(nanos))).isEqualTo(text);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    long seed = 20260103;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      long nanos = random.nextLong() >> random.nextInt(64);
      Duration duration = Duration.ofNanos(Math.max(nanos, -Long.MAX_VALUE));
      assertThat(Durations.parse(Durations.text(duration)))
          .as("seed %d, %d ns", seed, nanos)
          .isEqualTo(duration);
    }
  }
}
