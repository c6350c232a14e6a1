package dev.medley.benchmarks.contestants;

import dev.medley.benchmarks.Variate;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/** The laws of commons-math3 on the generator that they make for themselves. */
final class CommonsMathDraws {
  private CommonsMathDraws() {}

  static SummedDraws of(Variate variate) {
    RandomGenerator generator = new Well19937c(1);
    return switch (variate) {
      case UNIFORM ->
          new SummedDraws() {
            @Override
            protected double draw() {
              return generator.nextDouble();
            }
          };
      case EXPONENTIAL -> of(new ExponentialDistribution(generator, 1));
      case LOG_NORMAL ->
          of(new LogNormalDistribution(generator, Variate.LOG_NORMAL_MU, Variate.LOG_NORMAL_SIGMA));
    };
  }

  private static SummedDraws of(RealDistribution law) {
    return new SummedDraws() {
      @Override
      protected double draw() {
        return law.sample();
      }
    };
  }
}
