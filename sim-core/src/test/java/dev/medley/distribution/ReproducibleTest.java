package dev.medley.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import org.junit.jupiter.api.Test;

class ReproducibleTest {
  private final RandomStream stream = new StreamTree(1, 0).stream("reproducible");

  @Test
  void exponentialIsWithinTwoUnitsInTheLastPlace() {
    for (int i = 0; i < 1_000_000; i++) {
      double x = i % 2 == 0 ? 1416 * stream.nextDouble() - 708 : 2 * stream.nextGaussian();
      double exact = StrictMath.exp(x);
      // StrictMath itself is within 1 unit.
      assertThat(Math.abs(Reproducible.exp(x) - exact) <= 2 * Math.ulp(exact)).as("%s", x).isTrue();
    }
  }

  @Test
  void exponentialOfExtremesIsThatOfStrictMath() {
    double[] extremes = {
      -1e9,
      -800,
      -745.2,
      -708,
      -707.9999,
      -0.0,
      0,
      708.9999,
      709,
      709.78,
      710,
      1e9,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY
    };
    for (double x : extremes) {
      double exact = StrictMath.exp(x);
      double error = Math.abs(Reproducible.exp(x) - exact);
      assertThat(Reproducible.exp(x) == exact || Double.isNaN(exact) || error <= Math.ulp(exact))
          .as("%s", x)
          .isTrue();
    }
    assertThat(Reproducible.exp(Double.NaN)).isNaN();
    assertThat(Reproducible.exp(0)).isEqualTo(1);
  }

  @Test
  void logarithmIsWithinItsBound() {
    for (int i = 0; i < 1_000_000; i++) {
      double x =
          i % 2 == 0 ? stream.nextExponential() : StrictMath.exp(1400 * stream.nextDouble() - 700);
      double exact = StrictMath.log(x);
      double bound = 0x1.0p-51 * Math.max(1, Math.abs(exact));
      assertThat(Math.abs(Reproducible.log(x) - exact) <= bound).as("%s", x).isTrue();
    }
  }
}
