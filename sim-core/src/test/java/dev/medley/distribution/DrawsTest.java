package dev.medley.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Draws in blocks against draws one by one. */
class DrawsTest {
  private static final Duration MEAN = Duration.ofMillis(20);

  static List<DurationLaw> laws() {
    return List.of(
        new Constant(MEAN),
        new Exponential(MEAN),
        new Normal(MEAN, Duration.ofMillis(15)),
        LogNormal.ofMeanCv(MEAN, 1.5),
        Gamma.ofMeanCv(MEAN, 2),
        new Mixture(
            List.of(
                new Mixture.Component(1, new Constant(MEAN)),
                new Mixture.Component(2, new Exponential(MEAN)))));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void samplesAreThoseOfTheLawOneByOne(DurationLaw law) {
    Draws draws = new Draws(law, stream());
    RandomStream stream = stream();
    Sampler sampler = law.sampler();
    for (int i = 0; i < 10_000; i++) {
      assertThat(draws.nextNanos()).isEqualTo(sampler.nextNanos(stream));
    }
  }

  @ParameterizedTest
  @MethodSource("laws")
  void aFactorMultipliesAndRoundsEachSample(DurationLaw law) {
    double factor = 1 / 0.95;
    Draws draws = new Draws(law, stream(), factor);
    RandomStream stream = stream();
    Sampler sampler = law.sampler();
    for (int i = 0; i < 1000; i++) {
      assertThat(draws.nextNanos()).isEqualTo(Math.round(sampler.nextNanos(stream) * factor));
    }
  }

  private static RandomStream stream() {
    return new StreamTree(7, 0).stream("draws");
  }
}
