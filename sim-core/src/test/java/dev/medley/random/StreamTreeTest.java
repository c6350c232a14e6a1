package dev.medley.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTreeTest {
  private final StreamTree tree = new StreamTree(7, 2);

  @Test
  void samePathTwiceGivesEqualFreshStreams() {
    RandomStream first = tree.stream("host/17/cold-start");
    long[] numbers = {first.nextLong(), first.nextLong(), first.nextLong()};
    RandomStream second = tree.stream("host/17/cold-start");
    for (long number : numbers) {
      assertThat(second.nextLong()).isEqualTo(number);
    }
  }

  @Test
  void streamsDoNotDependOnWhatElseWasAskedFor() {
    long alone = new StreamTree(7, 2).stream("b").nextLong();
    tree.stream("a").nextLong();
    tree.child("b").stream("c").nextLong();
    tree.stream("z");
    assertThat(tree.stream("b").nextLong()).isEqualTo(alone);
  }

  @Test
  void childPathsJoinWithASlash() {
    long whole = tree.stream("host/17/cold-start").nextLong();
    assertThat(tree.child("host").child("17").stream("cold-start").nextLong()).isEqualTo(whole);
    assertThat(tree.child("host/17").stream("cold-start").nextLong()).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/a", "a/", "a//b"})
  void emptyPartsAreRefused(String path) {
    assertThatThrownBy(() -> tree.stream(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + path + "\"");
    assertThatThrownBy(() -> tree.child(path)).isInstanceOf(IllegalArgumentException.class);
  }

  /** 600,000 64-bit numbers: a coincidence has probability 600,000^2 / 2^65 = 1e-8. */
  @Test
  void neighboursNeverShareANumber() {
    Set<Long> seen = new HashSet<>();
    int n = 200_000;
    for (int i = 0; i < n; i++) {
      seen.add(new StreamTree(1, 0).stream("host/" + i).nextLong());
      seen.add(new StreamTree(1, i + 1).stream("host/0").nextLong());
      seen.add(new StreamTree(i + 2, 0).stream("host/0").nextLong());
    }
    assertThat(seen).hasSize(3 * n);
  }

  @Test
  void seedAndReplicationAreNotInterchangeable() {
    assertThat(new StreamTree(1, 2).stream("a").nextLong())
        .isNotEqualTo(new StreamTree(2, 1).stream("a").nextLong());
  }

  @Test
  void trailingZeroBytesMatter() {
    assertThat(tree.stream("a").nextLong()).isNotEqualTo(tree.stream("a\0").nextLong());
  }

  /**
   * Streams with neighbouring names are independent: a 16 x 16 table of the first numbers of
   * neighbours, and the correlation of their sequences, for three kinds of neighbours.
   */
  @ParameterizedTest
  @ValueSource(strings = {"path", "replication", "seed"})
  void neighboursAreIndependent(String kind) {
    IntFunction<RandomStream> streams =
        switch (kind) {
          case "path" -> i -> new StreamTree(3, 0).stream("service/" + i + "/demand");
          case "replication" -> i -> new StreamTree(3, i).stream("service/demand");
          default -> i -> new StreamTree(i, 0).stream("service/demand");
        };
    int n = 100_000;
    long[] table = new long[256];
    double before = streams.apply(0).nextDouble();
    for (int i = 1; i <= n; i++) {
      double here = streams.apply(i).nextDouble();
      table[(int) (before * 16) * 16 + (int) (here * 16)]++;
      before = here;
    }
    assertThat(GoodnessOfFit.chiSquare(table)).isLessThan(1);

    RandomStream a = streams.apply(10);
    RandomStream b = streams.apply(11);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += 12 * (a.nextDouble() - 0.5) * (b.nextDouble() - 0.5);
    }
    // A sum of n products with mean 0 and variance 1.
    assertThat(sum).isCloseTo(0, within(GoodnessOfFit.Z * Math.sqrt(n)));
  }

  /**
   * One bit of input changes about half of the 64 bits of the first number, and each of them about
   * every other time. Tolerances: binomial, alpha 1e-4 for each of 3 x 64 output bits is widened to
   * 5.2 standard deviations (alpha 2e-7).
   */
  @Test
  void oneInputBitChangesHalfOfTheOutput() {
    int trials = 4000;
    for (String what : new String[] {"seed", "replication", "path"}) {
      long changed = 0;
      long[] byBit = new long[64];
      for (int i = 0; i < trials; i++) {
        long flip = 1L << (i % 64);
        long here = new StreamTree(i, i * 31L).stream("pod" + i).nextLong();
        long there =
            switch (what) {
              case "seed" -> new StreamTree(i ^ flip, i * 31L).stream("pod" + i).nextLong();
              case "replication" -> new StreamTree(i, i * 31L ^ flip).stream("pod" + i).nextLong();
              default ->
                  new StreamTree(i, i * 31L)
                      .stream((char) ('p' ^ (1 << (i % 5))) + "od" + i).nextLong();
            };
        long difference = here ^ there;
        changed += Long.bitCount(difference);
        for (int bit = 0; bit < 64; bit++) {
          byBit[bit] += difference >>> bit & 1;
        }
      }
      double sd = Math.sqrt(trials) / 2;
      assertThat((double) changed).as(what).isCloseTo(trials * 32.0, within(5.2 * sd * 8));
      for (long count : byBit) {
        assertThat((double) count).as(what).isCloseTo(trials / 2.0, within(5.2 * sd));
      }
    }
  }
}
