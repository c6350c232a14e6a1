package dev.medley.benchmarks.ssj;

import dev.medley.benchmarks.Variate;
import dev.medley.benchmarks.contestants.SummedDraws;
import umontreal.ssj.randvar.ExponentialGen;
import umontreal.ssj.randvar.LognormalGen;
import umontreal.ssj.randvar.RandomVariateGen;
import umontreal.ssj.rng.MRG32k3a;
import umontreal.ssj.rng.RandomStream;

/** SSJ's streams, and its laws by inversion. */
final class SsjDraws {
  private SsjDraws() {}

  static SummedDraws of(Variate variate) {
    RandomStream stream = new MRG32k3a();
    return switch (variate) {
      case UNIFORM ->
          new SummedDraws() {
            @Override
            protected double draw() {
              return stream.nextDouble();
            }
          };
      case EXPONENTIAL -> of(new ExponentialGen(stream, 1));
      case LOG_NORMAL ->
          of(new LognormalGen(stream, Variate.LOG_NORMAL_MU, Variate.LOG_NORMAL_SIGMA));
    };
  }

  private static SummedDraws of(RandomVariateGen law) {
    return new SummedDraws() {
      @Override
      protected double draw() {
        return law.nextDouble();
      }
    };
  }
}
