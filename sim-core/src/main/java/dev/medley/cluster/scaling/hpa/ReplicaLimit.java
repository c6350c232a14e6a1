package dev.medley.cluster.scaling.hpa;

/** Which bound decided the size, under the names that the controller reports. */
enum ReplicaLimit {
  /** None: the desired size stands. */
  DESIRED_WITHIN_RANGE,
  /** The growth allowed in one pass. */
  SCALE_UP_LIMIT,
  /** The maximum. */
  TOO_MANY_REPLICAS,
  /** The minimum. */
  TOO_FEW_REPLICAS;

  private static final int GROWTH_FACTOR = 2;
  private static final int GROWTH_FLOOR = 4;

  /** Largest size that one pass may reach without scaling policies: max(2 x current, 4). */
  static int growthLimit(int currentReplicas) {
    return (int)
        Math.min(Integer.MAX_VALUE, Math.max((long) GROWTH_FACTOR * currentReplicas, GROWTH_FLOOR));
  }

  /** The bound that a desired size meets. */
  static ReplicaLimit met(int currentReplicas, int min, int max, int desired) {
    if (desired < min) {
      return TOO_FEW_REPLICAS;
    }
    int growthLimit = growthLimit(currentReplicas);
    if (desired > Math.min(max, growthLimit)) {
      return max > growthLimit ? SCALE_UP_LIMIT : TOO_MANY_REPLICAS;
    }
    return DESIRED_WITHIN_RANGE;
  }

  /** The size under this bound. */
  int applied(int currentReplicas, int min, int max, int desired) {
    return switch (this) {
      case DESIRED_WITHIN_RANGE -> desired;
      case SCALE_UP_LIMIT -> growthLimit(currentReplicas);
      case TOO_MANY_REPLICAS -> max;
      case TOO_FEW_REPLICAS -> min;
    };
  }
}
