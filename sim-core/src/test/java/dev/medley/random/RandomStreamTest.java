package dev.medley.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.rng.core.source64.XoShiRo256PlusPlus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStreamTest {
  private static final long GOLDEN_LONG = -9061391111839675239L;
  private static final double GOLDEN_DOUBLE = 0x1.cf25486ba4f36p-1;
  private static final double GOLDEN_OPEN = 0x1.c7e61c9681291p-1;
  private static final int GOLDEN_INT = 459;
  private static final double GOLDEN_EXPONENTIAL = 0x1.174c08fad566dp1;
  private static final double GOLDEN_GAUSSIAN = -0x1.c45d3508459ebp-3;
  private static final long GOLDEN_DIGEST = 5709199983881221014L;

  private static RandomStream stream(long seed) {
    return new StreamTree(seed, 0).stream("test");
  }

  @Test
  void bitsAreThoseOfTheReferenceGenerator() {
    long[] state = {0x0123456789ABCDEFL, -7, 42, Long.MIN_VALUE};
    XoShiRo256PlusPlus reference = new XoShiRo256PlusPlus(state);
    RandomStream stream = new RandomStream(state[0], state[1], state[2], state[3]);
    for (int i = 0; i < 100_000; i++) {
      assertThat(stream.nextLong()).isEqualTo(reference.nextLong());
    }
  }

  @Test
  void allZeroStateDoesNotStayZero() {
    RandomStream stream = new RandomStream(0, 0, 0, 0);
    long bits = 0;
    for (int i = 0; i < 20; i++) {
      bits |= stream.nextLong();
    }
    assertThat(Long.bitCount(bits)).isGreaterThan(32);
  }

  /** These numbers must never change, on any Java version: results are promised by seed. */
  @Test
  void firstNumbersAreGolden() {
    RandomStream stream = new StreamTree(42, 3).stream("host/17/cold-start");
    assertThat(stream.nextLong()).isEqualTo(GOLDEN_LONG);
    assertThat(stream.nextDouble()).isEqualTo(GOLDEN_DOUBLE);
    assertThat(stream.nextOpenDouble()).isEqualTo(GOLDEN_OPEN);
    assertThat(stream.nextInt(1000)).isEqualTo(GOLDEN_INT);
    assertThat(stream.nextExponential()).isEqualTo(GOLDEN_EXPONENTIAL);
    assertThat(stream.nextGaussian()).isEqualTo(GOLDEN_GAUSSIAN);
  }

  /** Two million draws pass through every rare branch thousands of times. */
  @Test
  void rareBranchesAreGolden() {
    RandomStream stream = stream(1);
    long digest = 0;
    for (int i = 0; i < 1_000_000; i++) {
      digest = digest * 31 + Double.doubleToLongBits(stream.nextExponential());
      digest = digest * 31 + Double.doubleToLongBits(stream.nextGaussian());
    }
    assertThat(digest).isEqualTo(GOLDEN_DIGEST);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void doublesAreUniform(long seed) {
    RandomStream stream = stream(seed);
    long[] cells = new long[1000];
    long[] openCells = new long[1000];
    for (int i = 0; i < 1_000_000; i++) {
      double x = stream.nextDouble();
      assertThat(x >= 0 && x < 1).isTrue();
      cells[(int) (x * 1000)]++;
      double open = stream.nextOpenDouble();
      assertThat(open > 0 && open < 1).isTrue();
      openCells[(int) (open * 1000)]++;
    }
    assertThat(GoodnessOfFit.chiSquare(cells)).as("seed %s", seed).isLessThan(1);
    assertThat(GoodnessOfFit.chiSquare(openCells)).as("seed %s", seed).isLessThan(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 10, 64, 1000})
  void integersAreUniform(int bound) {
    RandomStream stream = stream(bound);
    long[] cells = new long[Math.max(2, bound)];
    for (int i = 0; i < 500_000; i++) {
      cells[stream.nextInt(bound)]++;
    }
    if (bound == 1) {
      assertThat(cells).containsExactly(500_000, 0);
    } else {
      assertThat(GoodnessOfFit.chiSquare(cells)).isLessThan(1);
    }
  }

  /**
   * Below 3 * 2^29 a plain multiply-shift would give remainders modulo 3 in the ratio 3 : 3 : 2,
   * since 2^32 / (3 * 2^29) = 8/3.
   */
  @Test
  void integersBelowALargeBoundAreUnbiased() {
    RandomStream stream = stream(5);
    long[] cells = new long[3];
    for (int i = 0; i < 300_000; i++) {
      cells[stream.nextInt(3 << 29) % 3]++;
    }
    assertThat(GoodnessOfFit.chiSquare(cells)).isLessThan(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void boundBelowOneIsRefused(int bound) {
    assertThatThrownBy(() -> stream(1).nextInt(bound))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bound must be >= 1 (was " + bound + ")");
  }

  @Test
  void manyExponentialsAreThoseDrawnOneByOne() {
    RandomStream one = stream(6);
    RandomStream many = stream(6);
    for (int length : new int[] {0, 1, 32, 100_000}) {
      double[] numbers = new double[length];
      many.nextExponentials(numbers);
      for (double number : numbers) {
        assertThat(number).isEqualTo(one.nextExponential());
      }
      assertThat(many.nextLong()).isEqualTo(one.nextLong());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void exponentialFollowsItsLaw(long seed) {
    double[] sample = sample(seed, 300_000, RandomStream::nextExponential);
    assertThat(GoodnessOfFit.kolmogorov(sample, x -> -StrictMath.expm1(-x))).isLessThan(1);
    // Raw moments k! with variances (2k)! - (k!)^2 of X^k.
    assertMoment(sample, 1, 1, 1);
    assertMoment(sample, 2, 2, 24 - 4);
    assertMoment(sample, 3, 6, 720 - 36);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void gaussianFollowsItsLaw(long seed) {
    double[] sample = sample(seed, 300_000, RandomStream::nextGaussian);
    assertThat(GoodnessOfFit.kolmogorov(sample, RandomStreamTest::normalCdf)).isLessThan(1);
    // Moments 0, 1, 0, 3 with variances 1, 2, 15, 96 of Z^k.
    assertMoment(sample, 1, 0, 1);
    assertMoment(sample, 2, 1, 2);
    assertMoment(sample, 3, 0, 15);
    assertMoment(sample, 4, 3, 96);
  }

  /** Narrow cells around the layers' edges: where a wrong wedge or table would show. */
  @Test
  void exponentialIsRightInEveryLayer() {
    RandomStream stream = stream(31);
    double[] edges = new double[Ziggurat.LAYERS];
    for (int i = 1; i < Ziggurat.LAYERS; i++) {
      edges[Ziggurat.LAYERS - i] = Ziggurat.EXPONENTIAL.width[i] * 0x1.0p53;
    }
    long[] cells = new long[edges.length];
    int n = 8_000_000;
    for (int i = 0; i < n; i++) {
      int found = Arrays.binarySearch(edges, stream.nextExponential());
      cells[found >= 0 ? found : -found - 2]++;
    }
    double[] expected =
        IntStream.range(0, edges.length)
            .mapToDouble(
                i ->
                    n
                        * (StrictMath.exp(-edges[i])
                            - (i + 1 < edges.length ? StrictMath.exp(-edges[i + 1]) : 0)))
            .toArray();
    assertThat(GoodnessOfFit.chiSquare(cells, expected)).isLessThan(1);
  }

  @Test
  void gaussianIsRightInEveryLayer() {
    RandomStream stream = stream(32);
    double[] edges = new double[Ziggurat.LAYERS];
    for (int i = 1; i < Ziggurat.LAYERS; i++) {
      edges[Ziggurat.LAYERS - i] = Ziggurat.GAUSSIAN.width[i] * 0x1.0p53;
    }
    long[] cells = new long[edges.length];
    long positive = 0;
    int n = 8_000_000;
    for (int i = 0; i < n; i++) {
      double z = stream.nextGaussian();
      positive += z > 0 ? 1 : 0;
      int found = Arrays.binarySearch(edges, Math.abs(z));
      cells[found >= 0 ? found : -found - 2]++;
    }
    double[] expected =
        IntStream.range(0, edges.length)
            .mapToDouble(
                i ->
                    2
                        * n
                        * (normalCdf(-edges[i])
                            - (i + 1 < edges.length ? normalCdf(-edges[i + 1]) : 0)))
            .toArray();
    assertThat(GoodnessOfFit.chiSquare(cells, expected)).isLessThan(1);
    assertThat((double) positive).isCloseTo(n / 2.0, within(GoodnessOfFit.Z * Math.sqrt(n) / 2));
  }

  /** 60 million draws: 27,000 beyond the start of the tail, 12 beyond twice that. */
  @Test
  void exponentialTailFollowsItsLaw() {
    double r = Ziggurat.EXPONENTIAL_TAIL;
    double[] beyond = beyond(33, r, RandomStream::nextExponential);
    assertThat(beyond.length).isGreaterThan(25_000);
    assertThat(GoodnessOfFit.kolmogorov(beyond, x -> -StrictMath.expm1(r - x))).isLessThan(1);
    // Poisson of mean 12.4: outside 1..30 with probability 1e-5.
    assertThat(Arrays.stream(beyond).filter(x -> x > 2 * r).count()).isBetween(1L, 30L);
  }

  @Test
  void gaussianTailFollowsItsLaw() {
    double r = Ziggurat.GAUSSIAN_TAIL;
    double[] beyond = beyond(34, r, stream -> Math.abs(stream.nextGaussian()));
    assertThat(beyond.length).isGreaterThan(14_000);
    assertThat(GoodnessOfFit.kolmogorov(beyond, x -> 1 - normalCdf(-x) / normalCdf(-r)))
        .isLessThan(1);
  }

  private static double[] beyond(long seed, double r, ToDoubleFunction<RandomStream> variate) {
    RandomStream stream = stream(seed);
    double[] found = new double[40_000];
    int count = 0;
    for (int i = 0; i < 60_000_000; i++) {
      double x = variate.applyAsDouble(stream);
      if (x > r) {
        found[count++] = x;
      }
    }
    return Arrays.copyOf(found, count);
  }

  @Test
  void layersCloseAtTheTop() {
    Ziggurat e = Ziggurat.EXPONENTIAL;
    double areaE = e.width[0] * 0x1.0p53 * e.density[1];
    assertThat(e.density[255] + areaE / (e.width[255] * 0x1.0p53)).isCloseTo(1, within(1e-13));
    Ziggurat g = Ziggurat.GAUSSIAN;
    double areaG = g.width[0] * 0x1.0p53 * g.density[1];
    assertThat(g.density[255] + areaG / (g.width[255] * 0x1.0p53)).isCloseTo(1, within(1e-13));
  }

  @Test
  void drawingAllocatesNothing() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    RandomStream stream = stream(41);
    double sum = draw(stream, 200_000);
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    sum += draw(stream, 1_000_000);
    long allocated = threads.getThreadAllocatedBytes(id) - before;
    assertThat(sum).isPositive();
    // The measurement itself may allocate a little; a million boxed doubles would be 16 MB.
    assertThat(allocated).isLessThan(10_000);
  }

  private static double draw(RandomStream stream, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += stream.nextExponential() + Math.abs(stream.nextGaussian()) + stream.nextDouble();
      sum += stream.nextInt(3 << 29) + stream.nextOpenDouble();
    }
    return sum;
  }

  private static double[] sample(long seed, int n, ToDoubleFunction<RandomStream> variate) {
    RandomStream stream = stream(seed);
    return IntStream.range(0, n).mapToDouble(i -> variate.applyAsDouble(stream)).toArray();
  }

  private static void assertMoment(double[] sample, int power, double moment, double variance) {
    double sum = 0;
    for (double x : sample) {
      sum += StrictMath.pow(x, power);
    }
    assertThat(sum / sample.length)
        .as("moment %d", power)
        .isCloseTo(moment, within(GoodnessOfFit.Z * Math.sqrt(variance / sample.length)));
  }

  private static double normalCdf(double x) {
    return 0.5 * Erf.erfc(-x / Math.sqrt(2));
  }
}
