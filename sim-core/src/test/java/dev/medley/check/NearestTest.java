package dev.medley.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KEYS =
      List.of("replicas", "resources", "runtime", "least-connections", "at", "seed", "warmup");

  @ParameterizedTest
  @CsvSource({
    "replcias, replicas",
    "replica, replicas",
    "resource, resources",
    "REPLICAS, replicas",
    "leastConnections, least-connections",
    "LEAST_CONNECTIONS, least-connections",
    "atr, at",
    "sede, seed",
    "worm-up, warmup"
  })
  void aTypoFindsWhatWasMeant(String typo, String meant) {
    assertThat(Nearest.of(typo, KEYS)).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({"x", "zz", "storage", "s", "''", "entirely-different-words"})
  void nothingIsSuggestedForWhatIsNotNear(String name) {
    assertThat(Nearest.of(name, KEYS)).isNull();
  }

  @Test
  void theDistanceCountsASwapOfNeighboursOnce() {
    assertThat(Nearest.distance("abcd", "acbd")).isEqualTo(1);
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("abc", "abc")).isZero();
  }

  @Test
  void veryLongNamesHaveNoNeighbours() {
    assertThat(Nearest.of("a".repeat(65), List.of("a".repeat(64)))).isNull();
  }
}
