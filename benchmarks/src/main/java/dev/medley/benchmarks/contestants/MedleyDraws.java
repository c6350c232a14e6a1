package dev.medley.benchmarks.contestants;

import dev.medley.benchmarks.Variate;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Exponential;
import dev.medley.distribution.LogNormal;
import dev.medley.distribution.Sampler;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.time.Duration;

/** Our streams and laws; a duration in whole nanoseconds counts as seconds. */
final class MedleyDraws {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private MedleyDraws() {}

  static SummedDraws of(Variate variate) {
    RandomStream stream = new StreamTree(1, 0).stream("draws");
    return switch (variate) {
      case UNIFORM ->
          new SummedDraws() {
            @Override
            protected double draw() {
              return stream.nextDouble();
            }
          };
      case EXPONENTIAL -> of(new Exponential(SECOND), stream);
      case LOG_NORMAL -> of(LogNormal.ofMeanCv(SECOND, 1), stream);
    };
  }

  private static SummedDraws of(DurationLaw law, RandomStream stream) {
    Sampler sampler = law.sampler();
    return new SummedDraws() {
      @Override
      protected double draw() {
        return 1e-9 * sampler.nextNanos(stream);
      }
    };
  }
}
