package dev.medley.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counter, tally and level. */
class CollectorTest {
  private static RandomStream stream(long seed) {
    return new StreamTree(seed, 0).stream("collector");
  }

  @Test
  void counterCountsMergesAndResets() {
    Counter a = new Counter();
    a.increment();
    a.add(41);
    Counter b = new Counter();
    b.add(8);
    a.merge(b);
    assertThat(a.count()).isEqualTo(50);
    assertThat(b.count()).isEqualTo(8);
    a.reset();
    assertThat(a.count()).isZero();
  }

  @Test
  void counterNeverFalls() {
    assertThatThrownBy(() -> new Counter().add(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void tallyAgreesWithExactArithmetic(long seed) {
    RandomStream stream = stream(seed);
    double[] values = new double[5000];
    Tally tally = new Tally();
    for (int i = 0; i < values.length; i++) {
      // A spread a millionth of the mean: a sum of squares would lose twelve digits.
      values[i] = 1e6 + stream.nextGaussian();
      tally.add(values[i]);
    }
    BigDecimal sum = BigDecimal.ZERO;
    for (double value : values) {
      sum = sum.add(new BigDecimal(value));
    }
    BigDecimal mean = sum.divide(BigDecimal.valueOf(values.length), MathContext.DECIMAL128);
    BigDecimal squares = BigDecimal.ZERO;
    for (double value : values) {
      squares = squares.add(new BigDecimal(value).subtract(mean).pow(2));
    }
    double variance = squares.doubleValue() / (values.length - 1);
    assertThat(tally.count()).isEqualTo(values.length);
    assertThat(tally.mean()).isCloseTo(mean.doubleValue(), within(1e-8));
    assertThat(tally.variance()).isCloseTo(variance, within(1e-8));
    assertThat(tally.standardDeviation()).isCloseTo(Math.sqrt(variance), within(1e-8));
    assertThat(tally.sum()).isCloseTo(sum.doubleValue(), within(1e-3));
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void mergedTalliesAreThePool(long seed) {
    RandomStream stream = stream(seed);
    Tally pool = new Tally();
    Tally merged = new Tally();
    for (int part = 0; part < 20; part++) {
      Tally own = new Tally();
      int n = stream.nextInt(50);
      for (int i = 0; i < n; i++) {
        double value = 100 * part + stream.nextExponential();
        own.add(value);
        pool.add(value);
      }
      merged.merge(own);
    }
    assertThat(merged.count()).isEqualTo(pool.count());
    assertThat(merged.mean()).isCloseTo(pool.mean(), within(1e-9));
    assertThat(merged.variance()).isCloseTo(pool.variance(), within(1e-6));
    assertThat(merged.sum()).isCloseTo(pool.sum(), within(1e-6));
    assertThat(merged.min()).isEqualTo(pool.min());
    assertThat(merged.max()).isEqualTo(pool.max());
  }

  @Test
  void mergingIntoAnEmptyTallyCopies() {
    Tally one = new Tally();
    one.add(3.5);
    one.add(-1);
    Tally empty = new Tally();
    empty.merge(one);
    assertThat(empty.mean()).isEqualTo(one.mean());
    assertThat(empty.variance()).isEqualTo(one.variance());
    empty.merge(new Tally());
    assertThat(empty.min()).isEqualTo(-1);
    assertThat(empty.max()).isEqualTo(3.5);
    assertThat(empty.count()).isEqualTo(2);
  }

  @Test
  void emptyTallyKnowsNothing() {
    Tally tally = new Tally();
    tally.add(1);
    assertThat(tally.variance()).isNaN();
    tally.reset();
    assertThat(tally.count()).isZero();
    assertThat(tally.sum()).isZero();
    assertThat(tally.mean()).isNaN();
    assertThat(tally.variance()).isNaN();
    assertThat(tally.min()).isNaN();
    assertThat(tally.max()).isNaN();
  }

  /** 0 for 10 ns, 3 for 20 ns, 1 for 10 ns: mean 70 / 40. */
  @Test
  void levelIsWeightedByTime() {
    Level level = new Level(0);
    level.set(10, 3);
    level.add(30, -2);
    assertThat(level.value()).isEqualTo(1);
    assertThat(level.meanUntil(40)).isEqualTo(1.75);
    assertThat(level.integralUntil(40)).isEqualTo(70);
    // Asking changes nothing.
    assertThat(level.meanUntil(30)).isEqualTo(2);
    assertThat(level.min()).isZero();
    assertThat(level.max()).isEqualTo(3);
  }

  @Test
  void levelForgetsItsWarmUpButNotItsValue() {
    Level level = new Level(7);
    level.set(100, 50);
    level.set(200, 2);
    level.restart(300);
    assertThat(level.value()).isEqualTo(2);
    assertThat(level.max()).isEqualTo(2);
    assertThat(level.meanUntil(300)).isEqualTo(2);
    level.set(310, 4);
    assertThat(level.meanUntil(320)).isEqualTo(3);
    assertThat(level.min()).isEqualTo(2);
  }

  @Test
  void levelMayStartLate() {
    Level level = new Level(1000, 5);
    level.set(1010, 0);
    assertThat(level.meanUntil(1020)).isEqualTo(2.5);
    assertThatThrownBy(() -> new Level(1000, 5).set(999, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void levelRefusesTimeRunningBackwards() {
    Level level = new Level(0);
    level.set(10, 1);
    assertThatThrownBy(() -> level.set(9, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("time runs backwards: 9 ns after 10 ns");
    assertThatThrownBy(() -> level.meanUntil(9)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> level.restart(9)).isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * A day of millions of whole-numbered steps: the integral leaves 2^53, its rounding is the last.
   */
  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void integralOfAWholeLevelIsExact(long seed) {
    RandomStream stream = stream(seed);
    Level level = new Level(0);
    BigInteger exact = BigInteger.ZERO;
    long now = 0;
    long value = 0;
    for (int i = 0; i < 200_000; i++) {
      long gap = stream.nextInt(1_000_000_000);
      exact = exact.add(BigInteger.valueOf(gap).multiply(BigInteger.valueOf(value)));
      now += gap;
      value = stream.nextInt(10_000);
      level.set(now, value);
    }
    assertThat(exact.bitLength()).isGreaterThan(55);
    assertThat(level.integralUntil(now)).isEqualTo(exact.doubleValue());
    assertThat(level.meanUntil(now)).isEqualTo(exact.doubleValue() / now);
  }
}
