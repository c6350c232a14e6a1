package dev.medley.cluster.scaling;

import java.util.List;
import java.util.function.LongToDoubleFunction;

/** Views and plants written down for tests. */
public final class Views {
  public static final long SECOND = 1_000_000_000L;

  private Views() {}

  /** A view with everything in it. */
  public record Snapshot(
      long nowNanos,
      int specReplicas,
      int minReplicas,
      int maxReplicas,
      int readyCount,
      int pendingCount,
      List<InstanceObservation> instances)
      implements ScalingView {}

  /** A plant whose instances are ready as a function of time says. */
  public record Plant(
      long syncPeriodNanos,
      LongToDoubleFunction readyLaw,
      double limitOverRequest,
      int initialReplicas)
      implements PlantModel {
    @Override
    public double readyWithin(long nanos) {
      return readyLaw.applyAsDouble(nanos);
    }
  }

  /** A plant with a 15 s sync period, a start-up dead time and a limit equal to the request. */
  public static Plant plant(long startNanos, int initialReplicas) {
    return new Plant(15 * SECOND, t -> t >= startNanos ? 1 : 0, 1, initialReplicas);
  }

  /** An instance that has been serving for a day. */
  public static InstanceObservation serving(long usageMilli, long requestMilli) {
    return new InstanceObservation(
        true,
        true,
        false,
        86_400 * SECOND,
        86_400 * SECOND,
        usageMilli,
        requestMilli,
        5 * SECOND,
        10 * SECOND);
  }

  /** An instance on its start path. */
  public static InstanceObservation starting(long requestMilli, long ageNanos) {
    return new InstanceObservation(
        false,
        false,
        false,
        ageNanos,
        ageNanos,
        InstanceObservation.MISSING,
        requestMilli,
        0,
        10 * SECOND);
  }
}
